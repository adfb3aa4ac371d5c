import { matchesName } from '../judge/name-match.ts';
import type { Certificate } from '../model/certificate.ts';
import type { Endpoint } from '../model/endpoint.ts';
import { PROBLEMS, type Problem } from '../model/words.ts';
import {
  authorityName,
  coveredNames,
  faultsOf,
  presentedBy,
  type Presented,
} from './certificate-words.ts';
import { dayOf } from './dates.ts';
import { grouped } from './grouped.ts';
import { capital, counted, listed } from './layout.ts';
import type { Neighbours } from './neighbours.ts';
import type { Provider } from './providers.ts';
import { escapeTerminal } from './terminal-escape.ts';
import { mismatchMeaning } from './tls-lines.ts';
import { PROBLEM_NAMES } from './words.ts';

/** One certificate of a provider with the hosts that presented it; `problems` are those of any of them. */
interface Shown {
  presented: Presented;
  hosts: string[];
  mismatched: string[];
  problems: readonly Problem[];
  judged: 'fully' | 'partly' | 'not';
}

/** So many certificates with the same to say of them are told in one sentence; the faults of a pair are told apart. */
const ALIKE = { faultless: 2, faulty: 3 };
const TOLD = 8;

/**
 * What is to be said of a provider's certificates, in sentences without full stops; none where no server speaks TLS.
 * @param at the instant that they were judged at.
 */
export function certificateSentences(
  provider: Provider,
  certificates: ReadonlyMap<string, Certificate>,
  at: string,
  neighbours: Neighbours,
): string[] {
  const speaking = provider.endpoints.filter(({ end }) => end === 'tls');
  const presented = speaking.flatMap((endpoint) => presentedBy(endpoint, certificates, at) ?? []);
  const shown = [...grouped(presented, ({ certificate }) => certificate.id).values()].map(summary);
  const byLook = [...grouped(shown, lookOf).values()];
  const sentences = byLook.flatMap((alike) =>
    alike.length >= enough(alike)
      ? [ownEach(alike, neighbours)]
      : alike.map((each) => sentence(each, neighbours)),
  );
  const told = sentences.slice(0, TOLD);
  const more = sentences.length - told.length;
  return [
    ...told,
    ...(more === 0 ? [] : [`${counted(more, 'more certificate')} in the snapshot`]),
    ...withoutOne(speaking, certificates, neighbours),
    ...mismatchRemark(shown, provider),
  ];
}

function enough([first]: readonly Shown[]): number {
  return first?.problems.length === 0 ? ALIKE.faultless : ALIKE.faulty;
}

/** One certificate with what is to be said of it: `a valid certificate for mail.a.gr, by R11, until 2027-01-02`. */
export function certificatePhrase(presented: Presented, neighbours: Neighbours): string {
  const shown = summary([presented]);
  const details = detailsOf(shown, neighbours);
  return `a ${kindOf(shown)}certificate${details === '' ? '' : ` ${details}`}`;
}

function summary(alike: Presented[]): Shown {
  const [presented] = alike;
  if (presented === undefined) throw new Error('a certificate that nobody presented');
  const hosts = [...new Set(alike.map(({ endpoint }) => endpoint.host))];
  const has =
    (problem: Problem) =>
    ({ endpoint }: Presented) =>
      endpoint.problems?.includes(problem) === true;
  const mismatched = alike.filter(has('name-mismatch')).map(({ endpoint }) => endpoint.host);
  const known = alike.filter(({ endpoint }) => endpoint.problems !== null);
  const partly = known.some(({ endpoint }) => endpoint.unjudged.length > 0);
  return {
    presented: known[0] ?? presented,
    hosts,
    mismatched: [...new Set(mismatched)],
    problems: PROBLEMS.filter((problem) => alike.some(has(problem))),
    judged: known.length === 0 ? 'not' : partly ? 'partly' : 'fully',
  };
}

/** Certificates of one host each that look alike are told together; a shared one is always told by itself. */
function lookOf({ hosts, problems, judged, presented }: Shown): string {
  return hosts.length > 1 ? presented.certificate.id : JSON.stringify([problems, judged]);
}

/** `all mail*.dt-one.com use the same self-signed certificate`. */
function sentence(shown: Shown, neighbours: Neighbours): string {
  const several = shown.hosts.length > 1;
  const subject = neighbours.tlsSubject(shown.hosts);
  const kind = `${kindOf(shown)}certificate`;
  const what = several ? `use the same ${kind}` : `has a ${kind}`;
  const details = detailsOf(shown, neighbours);
  return capitalHost(
    `${subject} ${what}${details === '' ? '' : `${several ? ', ' : ' '}${details}`}`,
  );
}

