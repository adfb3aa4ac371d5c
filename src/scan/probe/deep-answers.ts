import { parseCertificate } from '../../judge/x509/parse-certificate.ts';
import { suiteName, WEAK_FAMILIES, type WeakFamily } from '../../net/tls/cipher-suites.ts';
import type { DeepFacts, VersionAnswer } from '../../model/records/endpoint.ts';
import { groupName, UNEXPECTED_MESSAGE, type GroupName } from '../../net/tls/tls-numbers.ts';
import { answerOf, handshakeOf, isRefused, looksFor, shownBy } from './attempts.ts';
import type { Look } from './probe.ts';
import { versionsFrom } from './versions.ts';

/** The post-quantum groups that `deep` asks for. */
export const PQ_GROUPS = ['X25519MLKEM768', 'SecP256r1MLKEM768'] as const satisfies GroupName[];

/** What `deep` tells without looking into certificates. */
export type DeepAnswers = Omit<DeepFacts, 'certificates'>;

/** What all looks at an endpoint tell of the questions of `deep`; what was not answered is `untested` or null. */
export function answersOf(looks: readonly Look[]): DeepAnswers {
  return {
    groups: Object.fromEntries(PQ_GROUPS.map((group) => [group, groupAnswer(group, looks)])),
    suites: {
      anonymous: familyAnswer('anonymous', looks),
      export: familyAnswer('export', looks),
      RC4: familyAnswer('RC4', looks),
      '3DES': familyAnswer('3DES', looks),
    },
    dheBits: dheBits(looks),
    withoutSni: withoutSni(looks),
  };
}

function groupAnswer(group: GroupName, looks: readonly Look[]): VersionAnswer {
  const asked = looksFor(looks, 'groups').filter((look) => offersGroup(look, group));
  const chosen = asked.some((look) => chosenGroup(look) === group);
  if (chosen) return 'yes';
  return asked.some(suitsNone) || versionsFrom(looks)['TLSv1.3'] === 'no' ? 'no' : 'untested';
}

function suitsNone(look: Look): boolean {
  const answer = answerOf(look);
  return isRefused(look) || (answer?.kind === 'alert' && answer.description === UNEXPECTED_MESSAGE);
}

function offersGroup({ question: { ask } }: Look, group: GroupName): boolean {
  return ask.kind === 'hello' && ask.offer.groups.includes(group);
}

function chosenGroup(look: Look): string | null {
  const group = shownBy(look)?.hello.group ?? null;
  return group === null ? null : groupName(group);
}

/** A suite that was chosen speaks for all its families; a refusal speaks for those whose every suite was offered. */
function familyAnswer(family: WeakFamily, looks: readonly Look[]): VersionAnswer {
  const fits = WEAK_FAMILIES[family];
  const shown = looks.map(shownBy).filter((each) => each !== null);
  if (shown.some(({ hello }) => fits.test(suiteName(hello.suite)))) return 'yes';
  const refused = looksFor(looks, 'weak-suites').some(isRefused);
  return refused || hasNothingInClear(looks) ? 'no' : 'untested';
}

/** TLS 1.3 has none of the weak suites. */
function hasNothingInClear(looks: readonly Look[]): boolean {
  const { 'TLSv1.3': highest, ...others } = versionsFrom(looks);
  return highest === 'yes' && Object.values(others).every((answer) => answer === 'no');
}

/** The smallest finite-field group that a certificate was shown with. */
function dheBits(looks: readonly Look[]): number | null {
  const bits = looks.map(shownBy).flatMap((shown) => {
    if (shown?.keyExchange?.kind !== 'finite-field') return [];
    return /^TLS_DHE_(?!.*_EXPORT_)/.test(suiteName(shown.hello.suite))
      ? [shown.keyExchange.bits]
      : [];
  });
  return bits.length === 0 ? null : Math.min(...bits);
}

function withoutSni(looks: readonly Look[]): DeepFacts['withoutSni'] {
  const named = handshakeOf(looks);
  if (named?.look.question.sni === false) return 'different';
  const [without] = looksFor(looks, 'without-sni');
  if (named === null || without === undefined) return 'untested';
  const { seen } = without;
  if (seen.outcome === 'tls') {
    return isSameLeaf(named.handshake.chain, seen.handshake.chain) ? 'same' : 'different';
  }
  const refused = seen.outcome === 'tls-failed' && seen.failure.code === 'tls-alert';
  return refused || isRefused(without) ? 'failed' : 'untested';
}

function isSameLeaf([a]: readonly Buffer[], [b]: readonly Buffer[]): boolean {
  return a === undefined || b === undefined ? a === b : a.equals(b);
}

/** The kind of key in a certificate, null for any other than these. */
export function keyKind(der: Buffer): 'RSA' | 'ECDSA' | null {
  const key = parseCertificate(der).certificate.key ?? '';
  return key.startsWith('RSA') ? 'RSA' : key.startsWith('EC ') ? 'ECDSA' : null;
}
