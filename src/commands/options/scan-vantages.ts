import { Stop } from '../terminal/stop.ts';
import { parseVantages } from './parse-queue.ts';
import type { ScanOptions } from './scan-options.ts';

/** What makes no sense with several vantages, and what to do. */
const ALONE: readonly { key: keyof ScanOptions; why: string }[] = [
  {
    key: 'resume',
    why: '--resume continues the survey of one vantage: give one --vantage after the other, each with --resume',
  },
  { key: 'out', why: 'several --vantage make several snapshots: --out FILE takes one' },
  { key: 'json', why: 'several --vantage make several snapshots: --json prints one' },
  { key: 'transcript', why: '--transcript prints the dialogues of one --vantage' },
];

/**
 * The vantages of a run, at least one; null is one without a name. Without a queue, a name is any text. Throws a Stop with
 * status 2 for several where there can be one alone.
 */
export function vantagesOf(
  flags: Pick<ScanOptions, 'vantage' | 'queue' | (typeof ALONE)[number]['key']>,
  overLists: boolean,
): (string | null)[] {
  const { vantage = [], queue } = flags;
  const texts = typeof vantage === 'string' ? [vantage] : vantage;
  if (queue === undefined) return [alone(texts)];
  const vantages = parseVantages(texts);
  if (vantages.length === 1) return vantages;
  if (!overLists) {
    throw new Stop(2, 'several --vantage survey lists: ask single domains from one of them');
  }
  const wrong = ALONE.find(({ key }) => flags[key] !== undefined && flags[key] !== false);
  if (wrong !== undefined) throw new Stop(2, wrong.why);
  return vantages;
}

function alone(texts: readonly string[]): string | null {
  if (texts.length < 2) return texts[0] ?? null;
  throw new Stop(
    2,
    'several --vantage require --queue URL: the connections from each are made by its own mxtls worker',
  );
}
