import type { TranscriptLine } from '../../model/transcript.ts';
import type { Interruption } from '../interruption.ts';
import type { Opener } from '../open.ts';
import { StallMeter } from '../stall-meter.ts';
import { attempt } from './attempt.ts';
import type { AttemptOptions } from './attempt-options.ts';
import type { AttemptResult, HelloResult } from './attempt-result.ts';

/** What one connection takes, as plain data that another thread can be sent. */
export interface AttemptRequest extends Omit<AttemptOptions, 'open' | 'record' | 'interruption'> {
  /** Whether the lines of the dialogue are wanted. */
  keepLines: boolean;
}

/** What a connection gave: its result, and its dialogue where that was wanted. */
export interface Attempted {
  result: AttemptResult | HelloResult;
  lines: TranscriptLine[];
  /** The longest time in ms that the thread of the connection did not read its socket, 0 for none. */
  stalledMs: number;
  /** What became of the connection on a machine that makes it for this one; null: nothing, or it was made here. */
  elsewhere: Elsewhere | null;
}

/**
 * Why a connection that another machine was to make says nothing about the host. `lost-answer`: that machine could not read the
 * answer. `refused`: its own rules forbid it. `left`: it ended before the connection did.
 */
export interface Elsewhere {
  kind: 'lost-answer' | 'refused' | 'left';
  detail: string;
}

/** Makes one connection. Never rejects. */
export type MakeAttempt = (request: AttemptRequest) => Promise<Attempted>;

/** Makes the connections in this thread. */
export function attemptHere(open: Opener, interruption?: Interruption): MakeAttempt {
  const meter = new StallMeter();
  return async ({ keepLines, ...request }) => {
    const lines: TranscriptLine[] = [];
    const record = keepLines ? (line: TranscriptLine) => void lines.push(line) : null;
    const stalled = meter.start();
    const result = await attempt({ ...request, open, interruption, record });
    return { result, lines, stalledMs: stalled(), elsewhere: null };
  };
}

/** The result of a connection that was not made. */
export function notAttempted(
  code: 'closed' | 'local-limit' | 'no-ipv6',
  detail: string,
): Attempted {
  const smtp = { greeting: null, hello: null, ehlo: [], starttls: null };
  const failure = { stage: 'connect', code, detail } as const;
  const result = { outcome: 'failed', smtp, notes: [], failure, reply: null } as const;
  return { result: { ...result, notes: [] }, lines: [], stalledMs: 0, elsewhere: null };
}
