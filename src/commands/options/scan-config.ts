import { isAbsolute, join } from 'node:path';
import { nearestWord } from '../../model/text/nearest-word.ts';
import { shownText } from '../../model/text/shown-text.ts';
import { readConfigText } from '../../store/lists/config.ts';
import { Stop } from '../terminal/stop.ts';
import { suits, wanted } from './option-kinds.ts';
import { SCAN_OPTION_ROWS, type ScanOption, type ScanOptions } from './scan-options.ts';

/** The options of `scan` on the command line; its parser turns `--no-progress` into `progress: false`. */
export type CommandLine = Omit<ScanOptions, 'noProgress'> & { progress?: boolean };

/** The options of a run of `scan` from all their sources. */
export interface ScanFlags extends ScanOptions {
  /** Whether the command line has the lists. Those of a configuration file give way to domains on the command line. */
  listGiven?: boolean;
}

/** The options of a configuration file, or why they cannot be used: one line a message. */
export type ReadConfig =
  { kind: 'config'; config: ScanOptions } | { kind: 'bad-config'; messages: string[] };

/** A configuration file, and its name in messages. */
export interface ConfigFile {
  path: string;
  name: string;
}

/**
 * The configuration files of `scan`, each wins over the one before it: the user's, then the one of the working folder.
 * @param env the environment. An XDG_CONFIG_HOME that is empty or relative counts as not set (XDG Base Directory
 * Specification); without it the user's file is below HOME.
 */
export function configFiles(
  folder: string,
  env: Readonly<Record<string, string | undefined>>,
): ConfigFile[] {
  const { XDG_CONFIG_HOME: config = '', HOME: home = '' } = env;
  const base = isAbsolute(config) ? config : isAbsolute(home) ? join(home, '.config') : null;
  const name = 'mxtls.config.json';
  const own = { path: join(folder, name), name };
  if (base === null) return [own];
  const user = join(base, 'mxtls', 'config.json');
  return [{ path: user, name: shownText(user, 255) }, own];
}

/**
 * Joins the options of the command line with those of the configuration files: the command line wins, then a later file.
 * Throws a Stop with status 2 for a wrong file.
 * @param given the options as the command-line parser gives them.
 */
export async function scanFlags(
  { progress, ...given }: CommandLine,
  files: readonly ConfigFile[],
): Promise<ScanFlags> {
  const read = await Promise.all(files.map(readConfig));
  const messages = read.flatMap((each) => (each.kind === 'bad-config' ? each.messages : []));
  if (messages.length > 0) throw new Stop(2, messages.join('\n'));
  const configs = read.flatMap((each) => (each.kind === 'config' ? [each.config] : []));
  // Without the option the parser sets `progress: true`.
  const flags: ScanOptions = progress === false ? { ...given, noProgress: true } : given;
  return {
    ...[...configs, flags].reduce(
      (before, next) => ({ ...before, ...oneFamily(next), ...next }),
      {},
    ),
    listGiven: given.list !== undefined,
  };
}

/** `ipv4` also resets an `ipv6` of a source that it wins over, and the other way round. */
function oneFamily({ ipv4, ipv6 }: ScanOptions): ScanOptions {
  return ipv4 === true ? { ipv6: false } : ipv6 === true ? { ipv4: false } : {};
}

async function readConfig({ path, name }: ConfigFile): Promise<ReadConfig> {
  const read = await readConfigText(path);
  switch (read.kind) {
    case 'missing':
      return { kind: 'config', config: {} };
    case 'unreadable':
      return { kind: 'bad-config', messages: [`${name}: ${read.message}`] };
    case 'text':
      return parseConfig(read.text, name);
  }
}

/**
 * Reads the text of a configuration file: JSON, with or without a byte-order mark. An unknown key or a value of the
 * wrong kind is an error: a misspelt option must not become a survey with another politeness.
 */
export function parseConfig(content: string, name: string): ReadConfig {
  const badConfig = (reasons: readonly string[]): ReadConfig => ({
    kind: 'bad-config',
    messages: reasons.map((reason) => `${name}: ${reason}`),
  });
  let value: unknown;
  try {
    value = JSON.parse(content.replace(/^\ufeff/u, ''));
  } catch (error) {
    return badConfig([`is not JSON: ${shownText(String(error), 200)}`]);
  }
  const faults = optionFaults(value);
  return faults.length > 0 ? badConfig(faults) : { kind: 'config', config: value as ScanOptions };
}

/** What is wrong with options that did not come from the command line, one line a fault; none for sound ones. */
export function optionFaults(options: unknown): string[] {
  if (typeof options !== 'object' || options === null || Array.isArray(options)) {
    return ['has to be one JSON object, as in { "ehlo": "scan.example.org" }'];
  }
  return Object.entries(options).flatMap(([key, value]) => optionFault(key, value) ?? []);
}

const OPTIONS: ReadonlyMap<string, ScanOption> = new Map(SCAN_OPTION_ROWS);

function optionFault(key: string, value: unknown): string | null {
  const row = OPTIONS.get(key);
  if (row === undefined) return unknownKeyText(key);
  return suits(row.takes, value) ? null : `"${key}" has to be ${wanted(row.takes)}`;
}

function unknownKeyText(key: string): string {
  const nearest = nearestWord(key, [...OPTIONS.keys()]);
  const advice = nearest === null ? '' : `; did you mean "${nearest}"?`;
  return `"${shownText(key)}" is not an option of scan${advice}`;
}
