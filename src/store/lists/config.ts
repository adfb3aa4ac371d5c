import { readFile } from 'node:fs/promises';
import { isMissing, readErrorText } from './read-error.ts';

/** The text of a configuration file, none, or why it cannot be read, to read on from its name. */
export type ConfigText =
  { kind: 'text'; text: string } | { kind: 'missing' } | { kind: 'unreadable'; message: string };

/** Reads a configuration file. One that is there and cannot be read is not the same as none. */
export async function readConfigText(file: string): Promise<ConfigText> {
  try {
    return { kind: 'text', text: await readFile(file, 'utf8') };
  } catch (error) {
    if (isMissing(error)) return { kind: 'missing' };
    return { kind: 'unreadable', message: readErrorText(error) };
  }
}
