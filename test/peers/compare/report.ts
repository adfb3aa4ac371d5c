import { DEPTHS } from '../../../src/model/records/words.ts';
import { mxtlsAt } from './ask.ts';
import type { Disagreement, Explained } from './disagreements.ts';
import { FACTS, agreementOf, type Fact, type Agreement } from './facts.ts';
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
    unanswered(comparison.found),
    servers(comparison.found),
  ];
  return `${sections.join('\n\n')}\n`;
}

function introduction({ date, node, tools, absent, ...found }: Found): string {
  const versions = tools.map(({ name, version }) => `${name} ${version ?? '(not installed)'}`);
  const missing = absent.length === 0 ? '' : ` Not on this machine: ${absent.join('; ')}.`;
  return `# mxtls and its peers

\`npm run peers -- --write docs/peers.md\` starts ${serversOf(found).length} servers on loopback, puts a relay that counts connections before
each, asks them with mxtls and the other tools, and writes this page: last on ${date}, with Node ${node},
${versions.join(', ')}.${missing}

Every answer is compared with the configuration of the server, never with the answer of another tool. Where a server lets nobody
through to TLS (421, 450, 454, 554), its TLS cannot be known: no answer agrees then, and a "no" is wrong.`;
}

function agreement(found: Found): string {
  const names = columnsOf(found);
  const rows = FACTS.map((fact) => [fact, ...names.map((name) => cell(found, name, fact))]);
  const all = ['**all**', ...names.map((name) => cell(found, name, null))];
  return `## Agreement

Number of servers for which a tool gave the right answer / a wrong answer / no answer, though there is one.

${table(['fact', ...names], [...rows, all])}

DANE is compared elsewhere: \`test/peers/dane/dane.test.ts\` asks mxtls and posttls-finger for 40 signed domains. Port 465, where
TLS comes first, is compared by \`test/peers/compare/implicit.test.ts\` on 4 servers: no tool gives a wrong answer there.`;
}

/** mxtls first, then the tools that ran. */
function columnsOf({ tools }: Found): readonly string[] {
  const ran = tools.flatMap(({ name, version }) => (version === null ? [] : [name]));
  return [...DEPTHS.map(mxtlsAt), ...ran];
}

function cell({ results }: Found, name: string, only: Fact | null): string {
  const count: Record<Agreement, number> = { agrees: 0, wrong: 0, silent: 0, 'not asked': 0 };
  for (const { tool, answers, personality } of results) {
    if (tool !== name) continue;
    for (const fact of only === null ? FACTS : [only]) {
      count[agreementOf(answers[fact], personality.truth[fact])]++;
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

Connections to one server, counted at the server: median (lowest to highest). Modern servers speak TLS 1.3 and 1.2 and nothing
older, with an RSA or ECDSA key. mxtls connects twice to a server that offers no STARTTLS, once more in a later pass to one that rejects or defers it,
and again to one that refuses an ordinary handshake, to find out why; at most 6 times, 14 for deep. Seconds of CPU and of the
clock are medians for a server, the latter on a busy machine; mxtls surveys all servers in one run, and \`bench/tls\` measures what that costs.

${table(HEAD, rows)}`;
}

function disagreements({ explained, unexplained }: Comparison): string {
  const known = explained.filter((each) => each.disagreements.length > 0).map(explainedItem);
  const open = unexplained.map((each) => `- **unexplained**: ${each.tool} on ${itemOf(each)}`);
  return `## Where a tool gives another answer

${[...known, ...open].join('\n')}`;
}

function explainedItem({ explanation, disagreements: each }: Explained): string {
  const { tool, why, shown } = explanation;
  const facts = [...new Set(each.map(({ fact }) => fact))].join(', ');
  const where = [...new Set(each.map(({ personality }) => personality))].sort().join(', ');
  return `- **${tool}**, ${facts} (${each.length}): ${why} *Shown:* ${shown} *Seen on* ${where}.`;
}

function itemOf({ personality, fact, answer, truth }: Disagreement): string {
  return `${personality}: ${fact} is ${truth}, reported as ${answer}`;
}

/** The facts that mxtls leaves open though they can be known. */
function unanswered({ results }: Found): string {
  const deep = results.filter(({ tool }) => tool === mxtlsAt('deep'));
  const lines = FACTS.flatMap((fact) => {
    const silent = deep.filter(
      ({ answers, personality: { truth } }) => agreementOf(answers[fact], truth[fact]) === 'silent',
    );
    const names = silent.map(({ personality }) => personality.name);
    return names.length === 0 ? [] : [`- ${fact}: ${names.join(', ')}`];
  });
  return `## What mxtls deep does not answer

Only an alert that says that nothing suits is a "no": OpenSSL 3 at security level 2 answers TLS 1.1 and below with
internal_error. And \`dheBits\` is null both where there are no such groups and where they are not known.

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
