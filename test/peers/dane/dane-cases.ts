/** A mail domain with one MX host and its server, and what mxtls and Postfix must make of it. */
export interface DaneCase {
  /** What the server presents, by name in the DanePki; the first is its own. */
  readonly presents: readonly string[];
  /** TLSA records below the host, with the name of a certificate for the data, or `=` and hex. */
  readonly tlsa: readonly string[];
  /** Where the domain and its host stand; default dane.test, which is signed. */
  readonly zones?: { readonly domain?: ZoneName; readonly host?: ZoneName };
  /** Lines for the host, in place of its address. */
  readonly host?: (host: string, address: string) => readonly string[];
  /** `VERDICT DNSSEC` of the endpoint; null where TLSA records are not asked for, or the host is not known. */
  readonly dane: string | null;
  /** Of the MX set; default secure. */
  readonly mx?: 'insecure' | 'bogus';
  readonly postfix: PostfixWord;
}

/** The zones of the cases: signed, without signature, and signed badly. */
export type ZoneName = 'dane.test' | 'unsigned.test' | 'bogus.test';

/**
 * What posttls-finger says: the server is verified by TLSA records, or is not, or would be but for an MX set that is not
 * secure; it has none that can be used, or none at all; or nothing was tried, as the DNS failed.
 */
export type PostfixWord =
  'verified' | 'not verified' | 'insecure MX' | 'unusable' | 'no DANE' | 'DNS failure';

const MATCH = { dane: 'match secure', postfix: 'verified' } as const;
const MISMATCH = { dane: 'mismatch secure', postfix: 'not verified' } as const;
const UNUSABLE = { dane: 'unusable secure', postfix: 'unusable' } as const;
const CHAIN = ['leaf', 'middle', 'root'];

