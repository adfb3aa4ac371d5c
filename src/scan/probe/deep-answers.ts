import { parseCertificate } from '../../judge/x509/parse-certificate.ts';
import { suiteName, WEAK_FAMILIES, type WeakFamily } from '../../net/tls/cipher-suites.ts';
import type { DeepFacts, VersionAnswer } from '../../model/records/endpoint.ts';
import { groupName, UNEXPECTED_MESSAGE, type GroupName } from '../../net/tls/tls-numbers.ts';
import {
  helloAnswerOf,
  handshakeIn,
  handshakeOf,
  isRefused,
  attemptsFor,
  serverHelloOf,
} from './attempts.ts';
import type { Attempt } from './probe.ts';
import { versionsFrom } from './versions.ts';

/** The post-quantum groups that `deep` asks for. */
export const PQ_GROUPS = ['X25519MLKEM768', 'SecP256r1MLKEM768'] as const satisfies GroupName[];

/** The facts of depth `deep`, without certificates. */
export type DeepAnswers = Omit<DeepFacts, 'certificates' | 'presented'>;

/** Derives the facts of depth `deep` from all attempts at an endpoint; what was not answered is `untested` or null. */
export function deepAnswersOf(attempts: readonly Attempt[]): DeepAnswers {
  return {
    groups: Object.fromEntries(PQ_GROUPS.map((group) => [group, groupAnswer(group, attempts)])),
    suites: {
      anonymous: familyAnswer('anonymous', attempts),
      export: familyAnswer('export', attempts),
      RC4: familyAnswer('RC4', attempts),
      '3DES': familyAnswer('3DES', attempts),
    },
    dheBits: dheBits(attempts),
    withoutSni: withoutSni(attempts),
  };
}

function groupAnswer(group: GroupName, attempts: readonly Attempt[]): VersionAnswer {
  const asked = attemptsFor(attempts, 'groups').filter((attempt) => offersGroup(attempt, group));
  const chosen = asked.some((attempt) => chosenGroup(attempt) === group);
  if (chosen) return 'yes';
  return asked.some(refusesGroups) || versionsFrom(attempts)['TLSv1.3'] === 'no'
    ? 'no'
    : 'untested';
}

function refusesGroups(attempt: Attempt): boolean {
  const answer = helloAnswerOf(attempt);
  return (
    isRefused(attempt) || (answer?.kind === 'alert' && answer.description === UNEXPECTED_MESSAGE)
  );
}

function offersGroup({ probe: { action } }: Attempt, group: GroupName): boolean {
  return action.kind === 'hello' && action.offer.groups.includes(group);
}

function chosenGroup(attempt: Attempt): string | null {
  const group = serverHelloOf(attempt)?.hello.group ?? null;
  return group === null ? null : groupName(group);
}

/** A chosen suite answers `yes` for all its families; a refusal answers `no` for the families that were offered. */
function familyAnswer(family: WeakFamily, attempts: readonly Attempt[]): VersionAnswer {
  const fits = WEAK_FAMILIES[family];
  const shown = attempts.map(serverHelloOf).filter((each) => each !== null);
  if (shown.some(({ hello }) => fits.test(suiteName(hello.suite)))) return 'yes';
  const refused = attemptsFor(attempts, 'weak-suites').some(isRefused);
  return refused || speaksOnlyTls13(attempts) ? 'no' : 'untested';
}

/** Whether the server speaks TLS 1.3 only, which has none of the weak suites. */
function speaksOnlyTls13(attempts: readonly Attempt[]): boolean {
  const { 'TLSv1.3': highest, ...others } = versionsFrom(attempts);
  return highest === 'yes' && Object.values(others).every((answer) => answer === 'no');
}

/** The size in bits of the smallest group of a DHE suite that was chosen; null for none. */
function dheBits(attempts: readonly Attempt[]): number | null {
  const bits = attempts.map(serverHelloOf).flatMap((shown) => {
    if (shown?.keyExchange?.kind !== 'finite-field') return [];
    return /^TLS_DHE_(?!.*_EXPORT)/.test(suiteName(shown.hello.suite))
      ? [shown.keyExchange.bits]
      : [];
  });
  return bits.length === 0 ? null : Math.min(...bits);
}

function withoutSni(attempts: readonly Attempt[]): DeepFacts['withoutSni'] {
  const named = handshakeOf(attempts);
  if (named?.attempt.probe.sni === false) return 'different';
  const [without] = attemptsFor(attempts, 'without-sni');
  if (named === null || without === undefined) return 'untested';
  const { result } = without;
  const nameless = handshakeIn(result);
  if (nameless !== null) {
    return isSameLeaf(named.handshake.chain, nameless.chain) ? 'same' : 'different';
  }
  const refused = result.outcome === 'tls-failed' && result.failure.code === 'tls-alert';
  return refused || isRefused(without) ? 'failed' : 'untested';
}

function isSameLeaf([a]: readonly Buffer[], [b]: readonly Buffer[]): boolean {
  return a === undefined || b === undefined ? a === b : a.equals(b);
}

/** Returns the kind of key in a certificate (DER); null for any other kind. */
export function keyKind(der: Buffer): 'RSA' | 'ECDSA' | null {
  const key = parseCertificate(der).certificate.key ?? '';
  return key.startsWith('RSA') ? 'RSA' : key.startsWith('EC ') ? 'ECDSA' : null;
}
