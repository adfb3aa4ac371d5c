import { RecentValues } from '../../model/recent-values.ts';
import type { Certificate } from '../../model/records/certificate.ts';
import type { Endpoint } from '../../model/records/endpoint.ts';
import type { MailDomain } from '../../model/records/mail-domain.ts';
import type { SnapshotSource } from '../../model/records/snapshot-source.ts';
import type { Survey } from '../../model/records/survey.ts';
import { TimelineStore, StringPool } from './timeline-store.ts';
import { domainAnswers, type DomainAnswers } from '../answers/domain-answers.ts';
import {
  answersOf,
  HOST_QUESTIONS,
  type EndpointAnswers,
  type HostQuestion,
} from '../answers/endpoint-answers.ts';
import { EndpointTable } from '../tables/endpoint-table.ts';
import { judgedDomains, judgedHosts, type JudgedHost } from '../tables/judged.ts';
import type { Answers, Part } from '../answers/observed.ts';

/** The part of a certificate that histories show. */
export type LeafFacts = Pick<
  Certificate,
  'id' | 'subject' | 'issuer' | 'names' | 'namesTotal' | 'notAfter' | 'selfSigned'
>;

/** An address of a host in one survey, and the number of what it showed. */
type AddressAnswers = [address: string, endpoint: number];

/** What an endpoint showed: the reason for unknown answers, and the numbers of its answers, in the order of the questions. */
type EndpointRecord = [reason: string, ...answers: number[]];

/** So many parsed answers are kept. */
const KEPT = 256;

/** Stands for an unknown answer. */
const UNKNOWN = -1;

/**
 * What many surveys showed. Snapshots are read one after the other, record by record; it keeps a few bytes for each host,
 * domain and survey, and equal records once.
 */
export class HistoryBook {
  readonly surveys: Survey[] = [];
  // The texts were written here, right from these types.
  readonly #hosts = new TimelineStore((text) => JSON.parse(text) as AddressAnswers[]);
  readonly #domains = new TimelineStore((text) => JSON.parse(text) as DomainAnswers);
  readonly #endpoints = new StringPool();
  readonly #answers = new StringPool();
  /** Answers that were asked for lately, parsed: a few stand in most records. */
  readonly #parsed = new RecentValues<Answers>(KEPT);
  /** All providers that a domain ever was of, those that came first at first. */
  readonly providers = new Set<string>();
  /** All domains that ever stood for themselves. */
  readonly alone = new Set<string>();
  readonly #ever = new Map<string, Set<string>>();
  readonly #leaves = new Map<string, string>();

  /** Reads a snapshot. They come in the order of time. */
  add(source: SnapshotSource): void {
    this.surveys.push(source.survey);
    this.#hosts.begin();
    this.#domains.begin();
    const table = new EndpointTable();
    for (const host of judgedHosts(source)) {
      host.endpoints.forEach((endpoint) => {
        table.add(endpoint);
        this.#takeLeaf(endpoint, source);
      });
      this.#takeHost(host);
    }
    const asksMx = source.survey.settings.depth !== null;
    for (const domain of judgedDomains(source, table)) {
      const answers = domainAnswers(domain, asksMx);
      this.#domains.put(domain.domain, JSON.stringify(answers));
      this.#takeHolders(domain);
    }
  }

  hostNames(): string[] {
    return this.#hosts.names();
  }

  domainNames(): string[] {
    return this.#domains.names();
  }

  hasHost(name: string): boolean {
    return this.#hosts.has(name);
  }

  hasDomain(name: string): boolean {
    return this.#domains.has(name);
  }

  /** What a survey showed of a domain; null where it is not in it. */
  domain(name: string, survey: number): DomainAnswers | null {
    return this.#domains.at(name, survey);
  }

  /** The newest that is known of a domain; null for one that no survey knows. */
  latest(name: string): DomainAnswers | null {
    for (let survey = this.surveys.length - 1; survey >= 0; survey -= 1) {
      const seen = this.#domains.at(name, survey);
      if (seen !== null) return seen;
    }
    return null;
  }

  /** All domains that a provider or category ever had. */
  domainsEverOf(kind: string, name: string): string[] {
    return [...(this.#ever.get(`${kind} ${name}`) ?? [])];
  }

  /** The answers of a host in a survey, a part an address; empty where it is not in it. */
  hostParts(host: string, question: HostQuestion, survey: number): Part[] {
    const place = 1 + HOST_QUESTIONS.indexOf(question);
    return (this.#hosts.at(host, survey) ?? []).map(([name, endpoint]) => {
      const record = JSON.parse(this.#endpoints.at(endpoint)) as EndpointRecord;
      const answers = this.#answer(record[place]);
      return { name, answers, reasons: answers === null ? [record[0]] : [] };
    });
  }

  certificate(id: string): LeafFacts | null {
    const text = this.#leaves.get(id);
    return text === undefined ? null : (JSON.parse(text) as LeafFacts);
  }

  #takeHost({ host, endpoints }: JudgedHost): void {
    const observations = endpoints.map((each): AddressAnswers => {
      const number = this.#number(answersOf(each));
      return [each.address ?? '', number];
    });
    this.#hosts.put(host, JSON.stringify(observations));
  }

  #number({ answers, reason }: EndpointAnswers): number {
    const numbers = HOST_QUESTIONS.map((question) => {
      const answer = answers[question];
      return answer === null ? UNKNOWN : this.#answers.put(JSON.stringify(answer));
    });
    const record: EndpointRecord = [reason, ...numbers];
    return this.#endpoints.put(JSON.stringify(record));
  }

  #answer(number: string | number | undefined): Answers | null {
    if (typeof number !== 'number' || number === UNKNOWN) return null;
    const text = this.#answers.at(number);
    return this.#parsed.get(text, () => JSON.parse(text) as Answers);
  }

  #takeHolders({ domain, category, provider }: MailDomain): void {
    if (provider === null) this.alone.add(domain);
    else this.providers.add(provider);
    const holders = { provider, category };
    for (const [kind, name] of Object.entries(holders)) {
      if (name === null) continue;
      const key = `${kind} ${name}`;
      const ever = this.#ever.get(key) ?? new Set();
      this.#ever.set(key, ever.add(domain));
    }
  }

  #takeLeaf({ certificate: id }: Endpoint, source: SnapshotSource): void {
    if (id === null || this.#leaves.has(id)) return;
    const certificate = source.certificate(id);
    if (certificate === null) return;
    const { subject, issuer, names, namesTotal, notAfter, selfSigned } = certificate;
    const leaf = {
      id,
      subject,
      issuer,
      names: names.slice(0, 1),
      namesTotal,
      notAfter,
      selfSigned,
    };
    this.#leaves.set(id, JSON.stringify(leaf));
  }
}
