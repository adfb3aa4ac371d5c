import { classOf, type Endpoint } from '../../model/records/endpoint.ts';
import type { MailDomain } from '../../model/records/mail-domain.ts';
import type { OwnHosts, UnknownGroup } from '../../model/output/report.ts';
import type { FailureCode } from '../../model/records/words.ts';
import { grouped } from '../format/grouped.ts';
import { FAILURE_TEXTS } from '../words/failure-words.ts';
import { mxSentence } from '../words/mx-words.ts';
import { claimOf } from '../words/outcome-words.ts';
import { questionsText } from '../words/problem-words.ts';
import type { CategoryView, Provider } from './providers.ts';

/** One unknown result: of an address, a domain, or the certificate of an address. */
interface Gap {
  reason: Pick<UnknownGroup, 'about' | 'words' | 'ours' | 'reason'>;
  /** What is counted once, however many providers it belongs to. */
  key: string;
  holder: { category: string | null; provider: string };
  host: string;
}

/**
 * The unknown results by reason: domains, then servers, limits of the scanner last, then certificates. Of each kind the
 * most frequent first, else in the order of the lists.
 * @param date the day of the survey.
 */
export function unknownGroups(categories: readonly CategoryView[], date: string): UnknownGroup[] {
  const gaps = categories.flatMap(({ name, providers }) =>
    providers.flatMap((provider) => gapsOf(name, provider, date)),
  );
  return [...grouped(gaps, ({ reason }) => JSON.stringify(reason)).values()]
    .map(together)
    .sort((a, b) => rankOf(a) - rankOf(b) || b.total - a.total);
}

function rankOf({ about, ours }: UnknownGroup): number {
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
  const code = mx.failure?.code;
  const words = code === undefined ? [] : [code];
  const reason = mxSentence(mx) ?? '';
  return [
    {
      reason: { about: 'mx', words, ours: isOurs(code), reason },
      key: domain,
      holder,
      host: domain,
    },
  ];
}

function serverGap(
  endpoint: Exclude<Endpoint, { outcome: 'tls' }>,
  date: string,
): Gap['reason'] | null {
  if (classOf(endpoint) !== 'unknown') return null;
  const code = endpoint.failure?.code;
  return {
    about: 'host',
    words: [code ?? endpoint.outcome],
    ours: isOurs(code),
    reason: claimOf(endpoint, date),
  };
}

function isOurs(code: FailureCode | undefined): boolean {
  return code !== undefined && FAILURE_TEXTS[code].ours;
}

function certificateGap({
  certificate,
  problems,
  undetermined,
}: Extract<Endpoint, { outcome: 'tls' }>): Gap['reason'] | null {
  const about = 'certificate';
  if (problems?.includes('no-certificate')) return null;
  if (certificate === null || problems === null) {
    const reason =
      certificate === null
        ? 'which certificate the server has'
        : 'whether the certificate is valid';
    return { about, words: ['undetermined'], ours: false, reason };
  }
  if (undetermined.length === 0) return null;
  return { about, words: undetermined, ours: false, reason: questionsText(undetermined) };
}
