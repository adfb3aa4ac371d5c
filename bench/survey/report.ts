import { median, span } from './figures.ts';
import type { Figures } from './messages.ts';
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
  const each = (figure: (figures: Figures) => number): string =>
    span(rounds, ({ figures }) => figure(figures) / ENDPOINTS, 'ms');
  return [
    { name: 'client CPU per endpoint', figure: each(({ ended }) => ended.cpuMs) },
    { name: '  start of the program', figure: each(({ started }) => started.cpuMs) },
    {
      name: '  DNS look-ups',
      figure: each(({ started, lookedUp }) => lookedUp.cpuMs - started.cpuMs),
    },
    { name: '  connections, verdicts, snapshot', figure: each(connectionsMs) },
    ...ratioRows(rounds),
  ];
}

function connectionsMs({ lookedUp, ended }: Figures): number {
  return ended.cpuMs - lookedUp.cpuMs;
}

function ratioRows(rounds: readonly Round[]): Row[] {
  const name = 'openssl s_time CPU per handshake';
  const timed: { figures: Figures; bareMs: number }[] = [];
  for (const { figures, baseline } of rounds) {
    if (baseline.kind === 'skipped') return [{ name, figure: `skipped: ${baseline.reason}` }];
    timed.push({ figures, bareMs: baseline.cpuMs });
  }
  const whole = (round: (typeof timed)[number]): number =>
    round.figures.ended.cpuMs / ENDPOINTS / round.bareMs;
  const met = median(timed.map(whole)) <= AIMS.ratio;
  return [
    { name, figure: span(timed, ({ bareMs }) => bareMs, 'ms') },
    { name: 'ratio', figure: span(timed, whole), aim: { words: `at most ${AIMS.ratio}`, met } },
    {
      name: '  of the connections, verdicts, snapshot',
      figure: span(timed, ({ figures, bareMs }) => connectionsMs(figures) / ENDPOINTS / bareMs),
    },
  ];
}

function paceRows(rounds: readonly Round[]): Row[] {
  const peak = Math.max(...rounds.map(({ figures }) => figures.peakRssBytes));
  return [
    {
      name: 'endpoints per second',
      figure: span(rounds, ({ figures }) => (ENDPOINTS * 1_000) / figures.ended.wallMs),
    },
    {
      name: 'peak memory',
      figure: span(rounds, ({ figures }) => figures.peakRssBytes / 1e6, 'MB'),
      aim: { words: `at most ${AIMS.peakBytes / 1e6} MB`, met: peak <= AIMS.peakBytes },
    },
    {
      name: 'event-loop delay p99',
      figure: span(rounds, ({ figures }) => figures.loopDelayP99Ms, 'ms'),
    },
    { name: 'DNS questions', figure: span(rounds, ({ questions }) => questions) },
    { name: 'connections', figure: span(rounds, ({ connections }) => connections) },
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
