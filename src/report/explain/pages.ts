import {
  placedText,
  type Place,
  type PlacedWord,
  type WordAt,
} from '../../model/records/word-places.ts';
import { LEVEL_PAGES, MX_PAGES, STARTTLS_PAGES } from './domain-pages.ts';
import {
  CLASS_PAGES,
  OUTCOME_PAGES,
  HELLO_PAGES,
  OFFER_PAGES,
  STAGE_PAGES,
} from './endpoint-pages.ts';
import { FAILURE_PAGES } from './failure-pages.ts';
import { NOTE_PAGES } from './note-pages.ts';
import type { Page } from './page.ts';
import { DANE_PAGES, DNSSEC_PAGES, FIT_PAGES, POLICY_PAGES, STS_PAGES } from './policy-pages.ts';
import { PATH_PAGES, PROBLEM_PAGES } from './problem-pages.ts';
import { DECIDED_PAGES, DEGRADED_PAGES, DEPTH_PAGES, FAMILY_PAGES } from './survey-pages.ts';
import { ANSWER_PAGES, SNI_PAGES, SUITE_PAGES, VERSION_PAGES } from './tls-pages.ts';

/** Every word of the format has its page, or this does not compile. */
const PAGES = {
  level: LEVEL_PAGES,
  starttls: STARTTLS_PAGES,
  mx: MX_PAGES,
  outcome: OUTCOME_PAGES,
  class: CLASS_PAGES,
  failure: FAILURE_PAGES,
  stage: STAGE_PAGES,
  hello: HELLO_PAGES,
  offer: OFFER_PAGES,
  problem: PROBLEM_PAGES,
  path: PATH_PAGES,
  version: VERSION_PAGES,
  answer: ANSWER_PAGES,
  suite: SUITE_PAGES,
  sni: SNI_PAGES,
  note: NOTE_PAGES,
  dnssec: DNSSEC_PAGES,
  dane: DANE_PAGES,
  policy: POLICY_PAGES,
  sts: STS_PAGES,
  fit: FIT_PAGES,
  decided: DECIDED_PAGES,
  degraded: DEGRADED_PAGES,
  depth: DEPTH_PAGES,
  family: FAMILY_PAGES,
} as const satisfies { [P in Place]: Record<WordAt<P>, Page> };

/** The page of a word. Throws for a word that does not stand at its place: a bug. */
export function pageOf(placed: PlacedWord): Page {
  const pages: ReadonlyMap<string, Page> = new Map(Object.entries(PAGES[placed.place]));
  const page = pages.get(placed.word);
  if (page === undefined) throw new Error(`no page for ${placedText(placed)}`);
  return page;
}

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
