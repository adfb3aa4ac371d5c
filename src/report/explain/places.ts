import type { Place } from '../../model/records/word-places.ts';

/** What the words of a place tell, and where in a snapshot they stand. */
export const PLACE_TITLES = {
  level: { title: 'how well the mail of a domain is protected', key: 'domains[].level' },
  starttls: { title: 'whether its servers have STARTTLS', key: 'domains[].starttls' },
  mx: { title: 'what the DNS says of its mail hosts', key: 'domains[].mx.kind' },
  outcome: { title: 'what became of a server', key: 'endpoints[].end' },
  class: { title: 'what that counts as', key: 'survey.counts, domains[].counts' },
  failure: {
    title: 'why an attempt ended',
    key: 'endpoints[].failure.code, domains[].mx.failure.code',
  },
  stage: { title: 'how far it got', key: 'endpoints[].failure.stage, endpoints[].said.stage' },
  hello: { title: 'the command that was answered', key: 'endpoints[].smtp.hello' },
  offer: { title: 'what EHLO said of STARTTLS', key: 'endpoints[].smtp.starttls' },
  problem: {
    title: 'what is wrong with a certificate',
    key: 'endpoints[].problems, endpoints[].undetermined, domains[].problems',
  },
  path: { title: 'where the path from a certificate ends', key: 'endpoints[].path.end' },
  version: {
    title: 'versions of TLS',
    key: 'endpoints[].tls.version, endpoints[].tls.versions, domains[].tls',
  },
  answer: {
    title: 'whether a version, group or suite is taken',
    key: 'endpoints[].tls.versions, endpoints[].deep.groups, endpoints[].deep.suites',
  },
  suite: { title: 'families of weak suites', key: 'endpoints[].deep.suites' },
  sni: { title: 'what is different without SNI', key: 'endpoints[].deep.withoutSni' },
  note: { title: 'what is worth a note', key: 'endpoints[].notes, domains[].notes' },
  dnssec: {
    title: 'whether an answer is signed',
    key: 'domains[].mx.dnssec, endpoints[].dane.dnssec',
  },
  dane: { title: 'how a certificate fits the TLSA records', key: 'endpoints[].dane.verdict' },
  policy: {
    title: 'whether there is a policy',
    key: 'domains[].mtaSts.state, domains[].tlsRpt.state',
  },
  sts: { title: 'what an MTA-STS policy asks of senders', key: 'domains[].mtaSts.policy.mode' },
  fit: {
    title: 'how servers fit the MTA-STS policy',
    key: 'domains[].mtaSts.mx, domains[].mtaSts.certificates',
  },
  decided: {
    title: 'what decided the level, beside the words above',
    key: 'domains[].decidedBy.word',
  },
  degraded: { title: 'why a survey cannot be trusted', key: 'survey.degraded' },
  depth: { title: 'how deep a survey asks', key: 'survey.settings.depth' },
  family: { title: 'families of addresses', key: 'survey.families' },
} as const satisfies Record<Place, { title: string; key: string }>;

/** Where on the web a source can be read: `RFC 3207 §4` or `RFC 3207`. */
export function sourceUrl(source: string): string {
  const [, number = '', section] = /^RFC (\d+)(?: §([\d.]+))?$/u.exec(source) ?? [];
  const anchor = section === undefined ? '' : `#section-${section}`;
  return `https://www.rfc-editor.org/rfc/rfc${number}${anchor}`;
}
