import { WEAK_FAMILIES, type WeakFamily } from '../../net/tls/cipher-suites.ts';
import { answersOf, keyKind, PQ_GROUPS } from './deep-answers.ts';
import { handshakeOf, looksFor } from './attempts.ts';
import { handshakeQuestion, helloQuestion, type Look, type Question } from './probe.ts';
import { highestInClear, takesName, versionsFrom } from './versions.ts';

/**
 * The next question of depth `deep`, null where all are answered or asked: first what takes handshakes, then
 * post-quantum groups, the weakest suites, and the size of finite-field groups.
 */
export function deepQuestion(looks: readonly Look[]): Question | null {
  return (
    withoutSniQuestion(looks) ??
    otherCertificateQuestion(looks) ??
    groupsQuestion(looks) ??
    weakSuitesQuestion(looks) ??
    dheQuestion(looks)
  );
}

function withoutSniQuestion(looks: readonly Look[]): Question | null {
  if (looksFor(looks, 'without-sni').length > 0) return null;
  const found = handshakeOf(looks);
  const { ask, sni } = found?.look.question ?? {};
  if (ask?.kind !== 'handshake' || sni !== true) return null;
  return handshakeQuestion('without-sni', ask.offer, false);
}

/** A server that showed a certificate with a key of the one kind may have another of the other kind. */
function otherCertificateQuestion(looks: readonly Look[]): Question | null {
  const leaf = handshakeOf(looks)?.handshake.chain[0];
  if (leaf === undefined || looksFor(looks, 'other-certificate').length > 0) return null;
  const kind = keyKind(leaf);
  if (kind === null) return null;
  const other = kind === 'RSA' ? 'ECDSA' : 'RSA';
  return handshakeQuestion('other-certificate', other, takesName(looks));
}

/** Offers groups alone that have no key share with them: a server that knows one asks for it (RFC 8446 §4.1.4). */
function groupsQuestion(looks: readonly Look[]): Question | null {
  const { groups } = answersOf(looks);
  if (versionsFrom(looks)['TLSv1.3'] !== 'yes') return null;
  const left = PQ_GROUPS.filter((group) => groups[group] === 'untested');
  if (left.length === 0 || wasAskedInVain(looks, 'groups')) return null;
  const offer = { version: 'TLSv1.3', groups: left } as const;
  return helloQuestion('groups', offer, takesName(looks), ({ name }) => !name.includes('_WITH_'));
}

function weakSuitesQuestion(looks: readonly Look[]): Question | null {
  const { suites } = answersOf(looks);
  const version = highestInClear(looks);
  if (version === null || wasAskedInVain(looks, 'weak-suites')) return null;
  const left = WEAK_WORDS.filter((family) => suites[family] === 'untested');
  if (left.length === 0) return null;
  return helloQuestion('weak-suites', { version }, takesName(looks), ({ name }) =>
    left.some((family) => WEAK_FAMILIES[family].test(name)),
  );
}

const WEAK_WORDS = Object.keys(WEAK_FAMILIES) as WeakFamily[];

function dheQuestion(looks: readonly Look[]): Question | null {
  const version = highestInClear(looks);
  if (version === null || looksFor(looks, 'dhe').length > 0) return null;
  if (answersOf(looks).dheBits !== null) return null;
  return helloQuestion('dhe', { version }, takesName(looks), ({ name }) =>
    /^TLS_DHE_(?!.*_EXPORT_)/.test(name),
  );
}

/** Whether the last hello of a purpose got no answer that tells anything: a second one would not either. */
function wasAskedInVain(looks: readonly Look[], purpose: 'groups' | 'weak-suites'): boolean {
  const asked = looksFor(looks, purpose);
  const before = looks.filter((look) => look !== asked.at(-1));
  const { groups, suites } = answersOf(looks);
  const { groups: groupsBefore, suites: suitesBefore } = answersOf(before);
  const told = JSON.stringify([groups, suites]) !== JSON.stringify([groupsBefore, suitesBefore]);
  return asked.length > 0 && !told;
}
