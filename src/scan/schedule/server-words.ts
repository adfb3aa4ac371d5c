import type { TranscriptLine } from '../../model/transcript.ts';

/** The raw lines of a server, one list a connection. */
export type Words = readonly (readonly string[])[];

/** What is kept of one connection: a server may say 64 kB in each reply. */
const LINES = 64;
const CHARACTERS = 512;

/** Returns the lines of the server in a dialogue, cut to what is kept. */
export function serverWords(lines: readonly TranscriptLine[]): string[] {
  const said = lines.filter(({ from }) => from === 'server').slice(0, LINES);
  return said.map(({ text }) => text.slice(0, CHARACTERS));
}
