import { classOf, type Endpoint } from '../../model/records/endpoint.ts';
import type { MailDomain } from '../../model/records/mail-domain.ts';
import type { UnknownGroup } from '../../model/output/report.ts';
import type { FailureCode } from '../../model/records/words.ts';
import { grouped } from '../format/grouped.ts';
import { FAILURE_TEXTS } from '../words/failure-words.ts';
import { mxSentence } from '../words/mx-words.ts';
import { claimOf } from '../words/outcome-words.ts';
import { questionsText } from '../words/problem-words.ts';
import { OwnHostsTable, type NameAt } from './own-hosts.ts';
import type { Provider } from './providers.ts';
import type { UnknownView } from './report-view.ts';

/** One unknown result: of an address, a domain, or the certificate of an address. */
interface Gap {
  reason: Pick<UnknownGroup, 'about' | 'words' | 'ours' | 'reason'>;
  /** The address, which is counted once however many providers it belongs to; null for a domain, which has one. */
  key: string | null;
  host: string;
}

/** The unknown results of one reason; the list of their hosts is in a table. */
interface Group {
  reason: Gap['reason'];
  keys: Set<string>;
  domains: number;
  list: number;
}

/**
 * The unknown results by reason: domains, then servers, limits of the scanner last, then certificates. Of each kind the
 * most frequent first, else in the order of the lists.
 */
export class UnknownTable {
  readonly #date: string;
  readonly #groups = new Map<string, Group>();
  readonly #hosts = new OwnHostsTable();

  /** @param date the day of the survey. */
  constructor(date: string) {
    this.#date = date;
  }

  /** Takes the next provider, in the order of the lists. */
  add(number: number, provider: Provider): void {
    const gaps = gapsOf(provider, this.#date);
    if (gaps.length === 0) return;
    for (const [text, own] of grouped(gaps, ({ reason }) => JSON.stringify(reason))) {
      const group = this.#groups.get(text) ?? this.#begin(text, own);
      for (const { key } of own) {
        if (key === null) group.domains++;
        else group.keys.add(key);
      }
      const hosts = [...new Set(own.map(({ host }) => host))];
      const isItself = hosts.length === 1 && hosts[0] === provider.name;
      this.#hosts.add(group.list, number, isItself ? null : hosts);
    }
  }

  groups(nameAt: NameAt): UnknownView[] {
    return [...this.#groups.values()]
      .map(({ reason, keys, domains, list }) => ({
        ...reason,
        total: keys.size + domains,
        providers: this.#hosts.of(list, nameAt),
      }))
      .sort((a, b) => rankOf(a) - rankOf(b) || b.total - a.total);
  }

  #begin(text: string, gaps: readonly Gap[]): Group {
    const [first] = gaps;
    if (first === undefined) throw new Error('a reason that nothing has');
    const group = {
      ...{ reason: first.reason, keys: new Set<string>(), domains: 0 },
      list: this.#hosts.begin(),
    };
    this.#groups.set(text, group);
    return group;
  }
}

function rankOf({ about, ours }: UnknownView): number {
  return { mx: 0, host: ours ? 2 : 1, certificate: 3 }[about];
}

function gapsOf(provider: Provider, date: string): Gap[] {
  const domains = provider.domains.flatMap(domainGap);
  const endpoints = provider.endpoints.flatMap((endpoint) => {
    const reason =
      endpoint.outcome === 'tls' ? certificateGap(endpoint) : serverGap(endpoint, date);
    const key = JSON.stringify([endpoint.host, endpoint.address]);
    return reason === null ? [] : [{ reason, key, host: endpoint.host }];
  });
  return [...domains, ...endpoints];
}

function domainGap({ domain, mx }: MailDomain): Gap[] {
  if (mx.kind !== 'failed') return [];
  const code = mx.failure?.code;
  const words = code === undefined ? [] : [code];
  const reason = mxSentence(mx) ?? '';
  return [{ reason: { about: 'mx', words, ours: isOurs(code), reason }, key: null, host: domain }];
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
