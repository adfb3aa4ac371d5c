import { trustProblems } from '../../judge/endpoint/trust.ts';
import type { Certificates } from '../words/certificate-words.ts';
import type { Endpoint } from '../../model/records/endpoint.ts';
import {
  detailsBehind,
  isValidAsRecorded,
  nounOf,
  withArticle,
} from '../words/certificate-phrase.ts';
import { dayOf } from '../format/dates.ts';
import { grouped } from '../format/grouped.ts';
import { agreeing, capital, counted, listed } from '../format/layout.ts';
import type { Neighbours } from '../words/neighbours.ts';
import type { Provider } from './providers.ts';
import { hostsOf, shownCertificates, type Shown } from '../words/shown-certificates.ts';
import { mismatchMeaning } from '../answer/tls-lines.ts';
import { PROBLEM_TEXTS } from '../words/problem-words.ts';

/** From so many certificates on, those of the same kind share one sentence; the faults of a pair have a sentence each. */
const ALIKE = { faultless: 2, faulty: 3 };
const SENTENCES = 8;

/**
 * Sentences about a provider's certificates, without full stops; none if no server speaks TLS.
 * @param at the instant at which they are judged.
 */
export function certificateSentences(
  provider: Provider,
  certificates: Certificates,
  at: string,
  neighbours: Neighbours,
): string[] {
  const speaking = provider.endpoints.filter(({ outcome }) => outcome === 'tls');
  const shown = shownCertificates(speaking, certificates, at);
  const groups = [...grouped(shown, likenessOf).values()];
  const sentences = groups.flatMap((alike) =>
    alike.length >= enough(alike)
      ? [ownEach(alike, neighbours)]
      : alike.map((each) => sentence(each, neighbours)),
  );
  const more = Math.max(0, sentences.length - SENTENCES);
  return [
    ...sentences.slice(0, SENTENCES),
    ...(more === 0 ? [] : [`${counted(more, 'more certificate')} in the snapshot`]),
    ...withoutOne(speaking, certificates, neighbours),
    ...mismatchRemark(shown, provider),
  ];
}

function enough([first]: readonly Shown[]): number {
  return first?.problems.length === 0 ? ALIKE.faultless : ALIKE.faulty;
}

/** What certificates of one host each must have in common to share a sentence; one that hosts share has its own. */
function likenessOf({ hosts, problems, judged, presented }: Shown): string {
  return hosts.length > 1 ? presented.certificate.id : JSON.stringify([problems, judged]);
}

/** `all mail*.dt-one.com use the same self-signed certificate`. */
function sentence(shown: Shown, neighbours: Neighbours): string {
  const several = shown.hosts.length > 1;
  const subject = neighbours.tlsSubject(shown.hosts);
  const noun = nounOf(shown);
  const what = several ? `use the same ${noun}` : `has ${withArticle(noun)}`;
  return capitalHost(`${subject} ${what}${detailsBehind(shown, neighbours, several)}`);
}

/** `all *.ote.gr have valid certificates of their own; the first expires on 2027-01-02`. */
function ownEach(alike: readonly Shown[], neighbours: Neighbours): string {
  const hosts = [...new Set(alike.flatMap((each) => each.hosts))];
  const subject = neighbours.tlsSubject(hosts);
  const what = hosts.length === 1 ? `has ${ofOneHost(alike)}` : `have ${ofSeveralHosts(alike)}`;
  return capitalHost(`${subject} ${what}${faultsOrEnd(alike)}`);
}

function ofSeveralHosts(alike: readonly Shown[]): string {
  const problems = alike[0]?.problems ?? [];
  if (problems.length > 0) {
    const valid = alike[0]?.judged === 'fully' && trustProblems(problems).length === 0;
    return `${valid ? 'valid ' : ''}certificates of their own`;
  }
  if (alike.every(isValidAsRecorded)) return SEVERAL_RECORDED;
  return SEVERAL[alike[0]?.judged ?? 'not'];
}

/** The RSA and the ECDSA certificate of a server, or those of the addresses of one host. */
function ofOneHost(alike: readonly Shown[]): string {
  const nouns = alike.map(nounOf);
  return new Set(nouns).size === nouns.length
    ? listed(nouns.map(withArticle))
    : `${nouns.length} different ${nouns[0] ?? 'certificate'}s`;
}

function faultsOrEnd(alike: readonly Shown[]): string {
  const problems = alike[0]?.problems ?? [];
  const faults = problems.map((problem) => PROBLEM_TEXTS[problem].clause);
  if (faults.length > 0) return `, each of which ${listed(faults)}`;
  const [first] = alike.flatMap(({ presented }) => presented.certificate.notAfter ?? []).sort();
  return first === undefined ? '' : `; the first expires on ${dayOf(first)}`;
}

const SEVERAL = {
  fully: 'valid certificates of their own',
  partly: 'certificates of their own, with no known problem',
  not: 'certificates of their own, which were not judged',
} as const satisfies Record<Shown['judged'], string>;

const SEVERAL_RECORDED =
  'certificates of their own; names and dates are right (issuers not recorded)';

function withoutOne(
  speaking: readonly Endpoint[],
  certificates: Certificates,
  neighbours: Neighbours,
): string[] {
  const without = speaking.filter(
    ({ certificate }) => certificates.get(certificate ?? '') === undefined,
  );
  const bare = hostsOf(without.filter(({ problems }) => problems?.includes('no-certificate')));
  const unknown = hostsOf(without).filter((host) => !bare.includes(host));
  return [
    ...(bare.length === 0
      ? []
      : [
          `${neighbours.subject(bare)} ${agreeing(bare.length, 'speaks', 'speak')} TLS without a certificate`,
        ]),
    ...(unknown.length === 0
      ? []
      : [
          `the ${agreeing(unknown.length, 'certificate', 'certificates')} of ${neighbours.subject(unknown)} ${agreeing(unknown.length, 'is', 'are')} unknown`,
        ]),
  ].map(capitalHost);
}

function mismatchRemark(shown: readonly Shown[], { domains }: Provider): string[] {
  if (!shown.some(({ mismatched }) => mismatched.length > 0)) return [];
  const meanings = new Set(domains.map(mismatchMeaning));
  return [...meanings].map(capital);
}

/** A sentence begins with a capital, unless it begins with a host name. */
function capitalHost(sentence: string): string {
  return /^(all|the) /.test(sentence) ? capital(sentence) : sentence;
}
