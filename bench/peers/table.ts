/** One line of the table: what runs on some endpoints took, and what it is compared with. */
export interface Row {
  name: string;
  endpoints: number;
  /** CPU of all processes and wall time of each round, in ms; the latter null where it says nothing. */
  rounds: readonly { cpuMs: number; wallMs: number | null }[];
  /** The row that the ratios are to; null for none. */
  beside: Row | null;
  result: string;
}

const HEAD = [
  'scanner',
  'endpoints',
  'CPU an endpoint',
  'wall',
  'CPU to mxtls',
  'wall to mxtls',
  'results',
];

/** The table: medians of the rounds, and of the ratios of each round, with the lowest and the highest. */
export function describeRows(rows: readonly Row[]): string {
  const lines = [HEAD, ...rows.map(cellsOf)];
  const widths = HEAD.map((_, at) => Math.max(...lines.map((cells) => cells[at]?.length ?? 0)));
  const shown = lines.map((cells) =>
    cells
      .map((cell, at) => cell.padEnd(widths[at] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  return `${shown.join('\n')}\n`;
}

function cellsOf(row: Row): string[] {
  const { name, endpoints, result } = row;
  return [
    name,
    String(endpoints),
    span(timesOf(row, 'cpuMs', endpoints), ' ms'),
    span(timesOf(row, 'wallMs', 1_000), ' s'),
    span(ratiosOf(row, 'cpuMs')),
    span(ratiosOf(row, 'wallMs')),
    result,
  ];
}

type Time = 'cpuMs' | 'wallMs';

function timesOf({ rounds }: Row, time: Time, unit: number): number[] {
  return rounds.flatMap((round) => {
    const ms = round[time];
    return ms === null ? [] : [ms / unit];
  });
}

/** The time an endpoint of each round, to that of the row beside it in the same round. */
function ratiosOf(row: Row, time: Time): number[] {
  const { beside } = row;
  if (beside === null) return [];
  const others = timesOf(beside, time, beside.endpoints);
  return timesOf(row, time, row.endpoints).map((ms, round) => ms / (others[round] ?? NaN));
}

function span(values: readonly number[], unit = ''): string {
  const sorted = values.toSorted((a, b) => a - b);
  const [least] = sorted;
  if (least === undefined) return '';
  const middle = `${digits(sorted[Math.floor(sorted.length / 2)] ?? NaN)}${unit}`;
  if (sorted.length === 1) return middle;
  return `${middle} (${digits(least)} to ${digits(sorted.at(-1) ?? NaN)})`;
}

function digits(value: number): string {
  return value.toFixed(value < 10 ? 2 : 1);
}
