import type { Depth } from '../../src/model/records/words.ts';
import type { Figures } from './messages.ts';
import type { Round } from './round.ts';
import type { FarmWorld } from './world.ts';

/** What a survey may cost at most, where a limit is set: CPU an endpoint in bare handshakes, and memory. */
export interface Aims {
  ratio?: number;
  peakBytes?: number;
}

/** How the figures of the table were made. */
export interface ReportOptions {
  depth: Depth;
  concurrency: number;
  aims: Aims;
}

/** One line of the table: its figure, and whether its aim is met where it has one. */
interface Row {
  name: string;
  figure: string;
  aim?: { words: string; met: boolean };
}

/** The table of all rounds: medians, with the lowest and the highest where there are several. */
export function describeRounds(
  rounds: readonly Round[],
  world: FarmWorld,
  { depth, concurrency, aims }: ReportOptions,
): string {
  const endpoints = world.endpoints.length;
  const title = `${world.domains.length} domains, ${endpoints} endpoints, depth ${depth}, concurrency ${concurrency}, rounds: ${rounds.length} (median, least to most)`;
  const rows = [
    ...costRows(rounds, endpoints, aims),
    ...paceRows(rounds, endpoints, aims),
    ...truthRows(rounds),
  ];
  const nameWidth = Math.max(...rows.map(({ name }) => name.length));
  const figureWidth = Math.max(...rows.map(({ figure }) => figure.length));
  const lines = rows.map(({ name, figure, aim }) => {
    const judged = aim === undefined ? '' : `aim: ${aim.words}: ${aim.met ? 'met' : 'MISSED'}`;
    return `${name.padEnd(nameWidth)}  ${figure.padEnd(figureWidth)}  ${judged}`.trimEnd();
  });
  return `${[title, '', ...lines].join('\n')}\n`;
}

function costRows(rounds: readonly Round[], endpoints: number, aims: Aims): Row[] {
  const each = (figure: (figures: Figures) => number): string =>
    span(rounds, ({ figures }) => figure(figures) / endpoints, 'ms');
  return [
    { name: 'client CPU per endpoint', figure: each(({ ended }) => ended.cpuMs) },
    { name: '  start of the program', figure: each(({ started }) => started.cpuMs) },
    { name: '  look-ups, connections, verdicts, snapshot', figure: each(workMs) },
    ...ratioRows(rounds, endpoints, aims),
  ];
}

function workMs({ started, ended }: Figures): number {
  return ended.cpuMs - started.cpuMs;
}

function ratioRows(rounds: readonly Round[], endpoints: number, aims: Aims): Row[] {
  const name = 'openssl s_time CPU per handshake';
  const timed: { figures: Figures; bareMs: number }[] = [];
  for (const { figures, baseline } of rounds) {
    if (baseline.kind === 'skipped') return [{ name, figure: `skipped: ${baseline.reason}` }];
    timed.push({ figures, bareMs: baseline.cpuMs });
  }
  const whole = (round: (typeof timed)[number]): number =>
    round.figures.ended.cpuMs / endpoints / round.bareMs;
  return [
    { name, figure: span(timed, ({ bareMs }) => bareMs, 'ms') },
    {
      name: 'ratio',
      figure: span(timed, whole),
      ...aimed(aims.ratio, median(timed.map(whole)), (most) => String(most)),
    },
    {
      name: '  without the start of the program',
      figure: span(timed, ({ figures, bareMs }) => workMs(figures) / endpoints / bareMs),
    },
  ];
}

function paceRows(rounds: readonly Round[], endpoints: number, aims: Aims): Row[] {
  const peak = Math.max(...rounds.map(({ figures }) => figures.peakRssBytes));
  return [
    {
      name: 'endpoints per second',
      figure: span(rounds, ({ figures }) => (endpoints * 1_000) / figures.ended.wallMs),
    },
    {
      name: 'peak memory',
      figure: span(rounds, ({ figures }) => figures.peakRssBytes / 1e6, 'MB'),
      ...aimed(aims.peakBytes, peak, (most) => `${most / 1e6} MB`),
    },
    {
      name: 'event-loop delay p99',
      figure: span(rounds, ({ figures }) => figures.loopDelayP99Ms, 'ms'),
    },
    { name: 'DNS questions', figure: span(rounds, ({ questions }) => questions) },
    { name: 'connections', figure: span(rounds, ({ connections }) => connections) },
    {
      name: 'connections per endpoint',
      figure: span(rounds, ({ connections }) => connections / endpoints),
    },
  ];
}

function truthRows(rounds: readonly Round[]): Row[] {
  const connections = rounds.flatMap((round) => round.wrongConnections).length;
  const results = rounds.flatMap((round) => round.wrongResults).length;
  return [
    countRow('endpoints with other than the planned connections', connections),
    countRow('wrong results', results),
  ];
}

function aimed(
  most: number | undefined,
  value: number,
  shown: (most: number) => string,
): Pick<Row, 'aim'> {
  if (most === undefined) return {};
  return { aim: { words: `at most ${shown(most)}`, met: value <= most } };
}

function countRow(name: string, count: number): Row {
  return { name, figure: String(count), aim: { words: '0', met: count === 0 } };
}

function span<T>(rounds: readonly T[], figure: (round: T) => number, unit = ''): string {
  const values = rounds.map(figure);
  const least = Math.min(...values);
  const most = Math.max(...values);
  const suffix = unit === '' ? '' : ` ${unit}`;
  if (least === most) return `${digits(most)}${suffix}`;
  return `${digits(median(values))}${suffix} (${digits(least)} to ${digits(most)})`;
}

function digits(value: number): string {
  if (Number.isInteger(value)) return String(value);
  return value.toFixed(value < 10 ? 2 : 0);
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? NaN) + upper) / 2;
}
