import type { Place } from '../../model/records/word-places.ts';

/** What the words of a place are about, and the keys of a snapshot that have them. */
export const PLACE_TITLES = {
  level: { title: 'how well the mail of a domain is protected', key: 'domains[].level' },
  starttls: {
    title: 'whether the servers of a domain support STARTTLS',
    key: 'domains[].starttls',
  },
  mx: { title: 'what the DNS answers about the MX hosts of a domain', key: 'domains[].mx.kind' },
  outcome: { title: 'how the test of a server ended', key: 'endpoints[].outcome' },
  class: {
    title: 'how the outcome of a server is counted',
    key: 'survey.counts, domains[].counts',
  },
  failure: {
    title: 'why an attempt ended',
    key: 'endpoints[].failure.code, domains[].mx.failure.code',
  },
  stage: {
    title: 'how far an attempt got',
    key: 'endpoints[].failure.stage, endpoints[].reply.stage',
  },
  hello: { title: 'the command that the server answered', key: 'endpoints[].smtp.hello' },
  offer: { title: 'whether the EHLO reply offers STARTTLS', key: 'endpoints[].smtp.starttls' },
  problem: {
    title: 'what is wrong with a certificate',
    key: 'endpoints[].problems, endpoints[].undetermined, domains[].problems',
  },
  path: { title: 'where the path from a certificate ends', key: 'endpoints[].path.outcome' },
  version: {
    title: 'TLS versions',
    key: 'endpoints[].tls.version, endpoints[].tls.versions, domains[].tls',
  },
  answer: {
    title: 'whether a version, group or suite is accepted',
    key: 'endpoints[].tls.versions, endpoints[].deep.groups, endpoints[].deep.suites',
  },
  suite: { title: 'families of weak suites', key: 'endpoints[].deep.suites' },
  sni: { title: 'the result without SNI', key: 'endpoints[].deep.withoutSni' },
  note: { title: 'additional observations', key: 'endpoints[].notes, domains[].notes' },
  dnssec: {
    title: 'whether a DNS answer is signed',
    key: 'domains[].mx.dnssec, endpoints[].dane.dnssec',
  },
  dane: {
    title: 'whether a certificate matches the TLSA records',
    key: 'endpoints[].dane.verdict',
  },
  policy: {
    title: 'whether there is an MTA-STS policy, TLS-RPT record or onion MX',
    key: 'domains[].mtaSts.state, domains[].tlsRpt.state, domains[].onionMx.state',
  },
  sts: { title: 'what an MTA-STS policy requires of senders', key: 'domains[].mtaSts.policy.mode' },
  fit: {
    title: 'whether the servers match the MTA-STS policy',
    key: 'domains[].mtaSts.mx, domains[].mtaSts.certificates',
  },
  onion: {
    title: 'what the target of an onion MX record is',
    key: 'domains[].onionMx.records[].kind',
  },
  dnsbl: {
    title: 'whether an address is on a DNS list',
    key: 'endpoints[].dnsbl[].state',
  },
  decided: {
    title: 'what decided the level, besides the words above',
    key: 'domains[].decidedBy.word',
  },
  degraded: { title: 'why the results of a survey are not reliable', key: 'survey.degraded' },
  depth: { title: 'how deep a survey tests', key: 'survey.settings.depth' },
  family: { title: 'address families', key: 'survey.families' },
} as const satisfies Record<Place, { title: string; key: string }>;

/** The address of a source on the web. @param source `RFC 3207 §4` or `RFC 3207`. */
export function sourceUrl(source: string): string {
  const [, number = '', section] = /^RFC (\d+)(?: §([\d.]+))?$/u.exec(source) ?? [];
  const anchor = section === undefined ? '' : `#section-${section}`;
  return `https://www.rfc-editor.org/rfc/rfc${number}${anchor}`;
}
