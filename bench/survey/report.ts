import type { Round } from './round.ts';
import { DOMAINS, ENDPOINTS } from './world.ts';

/** What a survey may cost: the CPU of so many bare handshakes an endpoint, and so much memory. */
const AIMS = { ratio: 2.5, peakBytes: 150e6 };

/** One line of the table: its figure, and whether its aim is met where it has one. */
interface Row {
  name: string;
  figure: string;
  aim?: { words: string; met: boolean };
}

/** The table of all rounds: medians, with the span from the least to the most where there are several. */
export function describeRounds(rounds: readonly Round[], concurrency: number): string {
  const title = `${DOMAINS} domains, ${ENDPOINTS} endpoints, concurrency ${concurrency}, rounds: ${rounds.length} (median, least to most)`;
  const rows = [...costRows(rounds), ...paceRows(rounds), ...truthRows(rounds)];
  const nameWidth = Math.max(...rows.map(({ name }) => name.length));
  const figureWidth = Math.max(...rows.map(({ figure }) => figure.length));
  const lines = rows.map(({ name, figure, aim }) => {
    const judged = aim === undefined ? '' : `aim: ${aim.words}: ${aim.met ? 'met' : 'MISSED'}`;
    return `${name.padEnd(nameWidth)}  ${figure.padEnd(figureWidth)}  ${judged}`.trimEnd();
  });
  return `${[title, '', ...lines].join('\n')}\n`;
}

function costRows(rounds: readonly Round[]): Row[] {
  const cpu = rounds.map(({ figures }) => figures.ended.cpuMs / ENDPOINTS);
  const steps = [
    rounds.map(({ figures }) => figures.started?.cpuMs ?? NaN),
    rounds.map(({ figures }) => (figures.lookedUp?.cpuMs ?? NaN) - (figures.started?.cpuMs ?? NaN)),
    rounds.map(({ figures }) => figures.ended.cpuMs - (figures.lookedUp?.cpuMs ?? NaN)),
  ].map((step) =>
    span(
      step.map((ms) => ms / ENDPOINTS),
      'ms',
    ),
  );
  return [
    { name: 'client CPU per endpoint', figure: span(cpu, 'ms') },
    { name: '  start of the program', figure: steps[0] ?? '' },
    { name: '  DNS look-ups', figure: steps[1] ?? '' },
    { name: '  connections, verdicts, snapshot', figure: steps[2] ?? '' },
    ...ratioRows(rounds, cpu),
  ];
}

function ratioRows(rounds: readonly Round[], cpu: readonly number[]): Row[] {
  const bare: number[] = [];
  for (const { baseline } of rounds) {
    if (baseline.kind === 'timed') bare.push(baseline.cpuMs);
    else
      return [{ name: 'openssl s_time CPU per handshake', figure: `skipped: ${baseline.reason}` }];
  }
  const ratios = cpu.map((each, index) => each / (bare[index] ?? NaN));
  const met = median(ratios) <= AIMS.ratio;
  return [
    { name: 'openssl s_time CPU per handshake', figure: span(bare, 'ms') },
    { name: 'ratio', figure: span(ratios, ''), aim: { words: `at most ${AIMS.ratio}`, met } },
  ];
}

function paceRows(rounds: readonly Round[]): Row[] {
  const seconds = rounds.map(({ figures }) => figures.ended.wallMs / 1_000);
  const peak = rounds.map(({ figures }) => figures.peakRssBytes);
  const aim = { words: 'at most 150 MB', met: Math.max(...peak) <= AIMS.peakBytes };
  const late = rounds.map(({ figures }) => figures.loopDelayP99Ms);
  return [
    {
      name: 'endpoints per second',
      figure: span(
        seconds.map((each) => ENDPOINTS / each),
        '',
      ),
    },
    {
      name: 'peak memory',
      figure: span(
        peak.map((bytes) => bytes / 1e6),
        'MB',
      ),
      aim,
    },
    { name: 'event-loop delay p99', figure: span(late, 'ms') },
    {
      name: 'DNS questions',
      figure: span(
        rounds.map(({ questions }) => questions),
        '',
      ),
    },
    {
      name: 'connections',
      figure: span(
        rounds.map(({ connections }) => connections),
        '',
      ),
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

function countRow(name: string, count: number): Row {
  return { name, figure: String(count), aim: { words: '0', met: count === 0 } };
}

function span(values: readonly number[], unit: string): string {
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
