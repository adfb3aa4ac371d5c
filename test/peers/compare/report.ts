import { DEPTHS } from '../../../src/model/records/words.ts';
import { mxtlsAt } from './ask.ts';
import type { Disagreement, Explained } from './disagreements.ts';
import { FACTS, standingOf, type Fact, type Standing } from './facts.ts';
import { isModern, type Described } from './personality.ts';
import type { Found } from './record.ts';

/** Everything that one comparison found. */
export interface Comparison {
  readonly found: Found;
  readonly explained: readonly Explained[];
  readonly unexplained: readonly Disagreement[];
}

/** The comparison as a page in Markdown. */
export function describe(comparison: Comparison): string {
  const sections = [
    introduction(comparison.found),
    agreement(comparison.found),
    connections(comparison.found),
    disagreements(comparison),
    untold(comparison.found),
    servers(comparison.found),
  ];
  return `${sections.join('\n\n')}\n`;
}

function introduction({ date, node, tools, absent, ...found }: Found): string {
  const versions = tools.map(({ name, version }) => `${name} ${version ?? '(not installed)'}`);
  const missing = absent.length === 0 ? '' : ` Not on this machine: ${absent.join('; ')}.`;
  return `# mxtls and its peers

\`npm run peers -- --write docs/peers.md\` raises ${serversOf(found).length} servers on loopback, puts a relay that counts connections before
each, sends mxtls and the other tools there, and writes this page: last on ${date}, with Node ${node},
${versions.join(', ')}.${missing}

Each server is held to what its configuration makes of it, never to the answer of a tool. Behind a door that is shut (421, 450,
454, 554) nobody can tell what TLS there is: silence agrees then, and a "no" is wrong.`;
}

function agreement(found: Found): string {
  const names = columnsOf(found);
  const rows = FACTS.map((fact) => [fact, ...names.map((name) => cell(found, name, fact))]);
  const all = ['**all**', ...names.map((name) => cell(found, name, null))];
  return `## Agreement

Servers of which a tool told the fact as it is / told it otherwise / did not tell it, though it can be told.

${table(['fact', ...names], [...rows, all])}

DANE is compared elsewhere: \`test/peers/dane/dane.test.ts\` holds mxtls and posttls-finger to 40 signed domains.`;
}

/** mxtls first, then the tools that ran. */
function columnsOf({ tools }: Found): readonly string[] {
  const ran = tools.flatMap(({ name, version }) => (version === null ? [] : [name]));
  return [...DEPTHS.map(mxtlsAt), ...ran];
}

function cell({ results }: Found, name: string, only: Fact | null): string {
  const count: Record<Standing, number> = { agrees: 0, wrong: 0, silent: 0, 'not asked': 0 };
  for (const { tool, told, personality } of results) {
    if (tool !== name) continue;
    for (const fact of only === null ? FACTS : [only]) {
      count[standingOf(told[fact], personality.truth[fact])]++;
    }
  }
  return `${count.agrees} / ${count.wrong} / ${count.silent}`;
}

const HEAD = ['', 'asked', 'connections', 'to modern ones', 'CPU s', 'clock s', 'not done in time'];

function connections(found: Found): string {
  const rows = columnsOf(found).map((name) => {
    const own = found.results.filter(({ tool }) => tool === name);
    const modern = own.filter(({ personality }) => isModern(personality));
    const costs = own.flatMap(({ cost }) => cost ?? []);
    return [
      name,
      String(own.length),
      spread(own.map((result) => result.connections)),
      spread(modern.map((result) => result.connections)),
      costs.length === 0 ? '' : seconds(costs.map(({ cpuMs }) => cpuMs)),
      costs.length === 0 ? '' : seconds(costs.map(({ wallMs }) => wallMs)),
      String(own.filter(({ ended }) => ended).length),
    ];
  });
  return `## Connections

To one server, counted at the server: median (least to most). Modern servers speak TLS 1.3 and 1.2 and nothing older. mxtls asks
a server that offers no STARTTLS twice, one that sends it away once more in a later pass, and one that likes nothing of an
ordinary handshake why; never more than 6 times, 14 for deep. Seconds of CPU and of the clock are medians a server, the
latter as busy as the machine was; mxtls surveys them all in one run, and \`bench/tls\` has what that costs.

${table(HEAD, rows)}`;
}

function disagreements({ explained, unexplained }: Comparison): string {
  const told = explained.filter((each) => each.disagreements.length > 0).map(explainedItem);
  const open = unexplained.map((each) => `- **unexplained**: ${each.tool} on ${itemOf(each)}`);
  return `## Where a tool tells something else

${[...told, ...open].join('\n')}`;
}

function explainedItem({ explanation, disagreements: each }: Explained): string {
  const { tool, why, shown } = explanation;
  const facts = [...new Set(each.map(({ fact }) => fact))].join(', ');
  const where = [...new Set(each.map(({ personality }) => personality))].sort().join(', ');
  return `- **${tool}**, ${facts} (${each.length}): ${why} *Shown:* ${shown} *Seen on* ${where}.`;
}

function itemOf({ personality, fact, told, truth }: Disagreement): string {
  return `${personality}: ${fact} is ${truth}, told ${told}`;
}

/** What mxtls leaves open where the truth can be told. */
function untold({ results }: Found): string {
  const deep = results.filter(({ tool }) => tool === mxtlsAt('deep'));
  const lines = FACTS.flatMap((fact) => {
    const silent = deep.filter(
      ({ told, personality: { truth } }) => standingOf(told[fact], truth[fact]) === 'silent',
    );
    const names = silent.map(({ personality }) => personality.name);
    return names.length === 0 ? [] : [`- ${fact}: ${names.join(', ')}`];
  });
  return `## What mxtls deep does not tell

An alert that does not say that nothing suits is never a no: OpenSSL 3 at security level 2 answers TLS 1.1 and below with
internal_error. And \`dheBits\` is null both where there are no such groups and where nobody could tell.

${lines.join('\n')}`;
}

/** Every server once. */
function serversOf({ results }: Pick<Found, 'results'>): readonly Described[] {
  const byName = new Map(results.map(({ personality }) => [personality.name, personality]));
  return [...byName.values()];
}

function servers(found: Found): string {
  const personalities = serversOf(found);
  const kinds = [...new Set(personalities.map(({ kind }) => kind))];
  const lines = kinds.map((kind) => {
    const own = personalities.filter((each) => each.kind === kind).map(({ name }) => name);
    return `- ${kind} (${own.length}): ${own.join(', ')}`;
  });
  return `## The servers

${lines.join('\n')}`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

function seconds(values: readonly number[]): string {
  return (median(values) / 1_000).toFixed(2);
}

function spread(values: readonly number[]): string {
  if (values.length === 0) return '';
  return `${median(values)} (${Math.min(...values)} to ${Math.max(...values)})`;
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? NaN) + upper) / 2;
}
