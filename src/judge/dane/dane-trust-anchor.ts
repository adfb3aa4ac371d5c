import { MAX_SENT } from '../x509/certificate-path.ts';
import { readBareKey } from './dane-key.ts';
import { attributeValues } from '../../model/text/name-text.ts';
import { matchesName } from '../x509/name-match.ts';
import { parseCertificate } from '../x509/parse-certificate.ts';
import {
  indexBySubject,
  isInDate,
  readCandidate,
  type PathCandidate,
} from '../x509/path-candidate.ts';
import { searchPath } from '../x509/path-search.ts';
import { verifiesWithKey } from '../x509/signature-check.ts';

/** Signatures that are tried with keys that stand in the DNS by themselves, for one chain. */
const MAX_BARE_KEY_CHECKS = 100;

/** What a DANE-TA(2) verdict follows from. */
export interface TrustAnchorFacts {
  /** The certificates as sent, in DER, the server's own first. */
  readonly chain: readonly Uint8Array[];
  /** The host's names, each of which will do. */
  readonly names: readonly string[];
  /** The mail domains that lead to the host: a certificate for all of them will do as well. */
  readonly nextHops: readonly string[];
  readonly at: Date;
  /** Whether a certificate in DER is the trust anchor of a TLSA record. */
  readonly isAnchor: (der: Uint8Array) => boolean;
  /** Trust anchors that stand in the DNS whole, and need not be sent: certificates and bare keys, in DER. */
  readonly anchors: readonly Buffer[];
  readonly keys: readonly Buffer[];
}

/**
 * Whether a server's certificate is valid under a trust anchor of the DNS (RFC 7671 §5.2, RFC 7672 §3.1.2): it is for
 * one of the names, the anchor was sent or stands in the DNS, signatures lead from one to the other, and all on that way
 * are inside their dates. The server's own certificate is no trust anchor.
 */
export function matchesTrustAnchor(facts: TrustAnchorFacts): 'yes' | 'no' | 'unknown' {
  const [first] = facts.chain;
  const leaf = first === undefined ? null : readCandidate(first, false);
  if (leaf === null || !isInDate(leaf, facts.at) || !isNamed(leaf, facts)) return 'no';
  const keys = keyCheck(facts.keys);
  const leads = keys.signed(leaf) ? 'yes' : leadsToAnchor(leaf, facts, keys);
  if (leads === 'yes') return 'yes';
  return keys.all() && facts.chain.length <= MAX_SENT ? leads : 'unknown';
}

/** Whether signatures lead from a certificate to an anchor, all on the way inside their dates. */
function leadsToAnchor(
  leaf: PathCandidate,
  facts: TrustAnchorFacts,
  keys: KeyCheck,
): 'yes' | 'no' | 'unknown' {
  const sent = facts.chain.slice(1, MAX_SENT).map((der) => readSent(der, facts, keys));
  const anchors = facts.anchors.map((der) => readCandidate(der, true));
  const bySubject = indexBySubject([...sent, ...anchors].filter((each) => each !== null));
  const issuersOf = ({ issuerKey }: PathCandidate) => bySubject.get(issuerKey) ?? [];
  const { best, whole } = searchPath(leaf, issuersOf, facts.at);
  const inDate = best?.links.every((link) => isInDate(link, facts.at)) === true;
  if (best?.outcome === 'trusted' && inDate) return 'yes';
  return whole ? 'no' : 'unknown';
}

/** A certificate that a bare key of the DNS signed is as good as the anchor that was not sent. */
function readSent(
  der: Uint8Array,
  { isAnchor }: TrustAnchorFacts,
  keys: KeyCheck,
): PathCandidate | null {
  const candidate = readCandidate(der, false);
  if (candidate === null) return null;
  return isAnchor(der) || keys.signed(candidate) ? readCandidate(der, true) : candidate;
}

interface KeyCheck {
  /** Whether one of the keys verifies the signature on a certificate. */
  signed(candidate: PathCandidate): boolean;
  /** Whether all that was asked for could be tried. */
  all(): boolean;
}

function keyCheck(spkis: readonly Buffer[]): KeyCheck {
  const keys = spkis.map(readBareKey).filter((key) => key !== null);
  let checks = 0;
  let all = true;
  return {
    all: () => all,
    signed: (candidate) =>
      keys.some(({ key, name }) => {
        const affordable = ++checks <= MAX_BARE_KEY_CHECKS;
        const verified = affordable ? verifiesWithKey(candidate, key, name) : null;
        if (verified === null) all = false;
        return verified === true;
      }),
  };
}

/** By dNSName, and where there is none by CN, as RFC 7672 §3.2.3 still has it. */
function isNamed(
  leaf: PathCandidate,
  { names, nextHops }: Pick<TrustAnchorFacts, 'names' | 'nextHops'>,
): boolean {
  const { certificate, dnsNames } = parseCertificate(leaf.der);
  const presented = dnsNames.length > 0 ? dnsNames : attributeValues(certificate.subject, 'CN');
  const isFor = (name: string): boolean => matchesName(presented, name);
  return names.some(isFor) || (nextHops.length > 0 && nextHops.every(isFor));
}
