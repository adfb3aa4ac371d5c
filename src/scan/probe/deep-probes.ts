import { WEAK_FAMILIES, type WeakFamily } from '../../net/tls/cipher-suites.ts';
import { deepAnswersOf, keyKind, PQ_GROUPS } from './deep-answers.ts';
import { handshakeOf, attemptsFor } from './attempts.ts';
import { handshakeProbe, helloProbe, type Attempt, type Probe } from './probe.ts';
import { highestInClear, usesSni, versionsFrom } from './versions.ts';

/**
 * Returns the next probe of depth `deep`; null when all were made: handshakes without SNI and for the other kind of key, then
 * post-quantum groups, the weakest suites, and the size of the DHE group.
 */
export function deepProbe(attempts: readonly Attempt[]): Probe | null {
  return (
    withoutSniProbe(attempts) ??
    otherCertificateProbe(attempts) ??
    groupsProbe(attempts) ??
    weakSuitesProbe(attempts) ??
    dheProbe(attempts)
  );
}

function withoutSniProbe(attempts: readonly Attempt[]): Probe | null {
  if (attemptsFor(attempts, 'without-sni').length > 0) return null;
  const found = handshakeOf(attempts);
  const { action, sni } = found?.attempt.probe ?? {};
  if (action?.kind !== 'handshake' || sni !== true) return null;
  return handshakeProbe('without-sni', action.offer, false);
}

/** A server with an RSA certificate may have an ECDSA one as well, and the other way round. */
function otherCertificateProbe(attempts: readonly Attempt[]): Probe | null {
  const leaf = handshakeOf(attempts)?.handshake.chain[0];
  if (leaf === undefined || attemptsFor(attempts, 'other-certificate').length > 0) return null;
  const kind = keyKind(leaf);
  if (kind === null) return null;
  const other = kind === 'RSA' ? 'ECDSA' : 'RSA';
  return handshakeProbe('other-certificate', other, usesSni(attempts));
}

/** Offers post-quantum groups without key shares: a server that supports one asks for it (RFC 8446 §4.1.4). */
function groupsProbe(attempts: readonly Attempt[]): Probe | null {
  const { groups } = deepAnswersOf(attempts);
  if (versionsFrom(attempts)['TLSv1.3'] !== 'yes') return null;
  const left = PQ_GROUPS.filter((group) => groups[group] === 'untested');
  if (left.length === 0 || wasInVain(attempts, 'groups')) return null;
  const offer = { version: 'TLSv1.3', groups: left } as const;
  return helloProbe('groups', offer, usesSni(attempts), ({ name }) => !name.includes('_WITH_'));
}

function weakSuitesProbe(attempts: readonly Attempt[]): Probe | null {
  const { suites } = deepAnswersOf(attempts);
  const version = highestInClear(attempts);
  if (version === null || wasInVain(attempts, 'weak-suites')) return null;
  const left = WEAK_FAMILY_NAMES.filter((family) => suites[family] === 'untested');
  if (left.length === 0) return null;
  return helloProbe('weak-suites', { version }, usesSni(attempts), ({ name }) =>
    left.some((family) => WEAK_FAMILIES[family].test(name)),
  );
}

const WEAK_FAMILY_NAMES = Object.keys(WEAK_FAMILIES) as WeakFamily[];

function dheProbe(attempts: readonly Attempt[]): Probe | null {
  const version = highestInClear(attempts);
  if (version === null || attemptsFor(attempts, 'dhe').length > 0) return null;
  if (deepAnswersOf(attempts).dheBits !== null) return null;
  return helloProbe('dhe', { version }, usesSni(attempts), ({ name }) =>
    /^TLS_DHE_(?!.*_EXPORT)/.test(name),
  );
}

/** Whether the last hello of a purpose changed no answer: another one would not either. */
function wasInVain(attempts: readonly Attempt[], purpose: 'groups' | 'weak-suites'): boolean {
  const asked = attemptsFor(attempts, purpose);
  const before = attempts.filter((attempt) => attempt !== asked.at(-1));
  const { groups, suites } = deepAnswersOf(attempts);
  const { groups: groupsBefore, suites: suitesBefore } = deepAnswersOf(before);
  const isNew = JSON.stringify([groups, suites]) !== JSON.stringify([groupsBefore, suitesBefore]);
  return asked.length > 0 && !isNew;
}
