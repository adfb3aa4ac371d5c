import { parseArgs } from 'node:util';
import { createResolver } from '../../src/net/dns/dns.ts';
import { whole } from '../survey/bench-farm.ts';
import { runDns } from '../survey/dns.ts';
import { DnsReadySchema } from '../survey/messages.ts';
import { startPart } from '../survey/process.ts';
import { mixedWorld } from '../survey/world.ts';

/** Asks a DNS server in another process many questions, and prints what one of them takes; wrong answers end it. */
async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { questions: { type: 'string', default: '7000' } },
  });
  if (positionals[0] === 'dns') return runDns(mixedWorld());
  const questions = whole(values.questions);
  const server = await startPart('dns', DnsReadySchema);
  const resolver = createResolver({ servers: [server.ready] });
  const { endpoints } = mixedWorld();
  const ask = async (index: number): Promise<boolean> => {
    const endpoint = endpoints[index % endpoints.length];
    const answer = await resolver.ipv4(endpoint?.host ?? '');
    return answer.kind === 'records' && answer.records[0] === endpoint?.address;
  };
  await ask(0);
  const [cpu, wall] = [process.cpuUsage(), performance.now()];
  const right = await Promise.all(Array.from({ length: questions }, (_, index) => ask(index)));
  const { user, system } = process.cpuUsage(cpu);
  const wallMs = performance.now() - wall;
  await server.stop();
  process.stdout.write(
    `${questions} questions: ${((user + system) / questions).toFixed(0)} µs of CPU each, ${((questions * 1_000) / wallMs).toFixed(0)} a second\n`,
  );
  if (!right.every((each) => each)) throw new Error('a wrong answer');
}

await main();
