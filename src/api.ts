import { optionFaults } from './commands/options/scan-config.ts';
import { withDnsNames } from './commands/scan/given-mx.ts';
import { checkFirst, prepareScan } from './commands/scan/prepare-scan.ts';
import { surveyInMemory } from './commands/scan/survey-in-memory.ts';
import type { ScanOptions as AllOptions } from './commands/options/scan-options.ts';
import { settle } from './commands/options/scan-settings.ts';
import { reading } from './commands/snapshots/choose-snapshot.ts';
import { wholeSnapshot } from './commands/snapshots/whole-snapshot.ts';
import { Stop } from './commands/terminal/stop.ts';
import { compareSnapshots as compareSources } from './compare/changes/compare-snapshots.ts';
import { plainConcerns, type Comparison, type VisibilityChange } from './model/output/change.ts';
import type { Snapshot } from './model/records/snapshot.ts';
import { sourceOf } from './model/records/snapshot-source.ts';

export type { Comparison, Snapshot };

/** Options of `mxtls scan` that only the command has: where domains come from, and where the answer goes. */
const COMMAND_ONLY = [
  'list',
  'out',
  'save',
  'results',
  'failOn',
  'onlyChanges',
  'notify',
  'notifyFormat',
  'endsWithin',
  'dryRun',
  'resume',
  'keepJournal',
  'noProgress',
  'stream',
  'transcript',
  'json',
] as const;

/**
 * The options of a scan, by the long names of `mxtls scan` in camelCase, with the same defaults and limits: `pause`,
 * `timeout` and `passDelay` are in seconds, relative file names are from the working folder. `ehlo` is required: mail
 * servers of others see that name, so it must be one of yours that resolves to this machine.
 */
export interface ScanOptions extends Omit<AllOptions, (typeof COMMAND_ONLY)[number]> {
  ehlo: string;
}

/** What is reported while a scan runs. */
export interface ScanListener {
  /** A domain that is left out as its name is invalid or was given before, or a DNS list that cannot be used, and why. */
  onWarning?: (message: string) => void;
  /** How many MX host addresses of how many have been asked in a pass, counted from 1. */
  onProgress?: (progress: { pass: number; done: number; total: number }) => void;
}

/**
 * Asks the MX hosts of domains how they encrypt, as `mxtls scan` does: each host and address once, one connection at a
 * time to an address, with a pause between, `perOperator` at a time to one operator. What `exclude` names is never asked,
 * private and special-purpose addresses only with `allowPrivate`. It reads no configuration file, writes no file and
 * prints nothing.
 * @returns a snapshot, its records in the order of the format. What a server does is in it and never an error; where
 * `survey.degraded` is not empty, the survey cannot be trusted.
 * @throws an Error with `status` 2 for a wrong option, no valid domain or a file that cannot be read; with `status` 3
 * where no survey can be trusted: the clock is wrong, or the resolver does not answer or invents names.
 */
export async function scan(
  domains: readonly string[],
  options: ScanOptions,
  { onWarning, onProgress }: ScanListener = {},
): Promise<Snapshot> {
  const faults = faultsOf(options);
  if (faults.length > 0) throw new Stop(2, faults.join('\n'));
  const settings = settle({ kind: 'arguments', domains: [...domains] }, options);
  const output = { warn: (message: string) => onWarning?.(message) };
  const input = await prepareScan(settings, output);
  await checkFirst(input, settings, output);
  return surveyInMemory(await withDnsNames(input), {
    onLookup: () => undefined,
    onProgress: ({ pass, done, total }) => onProgress?.({ pass, done, total }),
    onLine: () => undefined,
    onZoneFault: (zone, reason) => onWarning?.(`--dnsbl ${zone}: not used: ${reason}`),
  });
}

function faultsOf(options: ScanOptions): string[] {
  const known = COMMAND_ONLY.filter((key) => Object.hasOwn(options, key));
  return [
    ...optionFaults(options),
    ...known.map((key) => `"${key}" is an option of the command alone`),
    ...(Object.hasOwn(options, 'ehlo') ? [] : ['"ehlo" is required']),
  ];
}

/**
 * Reads a snapshot file whole into memory, each record checked against the schema of `mxtls/1`.
 * @throws an Error with `status` 2 and the message `FILE:LINE: what` for a file that is no sound snapshot.
 */
export function readSnapshot(file: string): Snapshot {
  return reading({ file }, wholeSnapshot);
}

/**
 * Finds what changed from one snapshot to a later one, as `mxtls diff --format json` prints it. Both are judged again by
 * the rules of this version, each at its own `startedAt`. What is unknown in one of them is no change.
 * @throws an Error with `status` 3 where one of them is degraded, unless `force` is set.
 */
export function compareSnapshots(
  older: Snapshot,
  newer: Snapshot,
  { force = false }: { force?: boolean } = {},
): Comparison {
  for (const { survey } of force ? [] : [older, newer]) {
    if (survey.degraded.length === 0) continue;
    throw new Stop(
      3,
      `the survey of ${survey.startedAt} is degraded: ${survey.degraded.join(', ')}`,
    );
  }
  const comparison = compareSources(sourceOf(older), sourceOf(newer));
  const changes = comparison.changes.map((each) => {
    const { kind, routine } = each;
    return { kind, ...plain(each), routine };
  });
  const visibilityChanges = comparison.visibilityChanges.map((each) => {
    const { kind } = each;
    return { kind, ...plain(each) };
  });
  return { ...comparison, changes, visibilityChanges };
}

/** A change with its evidence in it, but for its kind. */
function plain(change: Omit<VisibilityChange, 'kind'>): typeof change {
  const { topic, effect, subject, lastKnown, before, after, levels, hosts } = change;
  const concerns = plainConcerns(change);
  return { topic, effect, subject, lastKnown, concerns, before, after, levels, hosts };
}
