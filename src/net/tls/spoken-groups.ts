import { getCurves } from 'node:crypto';
import { GROUP_NUMBERS, type GroupName } from './tls-numbers.ts';

/** OpenSSL's names of groups where they are not those of the snapshot format. */
const OPENSSL_NAMES: ReadonlyMap<GroupName, string> = new Map([
  ['P-256', 'prime256v1'],
  ['P-384', 'secp384r1'],
  ['P-521', 'secp521r1'],
  ['secp192r1', 'prime192v1'],
]);

/** Groups that came with a version of OpenSSL, and are no curves of its list. */
const SINCE_OPENSSL_3: readonly [minor: number, groups: readonly GroupName[]][] = [
  [0, ['X25519', 'X448', 'ffdhe2048', 'ffdhe3072', 'ffdhe4096']],
  [2, ['brainpoolP256r1tls13', 'brainpoolP384r1tls13', 'brainpoolP512r1tls13']],
  [5, ['X25519MLKEM768', 'SecP256r1MLKEM768', 'SecP384r1MLKEM1024']],
  [5, ['MLKEM512', 'MLKEM768', 'MLKEM1024']],
];

const [MAJOR = 0, MINOR = 0] = process.versions.openssl.split('.').map(Number);
const CURVES: ReadonlySet<string> = new Set(getCurves());

/** The finite-field groups of TLS 1.3 that are offered: larger ones block the whole scanner for too long. */
export const FINITE_FIELD = ['ffdhe2048', 'ffdhe3072', 'ffdhe4096'] as const satisfies GroupName[];

/** The groups with which this build of Node makes a handshake, in the order of preference. */
export const SPOKEN_GROUPS: readonly GroupName[] = (
  Object.keys(GROUP_NUMBERS) as GroupName[]
).filter(isSpoken);

/**
 * The groups of an ordinary handshake: those of clients of today, and those of curves that a certificate may have. Without
 * post-quantum ones, as a server that has one and prefers it would be seen differently by each version of Node.
 */
export const ORDINARY: readonly GroupName[] = (
  [
    ...['X25519', 'P-256', 'P-384', 'P-521', 'X448', 'secp256k1'],
    ...['brainpoolP256r1', 'brainpoolP384r1', 'brainpoolP512r1'],
  ] as GroupName[]
).filter(isSpoken);

function isSpoken(group: GroupName): boolean {
  const isNew = SINCE_OPENSSL_3.some(
    ([since, groups]) => (MAJOR > 3 || MINOR >= since) && groups.includes(group),
  );
  return isNew || CURVES.has(opensslName(group));
}

/** Returns groups as OpenSSL's list of them. */
export function groupList(groups: readonly GroupName[]): string {
  return groups.map(opensslName).join(':');
}

/** Returns the name of the snapshot format for a group of OpenSSL. */
export function groupNamed(name: string): string {
  const [known] = [...OPENSSL_NAMES].find(([, openssl]) => openssl === name) ?? [name];
  return known;
}

function opensslName(group: GroupName): string {
  return OPENSSL_NAMES.get(group) ?? group;
}
