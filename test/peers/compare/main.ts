import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { DEPTHS } from '../../../src/model/records/words.ts';
import { makeGround, stopWorld, subfolder, type Ground } from '../world.ts';
import { askMxtls, askTools, type Result } from './ask.ts';
import { disagreementsOf, explain } from './disagreements.ts';
import { startGrounds } from './grounds.ts';
import { overspent } from './manners.ts';
import { addFound, parseFound, type Found } from './record.ts';
import { describe, type Comparison } from './report.ts';
import { versionOf, writeToolFiles } from './run-tool.ts';
import { TOOLS } from './tools/all.ts';

/**
 * Compares mxtls with its peers on every server that this machine has, and fails on differences without an explanation. --servers
 * and --tools are patterns that select some; --keep FILE adds each result to the file as it comes; --kept FILE
 * compares the results of such a file again, without asking anybody.
 */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      write: { type: 'string' },
      keep: { type: 'string' },
      kept: { type: 'string' },
      servers: { type: 'string', default: '' },
      tools: { type: 'string', default: '' },
    },
  });
  const found =
    values.kept === undefined
      ? await findOut(new RegExp(values.servers), new RegExp(values.tools), keeper(values.keep))
      : parseFound(readFileSync(values.kept, 'utf8'));
  const comparison = { found, ...explain(disagreementsOf(found.results)) };
  const text = describe(comparison);
  if (values.write !== undefined) writeFileSync(values.write, text);
  process.stdout.write(text);
  process.exitCode = verdictOf(comparison, values.servers + values.tools === '');
}

/** Adds what was found to what a file has, and gives both; without a file, what was found. */
type Keep = (found: Found) => Found;

function keeper(file: string | undefined): Keep {
  if (file === undefined) return (found) => found;
  const earlier = existsSync(file) ? parseFound(readFileSync(file, 'utf8')) : null;
  return (found) => {
    const all = earlier === null ? found : addFound(earlier, found);
    writeFileSync(file, JSON.stringify(all));
    return all;
  };
}

async function findOut(servers: RegExp, tools: RegExp, keep: Keep): Promise<Found> {
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => process.exit(130));
  const ground = makeGround();
  try {
    return await askAll(ground, servers, tools, keep);
  } finally {
    await stopWorld(ground);
  }
}

async function askAll(ground: Ground, servers: RegExp, tools: RegExp, keep: Keep): Promise<Found> {
  const grounds = await startGrounds(ground, (name) => servers.test(name));
  try {
    const { personalities, port, rootPem, absent } = grounds;
    say(`${personalities.length} servers`);
    const results: Result[] = [];
    for (const depth of DEPTHS) {
      results.push(...(await askMxtls(grounds, subfolder(ground, depth), depth)));
    }
    const wanted = TOOLS.filter(({ name }) => tools.test(name));
    const versions = wanted.map((tool) => ({ tool, version: versionOf(tool) }));
    const present = versions.flatMap(({ tool, version }) => (version === null ? [] : [tool]));
    const files = writeToolFiles(subfolder(ground, 'tools'), port, rootPem);
    const found = (): Found =>
      keep({
        date: new Date().toISOString().slice(0, 10),
        node: process.versions.node,
        tools: versions.map(({ tool: { name }, version }) => ({ name, version })),
        absent,
        results,
      });
    await askTools(grounds, present, files, (result) => {
      results.push(result);
      report(result);
      found();
    });
    return found();
  } finally {
    await grounds.close();
  }
}

/** 1 where a difference has no explanation, an explanation fits no difference, or mxtls connected more often than it may. */
function verdictOf({ unexplained, explained, found }: Comparison, whole: boolean): number {
  const open = unexplained.map(
    ({ tool, personality, fact, answer, truth }) =>
      `unexplained: ${tool} on ${personality}: ${fact} ${answer}, is ${truth}`,
  );
  const idle = explained.filter(({ disagreements }) => whole && disagreements.length === 0);
  const stale = idle.map(
    ({ explanation: { tool, facts, of } }) =>
      `explains nothing: ${tool}, ${facts.join()}, ${of.source}`,
  );
  const lines = [...open, ...stale, ...overspent(found.results)];
  for (const line of lines) say(line);
  return lines.length > 0 ? 1 : 0;
}

function report({ tool, personality, connections, cost, ended }: Result): void {
  const seconds = ((cost?.wallMs ?? 0) / 1_000).toFixed(1);
  const note = ended ? ', not done in time' : '';
  say(`${personality.name}: ${tool}: ${connections} connections, ${seconds} s${note}`);
}

function say(text: string): void {
  process.stderr.write(`peers: ${text}\n`);
}

await main();
