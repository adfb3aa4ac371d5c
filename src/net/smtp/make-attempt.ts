import type { TranscriptLine } from '../../model/transcript.ts';
import type { Dialler } from '../dial.ts';
import type { Interruption } from '../interruption.ts';
import { attempt, type AttemptOptions } from './attempt.ts';
import type { AttemptResult, HelloResult } from './attempt-result.ts';

/** What one connection takes, as plain data that another thread can be sent. */
export interface AttemptRequest extends Omit<AttemptOptions, 'dial' | 'record' | 'interruption'> {
  /** Whether the lines of the dialogue are wanted. */
  keepLines: boolean;
}

/** What a connection gave: its result, and its dialogue where that was wanted. */
export interface Attempted {
  result: AttemptResult | HelloResult;
  lines: TranscriptLine[];
}

/** Makes one connection. Never rejects. */
export type MakeAttempt = (request: AttemptRequest) => Promise<Attempted>;

/** Makes the connections in this thread. */
export function attemptHere(dial: Dialler, interruption?: Interruption): MakeAttempt {
  return async ({ keepLines, ...request }) => {
    const lines: TranscriptLine[] = [];
    const record = (line: TranscriptLine): void => {
      if (keepLines) lines.push(line);
    };
    return { result: await attempt({ ...request, dial, interruption, record }), lines };
  };
}
