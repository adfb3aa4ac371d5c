import type { Fact } from './facts.ts';

/** Why a tool tells something else than what is, and how that was shown. */
export interface Explanation {
  readonly tool: string;
  readonly facts: readonly Fact[];
  /** Of which personalities. */
  readonly of: RegExp;
  /** What it then tells; default: whatever it is. */
  readonly told?: string;
  readonly why: string;
}

export const EXPLANATIONS: readonly Explanation[] = [];
