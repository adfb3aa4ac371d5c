import { WEAK_FAMILIES, type WeakFamily } from '../../net/tls/cipher-suites.ts';
import { answersOf, keyKind, PQ_GROUPS } from './deep-answers.ts';
import { handshakeOf, attemptsFor } from './attempts.ts';
import { handshakeProbe, helloProbe, type Attempt, type Probe } from './probe.ts';
import { highestInClear, takesName, versionsFrom } from './versions.ts';

/**
 * The next probe of depth `deep`, null where all are answered or asked: first what takes handshakes, then
 * post-quantum groups, the weakest suites, and the size of finite-field groups.
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

/** A server that showed a certificate with a key of the one kind may have another of the other kind. */
function otherCertificateProbe(attempts: readonly Attempt[]): Probe | null {
  const leaf = handshakeOf(attempts)?.handshake.chain[0];
  if (leaf === undefined || attemptsFor(attempts, 'other-certificate').length > 0) return null;
  const kind = keyKind(leaf);
  if (kind === null) return null;
  const other = kind === 'RSA' ? 'ECDSA' : 'RSA';
  return handshakeProbe('other-certificate', other, takesName(attempts));
}

/** Offers groups alone that have no key share with them: a server that knows one asks for it (RFC 8446 §4.1.4). */
function groupsProbe(attempts: readonly Attempt[]): Probe | null {
  const { groups } = answersOf(attempts);
  if (versionsFrom(attempts)['TLSv1.3'] !== 'yes') return null;
  const left = PQ_GROUPS.filter((group) => groups[group] === 'untested');
  if (left.length === 0 || wasAskedInVain(attempts, 'groups')) return null;
  const offer = { version: 'TLSv1.3', groups: left } as const;
  return helloProbe('groups', offer, takesName(attempts), ({ name }) => !name.includes('_WITH_'));
}

function weakSuitesProbe(attempts: readonly Attempt[]): Probe | null {
  const { suites } = answersOf(attempts);
  const version = highestInClear(attempts);
  if (version === null || wasAskedInVain(attempts, 'weak-suites')) return null;
  const left = WEAK_WORDS.filter((family) => suites[family] === 'untested');
  if (left.length === 0) return null;
  return helloProbe('weak-suites', { version }, takesName(attempts), ({ name }) =>
    left.some((family) => WEAK_FAMILIES[family].test(name)),
  );
}

const WEAK_WORDS = Object.keys(WEAK_FAMILIES) as WeakFamily[];

function dheProbe(attempts: readonly Attempt[]): Probe | null {
  const version = highestInClear(attempts);
  if (version === null || attemptsFor(attempts, 'dhe').length > 0) return null;
  if (answersOf(attempts).dheBits !== null) return null;
  return helloProbe('dhe', { version }, takesName(attempts), ({ name }) =>
    /^TLS_DHE_(?!.*_EXPORT_)/.test(name),
  );
}

/** Whether the last hello of a purpose got no answer that tells anything: a second one would not either. */
function wasAskedInVain(attempts: readonly Attempt[], purpose: 'groups' | 'weak-suites'): boolean {
  const asked = attemptsFor(attempts, purpose);
  const before = attempts.filter((attempt) => attempt !== asked.at(-1));
  const { groups, suites } = answersOf(attempts);
  const { groups: groupsBefore, suites: suitesBefore } = answersOf(before);
  const told = JSON.stringify([groups, suites]) !== JSON.stringify([groupsBefore, suitesBefore]);
  return asked.length > 0 && !told;
}
