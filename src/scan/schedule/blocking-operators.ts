import { classOf } from '../../model/records/endpoint.ts';
import type { Failure } from '../../model/records/failure.ts';
import type { Job } from '../../model/plan.ts';
import { policyReplyOf, type PolicyReply } from '../../model/records/policy-reply.ts';
import type { Reply } from '../../model/records/failure.ts';
import type { Attempt } from '../probe/probe.ts';

/** Takes a reply that is about the scanner: who gave it, and what it says. */
export type OnPolicyReply = (operator: string, kind: PolicyReply, reply: Reply) => void;

/**
 * Knows the operators that say that the scanner is on a block list: they are not asked any further in this pass. It takes two
 * such replies from different hosts or addresses, and none that shows a host as it is to everybody.
 */
export class BlockingOperators {
  readonly #onPolicyReply: OnPolicyReply;
  /** The operators that answered otherwise. */
  readonly #open = new Set<string>();
  /** The endpoint of each operator that said so first; null after a second one did. */
  readonly #listed = new Map<string, Job | null>();

  constructor(onPolicyReply: OnPolicyReply) {
    this.#onPolicyReply = onPolicyReply;
  }

  /** Takes the result of a connection. */
  see(job: Job, result: Attempt['result']): void {
    const { operator } = job;
    const reply = replyOf(result);
    const kind = reply === null ? null : policyReplyOf(reply);
    if (reply !== null && kind !== null) this.#onPolicyReply(operator, kind, reply);
    if (kind === 'listed') this.#addListed(job);
    else if (isKnown(result)) this.#open.add(operator);
  }

  /** Whether an operator is not asked any further in this pass. */
  blocks(operator: string): boolean {
    return this.#listed.get(operator) === null && !this.#open.has(operator);
  }

  /** In the next pass each operator is asked again. */
  startPass(): void {
    this.#listed.clear();
  }

  #addListed(job: Job): void {
    const first = this.#listed.get(job.operator);
    if (first === undefined) this.#listed.set(job.operator, job);
    else if (first !== job) this.#listed.set(job.operator, null);
  }
}

function replyOf(result: Attempt['result']): Reply | null {
  return 'reply' in result ? result.reply : null;
}

function isKnown(result: Attempt['result']): boolean {
  return result.outcome === 'hello' || classOf(result) !== 'unknown';
}

/** How an endpoint ends that was not asked, as its operator blocks the scanner. */
export function notAsked(operator: string): Attempt['result'] {
  const failure: Failure = {
    stage: 'connect',
    code: 'not-asked',
    detail: `other hosts of ${operator} say that this scanner is on a block list`,
  };
  const smtp = { greeting: null, hello: null, ehlo: [], starttls: null };
  return { outcome: 'failed', smtp, notes: [], failure, reply: null };
}
