import { judgeMtaSts } from '../../judge/policies/mta-sts.ts';
import { CHANGE_FACTS, type ChangeKind, type Effect } from '../../model/output/change-kinds.ts';
import type { OnionMx } from '../../model/records/onion-mx.ts';
import type { MailDomain, Mx } from '../../model/records/mail-domain.ts';

type Policies = Pick<MailDomain, 'mx' | 'mtaSts' | 'tlsRpt' | 'onionMx'>;
type MtaSts = NonNullable<MailDomain['mtaSts']>;
type TlsRpt = NonNullable<MailDomain['tlsRpt']>;
type Policy = 'mta-sts' | 'tls-rpt' | 'onion-mx';

/** Whether a domain has a policy, and one that works. */
type State = 'absent' | 'broken' | 'works';

/** What comparing a policy gives; `now-known` and `no-longer-known` where it is known on one side alone. */
export type ComparedPolicy =
  | { kind: 'change'; change: ChangeKind; effect: Effect }
  | { kind: 'now-known' | 'no-longer-known'; topic: Policy }
  | { kind: 'same' };

const STEPS = {
  absent: { absent: null, broken: 'broken', works: 'added' },
  broken: { absent: 'changed', broken: null, works: 'fixed' },
  works: { absent: 'removed', broken: 'broken', works: null },
} as const satisfies Record<State, Record<State, string | null>>;

const MODES = { none: 0, testing: 1, enforce: 2 } as const satisfies Record<
  NonNullable<MtaSts['policy']>['mode'],
  number
>;

/** Compares what two surveys found of the MTA-STS policy of a domain. */
export function compareMtaSts(before: Policies, after: Policies): ComparedPolicy {
  if (before.mtaSts === null || after.mtaSts === null) return { kind: 'same' };
  const visibilityChange = visibilityChangeOf('mta-sts', before.mtaSts, after.mtaSts);
  if (visibilityChange !== null) return visibilityChange;
  const states = mtaStsStates(before.mtaSts, before.mx, after.mtaSts, after.mx);
  if (states === null) return { kind: 'same' };
  const [older, newer] = states;
  const step = STEPS[older][newer];
  if (step !== null) return stepped('mta-sts', step, isMerelyAnnounced(older, after.mtaSts));
  if (newer !== 'works' || textOf(before.mtaSts) === textOf(after.mtaSts)) return { kind: 'same' };
  return {
    kind: 'change',
    change: 'mta-sts-changed',
    effect: modeEffect(before.mtaSts, after.mtaSts),
  };
}

/** Compares what two surveys found of the TLS-RPT record of a domain. */
export function compareTlsRpt(
  { tlsRpt: before }: Policies,
  { tlsRpt: after }: Policies,
): ComparedPolicy {
  if (before === null || after === null) return { kind: 'same' };
  const visibilityChange = visibilityChangeOf('tls-rpt', before, after);
  if (visibilityChange !== null) return visibilityChange;
  const older = tlsRptState(before);
  const newer = tlsRptState(after);
  const step = STEPS[older][newer];
  if (step !== null) return stepped('tls-rpt', step, older === 'absent');
  if (newer !== 'works' || before.record === after.record) return { kind: 'same' };
  return { kind: 'change', change: 'tls-rpt-changed', effect: 'neutral' };
}

/**
 * Compares what two surveys found of the onion MX of a domain: whether it names a service that there can be, and which. What a
 * host answered over Tor is no part of it.
 */
export function compareOnionMx(
  { onionMx: before }: Pick<Policies, 'onionMx'>,
  { onionMx: after }: Pick<Policies, 'onionMx'>,
): ComparedPolicy {
  if (before === null || after === null) return { kind: 'same' };
  const visibilityChange = visibilityChangeOf('onion-mx', before, after);
  if (visibilityChange !== null) return visibilityChange;
  const older = onionMxState(before);
  const newer = onionMxState(after);
  const step = STEPS[older][newer];
  if (step !== null) return stepped('onion-mx', step, older === 'absent');
  if (newer === 'absent' || servicesOf(before) === servicesOf(after)) return { kind: 'same' };
  return { kind: 'change', change: 'onion-mx-changed', effect: 'neutral' };
}

function onionMxState({ records }: OnionMx): State {
  if (records.some(({ kind }) => kind === 'v3')) return 'works';
  return records.some(({ kind }) => kind !== 'unavailable') ? 'broken' : 'absent';
}

/** The names and ports of an onion MX, whatever their order of preference. */
function servicesOf({ records }: OnionMx): string {
  return records
    .map(({ host, port }) => `${host}:${port}`)
    .sort()
    .join(' ');
}

function visibilityChangeOf(
  topic: Policy,
  before: Pick<TlsRpt, 'state'>,
  after: Pick<TlsRpt, 'state'>,
): ComparedPolicy | null {
  const older = before.state !== 'failed';
  const newer = after.state !== 'failed';
  if (older && newer) return null;
  if (older === newer) return { kind: 'same' };
  return { kind: newer ? 'now-known' : 'no-longer-known', topic };
}

function stepped(
  policy: Policy,
  step: 'added' | 'removed' | 'broken' | 'fixed' | 'changed',
  isMere: boolean,
): ComparedPolicy {
  const change = `${policy}-${step}` as const;
  const { effect } = CHANGE_FACTS[change];
  return { kind: 'change', change, effect: step === 'broken' && isMere ? 'neutral' : effect };
}

/** A broken policy is no regression where there was none before and it does not enforce. */
function isMerelyAnnounced(older: State, { policy }: MtaSts): boolean {
  return older === 'absent' && policy?.mode !== 'enforce';
}

/** The states on both sides; null where they may differ only in what is unknown. */
function mtaStsStates(
  older: MtaSts,
  olderMx: Mx,
  newer: MtaSts,
  newerMx: Mx,
): [State, State] | null {
  const states = [mtaStsState(older, olderMx), mtaStsState(newer, newerMx)] as const;
  if (states.includes(null) && states.includes('broken')) return null;
  const [before, after] = states;
  return [before ?? 'works', after ?? 'works'];
}

/** A policy that leaves out MX hosts does not work; null where that is unknown. */
function mtaStsState(mtaSts: MtaSts, mx: Mx): State | null {
  if (mtaSts.state === 'absent') return 'absent';
  if (mtaSts.policy === null) return 'broken';
  if (mtaSts.policy.mode === 'none') return 'works';
  const fit = judgeMtaSts(mtaSts, mx, []).mx;
  if (fit === 'untested') return null;
  return fit === 'match' ? 'works' : 'broken';
}

function tlsRptState({ state, error }: TlsRpt): State {
  if (state === 'absent') return 'absent';
  return error === null ? 'works' : 'broken';
}

/** What a policy says, whatever the order of its hosts and the id of its record. */
function textOf({ policy }: MtaSts): string {
  return JSON.stringify(policy && [policy.mode, policy.maxAge, [...policy.mx].sort()]);
}

function modeEffect(before: MtaSts, after: MtaSts): Effect {
  const older = MODES[before.policy?.mode ?? 'none'];
  const newer = MODES[after.policy?.mode ?? 'none'];
  if (older === newer) return 'neutral';
  return newer > older ? 'improvement' : 'regression';
}