/** By the first label of the domain. */
export const DANE_CASES = {
  'ee-key': { presents: CHAIN, tlsa: ['3 1 1 leaf'], ...MATCH },
  'ee-key-sha512': { presents: CHAIN, tlsa: ['3 1 2 leaf'], ...MATCH },
  'ee-certificate': { presents: CHAIN, tlsa: ['3 0 1 leaf'], ...MATCH },
  'ee-whole-certificate': { presents: CHAIN, tlsa: ['3 0 0 leaf'], ...MATCH },
  'ee-whole-key': { presents: CHAIN, tlsa: ['3 1 0 leaf'], ...MATCH },
  'ee-expired': { presents: ['expired'], tlsa: ['3 1 1 expired'], ...MATCH },
  'ee-other-name': { presents: ['other name'], tlsa: ['3 1 1 other name'], ...MATCH },
  'ee-self-signed': { presents: ['self-signed'], tlsa: ['3 1 1 self-signed'], ...MATCH },
  'ee-of-another': { presents: CHAIN, tlsa: ['3 1 1 stranger'], ...MISMATCH },
  'ee-of-the-issuer': { presents: CHAIN, tlsa: ['3 1 1 middle'], ...MISMATCH },
  rollover: { presents: CHAIN, tlsa: ['3 1 1 stranger', '3 1 1 leaf'], ...MATCH },
  'weaker-digest': { presents: CHAIN, tlsa: ['3 1 1 leaf', '3 1 2 stranger'], ...MISMATCH },
  'whole-beside-digest': { presents: CHAIN, tlsa: ['3 1 0 leaf', '3 1 2 stranger'], ...MATCH },
  'ta-root': { presents: CHAIN, tlsa: ['2 0 1 root'], ...MATCH },
  'ta-middle-key': { presents: ['leaf', 'middle'], tlsa: ['2 1 1 middle'], ...MATCH },
  'ta-not-sent': { presents: ['leaf', 'middle'], tlsa: ['2 0 1 root'], ...MISMATCH },
  'ta-without-path': { presents: ['leaf', 'stranger'], tlsa: ['2 0 1 stranger'], ...MISMATCH },
  'ta-whole-not-sent': { presents: ['leaf', 'middle'], tlsa: ['2 0 0 root'], ...MATCH },
  'ta-whole-key-not-sent': { presents: ['leaf'], tlsa: ['2 1 0 middle'], ...MATCH },
  'ta-leaf': { presents: ['self-signed'], tlsa: ['2 0 1 self-signed'], ...MISMATCH },
  'ta-expired': { presents: ['expired', 'middle', 'root'], tlsa: ['2 0 1 root'], ...MISMATCH },
  'ta-other-name': { presents: ['other name', 'middle'], tlsa: ['2 0 1 middle'], ...MISMATCH },
  'ta-domain-name': { presents: ['domain name', 'middle'], tlsa: ['2 0 1 middle'], ...MATCH },
  'ta-cn-only': { presents: ['CN only', 'middle'], tlsa: ['2 0 1 middle'], ...MATCH },
  pkix: { presents: CHAIN, tlsa: ['0 0 1 root', '1 1 1 leaf'], ...UNUSABLE },
  'pkix-and-ee': { presents: CHAIN, tlsa: ['1 1 1 stranger', '3 1 1 leaf'], ...MATCH },
  'short-digest': { presents: CHAIN, tlsa: ['3 1 1 =abab'], ...UNUSABLE },
  'unknown-selector': { presents: CHAIN, tlsa: [`3 2 1 =${'ab'.repeat(32)}`], ...UNUSABLE },
  'unknown-digest': { presents: CHAIN, tlsa: [`3 1 9 =${'ab'.repeat(32)}`], ...UNUSABLE },
  'short-and-good': { presents: CHAIN, tlsa: ['3 1 1 =ab', '3 1 1 leaf'], ...MATCH },
  'no-tlsa': { presents: CHAIN, tlsa: [], dane: 'none secure', postfix: 'no DANE' },
  'tlsa-servfail': {
    presents: CHAIN,
    tlsa: [],
    host: (host, address) => [`${host}. A ${address}`, `_tcp.${host}. NS ns.nowhere.test.`],
    dane: 'failed unknown',
    postfix: 'DNS failure',
  },
  // Changed after it was signed.
  'tlsa-bogus': {
    presents: CHAIN,
    tlsa: [`3 1 1 =${'cd'.repeat(32)}`],
    dane: 'failed bogus',
    postfix: 'DNS failure',
  },
  alias: {
    presents: CHAIN,
    tlsa: ['3 1 1 stranger'],
    host: (host) => [`${host}. CNAME mx.ee-self-signed.dane.test.`],
    ...MATCH,
  },
  'alias-own': {
    presents: CHAIN,
    tlsa: ['3 1 1 leaf'],
    host: (host, address) => [`${host}. CNAME real.${host}.`, `real.${host}. A ${address}`],
    ...MATCH,
  },
  'alias-out': {
    presents: CHAIN,
    tlsa: ['3 1 1 leaf'],
    host: (host, address) => [
      `${host}. CNAME alias-out.unsigned.test.`,
      `alias-out.unsigned.test. A ${address}`,
    ],
    ...MATCH,
  },
  'alias-in': {
    presents: CHAIN,
    tlsa: [],
    zones: { host: 'unsigned.test' },
    host: (host) => [`${host}. CNAME mx.ee-key.dane.test.`],
    dane: null,
    postfix: 'no DANE',
  },
  'unsigned-host': {
    presents: CHAIN,
    tlsa: ['3 1 1 leaf'],
    zones: { host: 'unsigned.test' },
    dane: null,
    postfix: 'no DANE',
  },
  'unsigned-domain': {
    presents: CHAIN,
    tlsa: ['3 1 1 leaf'],
    zones: { domain: 'unsigned.test' },
    mx: 'insecure',
    dane: null,
    postfix: 'insecure MX',
  },
  'bogus-domain': {
    presents: CHAIN,
    tlsa: ['3 1 1 leaf'],
    zones: { domain: 'bogus.test' },
    mx: 'bogus',
    dane: null,
    postfix: 'DNS failure',
  },
} as const satisfies Record<string, DaneCase>;
