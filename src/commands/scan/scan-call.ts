import { shellWord } from '../../model/text/shell-word.ts';
import { shownQueue } from '../../net/queue/queue-address.ts';
import { abbreviatedUrl } from '../notify/notify-url.ts';
import type { CommandLine } from '../options/scan-config.ts';
import { longNameOf, SCAN_OPTION_ROWS } from '../options/scan-options.ts';

/**
 * A command line for a shell that asks these domains with the options of another one: `mxtls scan --port 2525 a.gr b.gr`.
 * The lists of the other one are left out, as domains take their place.
 */
export function scanCall(given: CommandLine, domains: readonly string[]): string {
  return callOf({ ...valuesOf(given), list: undefined }, domains);
}

/** The command line that continues the survey of another one: the same, with `--resume`. */
export function continuingCall(given: CommandLine, domains: readonly string[]): string {
  return callOf({ ...valuesOf(given), resume: true }, domains);
}

type Values = Readonly<Record<string, unknown>>;

function valuesOf({ progress, ...given }: CommandLine): Values {
  const { notify, queue } = given;
  // Both may hold a secret.
  const options = {
    ...given,
    ...(notify === undefined ? {} : { notify: notify.map(abbreviatedUrl) }),
    ...(queue === undefined ? {} : { queue: shownQueue(queue) }),
  };
  return progress === false ? { ...options, noProgress: true } : options;
}

function callOf(values: Values, domains: readonly string[]): string {
  const words = SCAN_OPTION_ROWS.flatMap(([key]) => optionWords(longNameOf(key), values[key]));
  return ['mxtls', 'scan', ...words, ...domains].map(shellWord).join(' ');
}

function optionWords(name: string, value: unknown): string[] {
  if (value === undefined || value === false) return [];
  if (value === true) return [name];
  const values: unknown[] = Array.isArray(value) ? value : [value];
  return values.flatMap((each) => [name, String(each)]);
}
