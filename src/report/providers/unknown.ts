import { classOf, type Endpoint } from '../../model/records/endpoint.ts';
import type { MailDomain } from '../../model/records/mail-domain.ts';
import type { OwnHosts, UnknownGroup } from '../../model/output/report.ts';
import type { FailureCode, Problem } from '../../model/records/words.ts';
import { grouped } from '../format/grouped.ts';
import { listed } from '../format/layout.ts';
import { claimOf, failureWords } from '../words/outcome-words.ts';
import type { CategoryView, Provider } from './providers.ts';
import { MX_SENTENCES, QUESTION_NAMES } from '../words/words.ts';

/** Failures of our own side; they say nothing of a server. */
const OURS: ReadonlySet<FailureCode> = new Set(['no-ipv6', 'local-limit', 'blocked']);

/** One thing that could not be told: of an address, a domain, or the certificate of an address. */
interface Gap {
  reason: Pick<UnknownGroup, 'about' | 'words' | 'ours' | 'reason'>;
  /** What is counted once, however many providers it serves. */
  key: string;
  holder: { category: string | null; provider: string };
  host: string;
}

/**
 * What could not be told and why: domains, then servers, those that are our own fault last, then certificates. Of each kind
 * the most frequent first, else in the order of the lists.
 * @param date the day of the survey.
 */
export function untoldOf(categories: readonly CategoryView[], date: string): UnknownGroup[] {
  const gaps = categories.flatMap(({ name, providers }) =>
    providers.flatMap((provider) => gapsOf(name, provider, date)),
  );
  return [...grouped(gaps, ({ reason }) => JSON.stringify(reason)).values()]
    .map(together)
    .sort((a, b) => placeOf(a) - placeOf(b) || b.total - a.total);
}

function placeOf({ about, ours }: UnknownGroup): number {
  return { mx: 0, host: ours ? 2 : 1, certificate: 3 }[about];
}

function together(gaps: Gap[]): UnknownGroup {
  const [first] = gaps;
  if (first === undefined) throw new Error('a reason that nothing has');
  const byHolder = grouped(gaps, ({ holder }) => JSON.stringify(holder));
  const providers = [...byHolder.values()].flatMap((own): OwnHosts[] => {
    const [some] = own;
    return some === undefined
      ? []
      : [{ ...some.holder, hosts: [...new Set(own.map(({ host }) => host))] }];
  });
  return { ...first.reason, total: new Set(gaps.map(({ key }) => key)).size, providers };
}

function gapsOf(category: string | null, provider: Provider, date: string): Gap[] {
  const holder = { category, provider: provider.name };
  const domains = provider.domains.flatMap((domain) => domainGap(domain, holder));
  const endpoints = provider.endpoints.flatMap((endpoint) => {
    const reason =
      endpoint.outcome === 'tls' ? certificateGap(endpoint) : serverGap(endpoint, date);
    const key = JSON.stringify([endpoint.host, endpoint.address]);
    return reason === null ? [] : [{ reason, key, holder, host: endpoint.host }];
  });
  return [...domains, ...endpoints];
}

function domainGap({ domain, mx }: MailDomain, holder: Gap['holder']): Gap[] {
  if (mx.kind !== 'failed') return [];
  const why = mx.failure === null ? '' : `: ${failureWords(mx.failure)}`;
  const reason = `${MX_SENTENCES.failed}${why}`;
  const words = mx.failure === null ? [] : [mx.failure.code];
  const ours = mx.failure !== null && OURS.has(mx.failure.code);
  return [{ reason: { about: 'mx', words, ours, reason }, key: domain, holder, host: domain }];
}

function serverGap(
  endpoint: Exclude<Endpoint, { outcome: 'tls' }>,
  date: string,
): Gap['reason'] | null {
  if (classOf(endpoint) !== 'unknown') return null;
  const word = endpoint.failure?.code;
  return {
    about: 'host',
    words: [word ?? endpoint.outcome],
    ours: word !== undefined && OURS.has(word),
    reason: claimOf(endpoint, date),
  };
}

function certificateGap({
  certificate,
  problems,
  undetermined,
}: Extract<Endpoint, { outcome: 'tls' }>): Gap['reason'] | null {
  const about = 'certificate';
  if (problems?.includes('no-certificate')) return null;
  if (certificate === null || problems === null) {
    const reason = certificate === null ? 'which certificate it has' : 'whether it is in order';
    return { about, words: ['undetermined'], ours: false, reason };
  }
  if (undetermined.length === 0) return null;
  return { about, words: undetermined, ours: false, reason: questionsText(undetermined) };
}

/** Questions that one fact answers, or leaves open, together. */
const TOGETHER: readonly { questions: readonly Problem[]; text: string }[] = [
  {
    questions: ['self-signed', 'untrusted-issuer', 'incomplete-chain', 'issuer-expired'],
    text: 'whether its chain leads to a trusted root',
  },
  {
    questions: ['weak-key', 'weak-signature'],
    text: 'whether its key or signature is weak',
  },
];

function questionsText(undetermined: readonly Problem[]): string {
  const whole = TOGETHER.filter(({ questions }) =>
    questions.every((each) => undetermined.includes(each)),
  );
  const covered = new Set(whole.flatMap(({ questions }) => questions));
  const single = undetermined.filter((each) => !covered.has(each));
  return listed(
    [...single.map((each) => QUESTION_NAMES[each]), ...whole.map(({ text }) => text)],
    'or',
  );
}