/** `all *.ote.gr have valid certificates of their own, the first of them until 2027-01-02`. */
function ownEach(alike: readonly Shown[], neighbours: Neighbours): string {
  const subject = neighbours.tlsSubject(alike.flatMap(({ hosts }) => hosts));
  const [first] = alike;
  if (first === undefined) throw new Error('certificates of nobody');
  const { problems, judged } = first;
  const ends = alike.flatMap(({ presented }) => presented.certificate.notAfter ?? []).sort();
  const until = ends[0] === undefined ? '' : `, the first to end on ${dayOf(ends[0])}`;
  if (problems.length === 0) return capitalHost(`${subject} have ${SEVERAL[judged]}${until}`);
  const faults = problems.map((problem) => PROBLEM_NAMES[problem]);
  return capitalHost(`${subject} have certificates of their own, each of which ${listed(faults)}`);
}

const SEVERAL = {
  fully: 'valid certificates of their own',
  partly: 'certificates of their own, in order as far as could be told',
  not: 'certificates of their own, which could not be judged',
} as const satisfies Record<Shown['judged'], string>;

function kindOf({ presented, problems, judged, hosts }: Shown): string {
  const { names } = presented.certificate;
  const isExact = hosts.every((host) => names.some((name) => name.toLowerCase() === host));
  const wildcard = !isExact && hosts.every((host) => matchesName(names, host)) ? 'wildcard ' : '';
  if (problems.length === 0 && judged === 'fully') return `valid ${wildcard}`;
  return problems.includes('self-signed') ? `self-signed ${wildcard}` : wildcard;
}

function detailsOf(shown: Shown, neighbours: Neighbours): string {
  const { presented, judged } = shown;
  const { certificate } = presented;
  const identity = identityOf(certificate, shown.hosts);
  if (judged === 'not') return `${identity}, that could not be judged`;
  const faults = sharedFaults(shown, neighbours);
  if (faults.length > 0) return faults.join(', ');
  return judged === 'fully' ? identity : `${identity}, in order as far as could be told`;
}

/** For whom, where that is not the one host that has it; by whom; until when. */
function identityOf(certificate: Certificate, hosts: readonly string[]): string {
  const { issuer, selfSigned, notAfter } = certificate;
  const names = coveredNames(certificate);
  return [
    ...(names === escapeTerminal(hosts.join()) ? [] : [`for ${names}`]),
    ...(issuer === '' || selfSigned ? [] : [`by ${authorityName(issuer)}`]),
    ...(notAfter === null ? [] : [`until ${dayOf(notAfter)}`]),
  ].join(', ');
}

/** The faults of a certificate; its kind says already that it is self-signed, and its hosts share a name that is wrong. */
function sharedFaults(shown: Shown, neighbours: Neighbours): string[] {
  const { presented, mismatched, hosts, problems } = shown;
  const { certificate, endpoint } = presented;
  const ownProblems = problems.filter((each) => each !== 'self-signed' && each !== 'name-mismatch');
  const faults = faultsOf({ ...presented, endpoint: { ...endpoint, problems: ownProblems } });
  if (mismatched.length === 0) return faults;
  if (certificate.namesTotal === 0) return [...faults, 'valid for no host name at all'];
  const whom =
    mismatched.length === hosts.length && hosts.length > 1
      ? 'their own names'
      : neighbours.subject(mismatched);
  return [...faults, `valid for ${coveredNames(certificate)}, not for ${whom}`];
}

function withoutOne(
  speaking: readonly Endpoint[],
  certificates: ReadonlyMap<string, Certificate>,
  neighbours: Neighbours,
): string[] {
  const without = speaking.filter(({ certificate }) => !certificates.has(certificate ?? ''));
  const bare = hostsOf(without.filter(({ problems }) => problems?.includes('no-certificate')));
  const untold = hostsOf(without).filter((host) => !bare.includes(host));
  return [
    ...(bare.length === 0
      ? []
      : [
          `${neighbours.subject(bare)} ${bare.length > 1 ? 'speak' : 'speaks'} TLS without a certificate`,
        ]),
    ...(untold.length === 0
      ? []
      : [
          `the ${untold.length > 1 ? 'certificates' : 'certificate'} of ${neighbours.subject(untold)} could not be told`,
        ]),
  ].map(capitalHost);
}

function hostsOf(endpoints: readonly Endpoint[]): string[] {
  return [...new Set(endpoints.map(({ host }) => host))];
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
