import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { DEPTHS } from '../../../src/model/words.ts';
import { makeGround, stopWorld, subfolder, type Ground } from '../world.ts';
import { askMxtls, askTools, type Result } from './ask.ts';
import { disagreementsOf, explain } from './disagreements.ts';
import { startGrounds } from './grounds.ts';
import { overspent } from './manners.ts';
import { describe, type Comparison } from './report.ts';
import { versionOf, writeToolFiles } from './run-tool.ts';
import { TOOLS } from './tools/all.ts';

/** Compares mxtls with its peers on every server that this machine has; fails on what nobody has explained. */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      write: { type: 'string' },
      servers: { type: 'string', default: '' },
      tools: { type: 'string', default: '' },
    },
  });
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => process.exit(130));
  const ground = makeGround();
  try {
    const comparison = await compare(ground, new RegExp(values.servers), new RegExp(values.tools));
    const text = describe(comparison);
    if (values.write !== undefined) writeFileSync(values.write, text);
    process.stdout.write(text);
    process.exitCode = verdictOf(comparison, values.servers + values.tools === '');
  } finally {
    await stopWorld(ground);
  }
}

async function compare(ground: Ground, servers: RegExp, tools: RegExp): Promise<Comparison> {
  const grounds = await startGrounds(ground, (name) => servers.test(name));
  try {
    const { personalities, port, rootPem, absent } = grounds;
    say(`${personalities.length} servers`);
    const results: Result[] = [];
    for (const depth of DEPTHS) {
      results.push(...(await askMxtls(grounds, subfolder(ground, depth), depth)));
    }
    const found = TOOLS.filter(({ name }) => tools.test(name)).map((tool) => ({
      tool,
      version: versionOf(tool),
    }));
    const present = found.flatMap(({ tool, version }) => (version === null ? [] : [tool]));
    const files = writeToolFiles(subfolder(ground, 'tools'), port, rootPem);
    results.push(...(await askTools(grounds, present, files, tellOf)));
    return {
      date: new Date(),
      personalities,
      tools: found.map(({ tool: { name }, version }) => ({ name, version })),
      absent,
      results,
      ...explain(disagreementsOf(results)),
    };
  } finally {
    await grounds.close();
  }
}

/** 1 where something is unexplained, an explanation is for nothing, or mxtls connected more often than it may. */
function verdictOf({ unexplained, explained, results }: Comparison, whole: boolean): number {
  for (const { tool, personality, fact, told, truth } of unexplained) {
    say(`unexplained: ${tool} on ${personality}: ${fact} ${told}, is ${truth}`);
  }
  const idle = whole ? explained.filter(({ disagreements }) => disagreements.length === 0) : [];
  for (const { explanation } of idle) {
    say(
      `explains nothing: ${explanation.tool}, ${explanation.facts.join()}, ${explanation.of.source}`,
    );
  }
  const over = overspent(results);
  for (const line of over) say(line);
  return unexplained.length + idle.length + over.length > 0 ? 1 : 0;
}

function tellOf({ tool, personality, connections, cost, ended }: Result): void {
  const seconds = ((cost?.wallMs ?? 0) / 1_000).toFixed(1);
  const note = ended ? ', not done in time' : '';
  say(`${personality.name}: ${tool}: ${connections} connections, ${seconds} s${note}`);
}

function say(text: string): void {
  process.stderr.write(`peers: ${text}\n`);
}

await main();
