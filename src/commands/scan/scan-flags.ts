import { readConfig } from '../../store/lists/config.ts';
import type { ScanFlags } from './scan-settings.ts';
import { Stop } from '../terminal/stop.ts';

/**
 * Joins what the command line says of `scan` with the configuration of a folder: a flag wins.
 * Throws a Stop with status 2 for a configuration that is wrong.
 * @param said the options as the command-line parser gives them, each read by its own parser.
 */
export async function scanFlags(said: ScanFlags, folder: string): Promise<ScanFlags> {
  const read = await readConfig(folder);
  if (read.kind === 'bad-config') throw new Stop(2, read.messages.join('\n'));
  const { noProgress, ...config } = read.config;
  return {
    ...withoutUndefined(config),
    ...oneFamily(said),
    ...said,
    // The parser of the command line says true where nothing is said.
    progress: noProgress !== true && said.progress !== false,
    listGiven: said.list !== undefined,
  };
}

/** A family of the command line takes the place of the other one in the configuration. */
function oneFamily({ ipv4, ipv6 }: ScanFlags): ScanFlags {
  return ipv4 === true ? { ipv6: false } : ipv6 === true ? { ipv4: false } : {};
}

/** A configuration read from JSON has no undefined values, which its type does not know. */
function withoutUndefined<T extends object>(
  config: T,
): { [Key in keyof T]: Exclude<T[Key], undefined> } {
  return config as { [Key in keyof T]: Exclude<T[Key], undefined> };
}
