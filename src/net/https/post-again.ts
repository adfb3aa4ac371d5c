import { Deadline } from '../deadline.ts';
import { postOnce, type Post, type Posted } from './post.ts';

/** How often a document is posted, and how long that may take. Times are in ms. */
export interface PostLimits {
  tries: number;
  /** One try. */
  tryMs: number;
  /** All tries with the waits between them. */
  totalMs: number;
  /** The first wait; each one after it is three times the one before. */
  waitMs: number;
}

/** The limits of a notification: waits of 2, 6 and 18 seconds. */
export const POST_LIMITS: PostLimits = {
  tries: 4,
  tryMs: 10_000,
  totalMs: 60_000,
  waitMs: 2_000,
};

/** What became of a document: accepted, or the last result and how many tries there were. */
export type PostOutcome =
  | { kind: 'accepted' }
  | { kind: 'refused'; last: Posted; tries: number }
  /** The receiver asks for a wait that is longer than the time left. */
  | { kind: 'put-off'; status: number; waitMs: number };

/** Statuses of an answer that a later try may better, beside all 5xx: RFC 9110 §15.5.9, RFC 8470 §5.2, RFC 6585 §4. */
const TEMPORARY: ReadonlySet<number> = new Set([408, 425, 429]);

/** Posts a document until it is accepted (2xx), refused for good, or the limits are reached. Never rejects. */
export async function postUntilAccepted(post: Post, limits: PostLimits): Promise<PostOutcome> {
  const deadline = new Deadline(limits.totalMs);
  for (let tries = 1; ; tries++) {
    const last = await postOnce(post, deadline.left(limits.tryMs));
    if (last.kind === 'answered' && Math.floor(last.status / 100) === 2)
      return { kind: 'accepted' };
    if (!isTemporary(last) || tries >= limits.tries) return { kind: 'refused', last, tries };
    const asked = last.kind === 'answered' ? (last.retryAfterMs ?? 0) : 0;
    const waitMs = Math.max(asked, limits.waitMs * 3 ** (tries - 1));
    if (deadline.left(Infinity) <= waitMs) {
      return last.kind === 'answered' && asked === waitMs
        ? { kind: 'put-off', status: last.status, waitMs }
        : { kind: 'refused', last, tries };
    }
    await new Promise((resolve) => setTimeout(resolve, waitMs));
  }
}

/** Whether a later try may do better: no answer, or one that says so. A certificate stays as it is. */
function isTemporary(posted: Posted): boolean {
  if (posted.kind !== 'answered') return posted.kind === 'failed';
  return posted.status >= 500 || TEMPORARY.has(posted.status);
}
