import type { ClassCounts } from '../model/records/mail-domain.ts';
import { ENDPOINT_CLASSES, type Depth } from '../model/records/words.ts';
import { clockOf, spanOf } from './format/dates.ts';
import { escapeTerminal } from './format/terminal-escape.ts';

/** How far a survey has come: `done` of `total` endpoints after `elapsedMs`, and their outcomes so far. */
export interface ProgressState {
  /** The domains that are looked up of all; null once all are: until then `total` grows. */
  lookups: { done: number; total: number } | null;
  done: number;
  total: number;
  elapsedMs: number;
  counts: ClassCounts;
  /** The pass over the endpoints: from the second on, open results are asked again. */
  pass: number;
  /** The endpoints that are still asked in this pass. */
  waiting: Waiting;
  depth: Depth;
}

type Waiting = Iterable<{ host: string }>;

/** So many hosts or fewer are named, in place of an estimate. */
const FEW = 10;

/**
 * One line for a terminal, cut to `width` columns: `312/5000 6% 41/s 1m54s left  tls 201 plaintext 40 ...`; at the end of
 * a pass `9/12 75% waiting for mx1.foo.gr and 2 others  tls 5 ...`; while domains are looked up `looking up 800/5000
 * domains, 312/450 addresses 41/s  tls 201 ...`.
 */
export function progressLine(state: ProgressState, width: number): string {
  const { counts, pass, depth } = state;
  const parts = [
    ...(depth === 'standard' ? [] : [depth]),
    ...(pass > 1 ? [`pass ${pass}`] : []),
    ...(state.lookups === null ? doneText(state) : lookupText(state, state.lookups)),
  ];
  const outcomes = ENDPOINT_CLASSES.map((word) => `${word} ${counts[word]}`).join(' ');
  return `${parts.join(' ')}  ${outcomes}`.slice(0, Math.max(0, width));
}

function doneText(state: ProgressState): string[] {
  const { done, total } = state;
  const percent = total === 0 ? 100 : Math.floor((100 * done) / total);
  return [`${done}/${total}`, `${percent}%`, ...(waitingText(state) ?? rateText(state))];
}

/** Further addresses come with the domains that are left: there is no share that is done, and no time left. */
function lookupText(
  state: ProgressState,
  lookups: NonNullable<ProgressState['lookups']>,
): string[] {
  const [rate] = rateText(state);
  const addresses = `${state.done}/${state.total} addresses`;
  return [
    `looking up ${lookups.done}/${lookups.total} domains,`,
    addresses,
    ...(rate ? [rate] : []),
  ];
}

/** One line for the wait before a later pass: `next pass in 4:32, to ask mx1.foo.gr and 2 others again`. */
export function waitLine(again: Waiting, leftMs: number, width: number): string {
  const names = namesOf(hostsOf(again));
  const left = clockOf(Math.ceil(Math.max(0, leftMs) / 1_000));
  return `next pass in ${left}, to ask ${names} again`.slice(0, Math.max(0, width));
}

/** Who is waited for, where no more than a few are left; the policies where all endpoints are done. */
function waitingText({ done, total, waiting }: ProgressState): string[] | null {
  if (done === total) return ['waiting for policies'];
  const hosts = hostsOf(waiting);
  return hosts.length === 0 || hosts.length > FEW ? null : ['waiting for', namesOf(hosts)];
}

/** The hosts in their order, each once. */
function hostsOf(endpoints: Waiting): string[] {
  return [...new Set(Array.from(endpoints, ({ host }) => host))];
}

function namesOf([first = '', ...others]: readonly string[]): string {
  const name = escapeTerminal(first);
  if (others.length === 0) return name;
  return `${name} and ${others.length} ${others.length === 1 ? 'other' : 'others'}`;
}

/** Rate and time left; nothing before the first result, nor in later passes, which mostly wait. */
function rateText({ done, total, elapsedMs, pass }: ProgressState): string[] {
  if (done === 0 || elapsedMs <= 0 || pass > 1) return [];
  const perSecond = (done * 1000) / elapsedMs;
  const rate = perSecond < 10 ? perSecond.toFixed(1) : perSecond.toFixed(0);
  return [`${rate}/s`, `${spanOf(Math.ceil((total - done) / perSecond))} left`];
}
