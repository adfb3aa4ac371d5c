import { createHash } from 'node:crypto';
import type { TlsaRecord } from '../../model/tlsa.ts';
import { locateFields } from '../x509/certificate-fields.ts';
import { readBareKey } from './dane-key.ts';
import { matchesTrustAnchor, type TrustAnchorFacts } from './dane-trust-anchor.ts';
import { readX509 } from '../x509/signature-check.ts';

/** More records of a host than this are neither compared nor kept; without a match the verdict is then `unknown`. */
export const MAX_TLSA = 32;

/** What a server presented, beside the secure TLSA records of its host. */
export interface DaneFacts extends Omit<TrustAnchorFacts, 'isAnchor' | 'anchors' | 'keys'> {
  readonly records: readonly TlsaRecord[];
}

/** `unknown` where nothing matches, and not all could be compared. */
export type DaneVerdict = 'match' | 'mismatch' | 'unusable' | 'none' | 'unknown';

const USAGES = { trustAnchor: 2, endEntity: 3 } as const;
const SELECTORS = { certificate: 0, publicKey: 1 } as const;
const FULL = 0;
/** Digests by their matching type (RFC 6698 §2.1.3), the stronger one later. */
const DIGESTS: ReadonlyMap<number, { name: string; bytes: number }> = new Map([
  [1, { name: 'sha256', bytes: 32 }],
  [2, { name: 'sha512', bytes: 64 }],
]);

/**
 * Judges a chain by the TLSA records of its host as an SMTP client does (RFC 7672 §3.1). One that matches is enough.
 * DANE-EE(3) binds the key or the certificate alone: names, dates and issuers do not count (RFC 7671 §5.1). Other usages
 * than 2 and 3 cannot be used for SMTP; nor can selectors, matching types and lengths that are not known.
 */
export function judgeDane(facts: DaneFacts): DaneVerdict {
  const { records, chain } = facts;
  if (records.length === 0) return 'none';
  const usable = strongestDigests(records.slice(0, MAX_TLSA).filter(isUsable));
  const [leaf] = chain;
  const ofUsage = (usage: number) => usable.filter((record) => record.usage === usage);
  if (leaf !== undefined && isAnyOf(ofUsage(USAGES.endEntity), leaf)) return 'match';
  const anchored = trustAnchorAnswer(facts, ofUsage(USAGES.trustAnchor));
  if (anchored === 'yes') return 'match';
  if (anchored === 'unknown' || records.length > MAX_TLSA) return 'unknown';
  return usable.length === 0 ? 'unusable' : 'mismatch';
}

function trustAnchorAnswer(facts: DaneFacts, records: readonly TlsaRecord[]) {
  if (records.length === 0) return 'no';
  const full = (selector: number) =>
    records
      .filter((record) => record.selector === selector && record.matchingType === FULL)
      .map(({ data }) => data);
  return matchesTrustAnchor({
    ...facts,
    isAnchor: (der) => isAnyOf(records, der),
    anchors: full(SELECTORS.certificate),
    keys: full(SELECTORS.publicKey),
  });
}

function isUsable({ usage, selector, matchingType, data }: TlsaRecord): boolean {
  if (usage !== USAGES.trustAnchor && usage !== USAGES.endEntity) return false;
  if (selector !== SELECTORS.certificate && selector !== SELECTORS.publicKey) return false;
  if (matchingType !== FULL) return DIGESTS.get(matchingType)?.bytes === data.length;
  return selector === SELECTORS.certificate ? readX509(data) !== null : readBareKey(data) !== null;
}

/**
 * Digest algorithm agility (RFC 7671 §9): of one usage and selector, the strongest digest alone counts; full data always
 * does.
 */
function strongestDigests(records: readonly TlsaRecord[]): TlsaRecord[] {
  const isOutdone = (weaker: TlsaRecord): boolean =>
    weaker.matchingType !== FULL &&
    records.some(
      ({ usage, selector, matchingType }) =>
        usage === weaker.usage &&
        selector === weaker.selector &&
        matchingType > weaker.matchingType,
    );
  return records.filter((record) => !isOutdone(record));
}

function isAnyOf(records: readonly TlsaRecord[], der: Uint8Array): boolean {
  return records.some((record) => isMatch(record, der));
}

function isMatch({ selector, matchingType, data }: TlsaRecord, der: Uint8Array): boolean {
  const selected = selector === SELECTORS.certificate ? der : publicKeyOf(der);
  if (selected === null) return false;
  const digest = DIGESTS.get(matchingType);
  if (digest === undefined) return data.equals(selected);
  return createHash(digest.name).update(selected).digest().equals(data);
}

function publicKeyOf(der: Uint8Array): Uint8Array | null {
  return locateFields(der).subjectPublicKeyInfo?.bytes ?? null;
}
