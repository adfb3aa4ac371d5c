import type { Certificate } from '../model/certificate.ts';
import type { Endpoint } from '../model/endpoint.ts';
import type { MailDomain } from '../model/mail-domain.ts';
import type { SnapshotSource } from '../model/snapshot-source.ts';
import type { Survey } from '../model/survey.ts';
import { Chronicle, Pool } from './chronicle.ts';
import { domainAnswers, type DomainAnswers } from './domain-answers.ts';
import {
  answersOf,
  HOST_QUESTIONS,
  type EndpointAnswers,
  type HostQuestion,
} from './endpoint-answers.ts';
import { EndpointTable } from './endpoint-table.ts';
import { judgedDomains, judgedHosts, type JudgedHost } from './judged.ts';
import type { Answers, Part } from './seen.ts';

/** What of a certificate is told in a history. */
export type LeafFacts = Pick<
  Certificate,
  'id' | 'subject' | 'issuer' | 'names' | 'namesTotal' | 'notAfter' | 'selfSigned'
>;

/** The addresses of a host in one survey, and what each showed. */
interface HostSeen {
  addresses: readonly string[];
  answers: readonly number[];
}

/**
 * What many surveys showed, each asked record by record and gone before the next: of each host and domain a few bytes a
 * survey, and equal things once.
 */
export class HistoryBook {
  readonly surveys: Survey[] = [];
  readonly #hosts = new Chronicle<HostSeen>();
  readonly #domains = new Chronicle<DomainAnswers>();
  readonly #endpoints = new Pool<EndpointAnswers>();
  readonly #answers = new Pool<Answers>();
  /** All providers that a domain ever was of, those that came first at first. */
  readonly providers = new Set<string>();
  readonly #ever = new Map<string, Set<string>>();
  readonly #leaves = new Map<string, LeafFacts>();

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
      this.#domains.put(domain.domain, JSON.stringify(answers), () => answers);
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
  everOf(kind: string, name: string): string[] {
    return [...(this.#ever.get(`${kind} ${name}`) ?? [])];
  }

  /** The answers of a host in a survey, a part an address; empty where it is not in it. */
  hostParts(host: string, question: HostQuestion, survey: number): Part[] {
    const seen = this.#hosts.at(host, survey);
    if (seen === null) return [];
    return seen.addresses.map((name, index) => {
      const { answers, reason } = this.#endpoints.at(seen.answers[index] ?? 0);
      const answer = answers[question];
      return { name, answers: answer, reasons: answer === null ? [reason] : [] };
    });
  }

  certificate(id: string): LeafFacts | null {
    return this.#leaves.get(id) ?? null;
  }

  #takeHost({ host, endpoints }: JudgedHost): void {
    const answers = endpoints.map((each) => this.#number(answersOf(each)));
    const addresses = endpoints.map(({ address }) => address ?? '');
    const key = addresses.map((address, index) => `${address}=${answers[index] ?? 0}`).join();
    this.#hosts.put(host, key, () => ({ addresses, answers }));
  }

  #number({ answers, reason }: EndpointAnswers): number {
    const shared = HOST_QUESTIONS.map((question) => this.#shared(answers[question]));
    const key = `${reason} ${shared.map(({ number }) => number).join()}`;
    return this.#endpoints.put(key, () => {
      const [tls, lowest, ssl3, certificate, problems, dane] = shared.map(({ answer }) => answer);
      return {
        answers: {
          tls: tls ?? null,
          lowest: lowest ?? null,
          ssl3: ssl3 ?? null,
          certificate: certificate ?? null,
          problems: problems ?? null,
          dane: dane ?? null,
        },
        reason,
      };
    });
  }

  #shared(answer: Answers | null): { number: number; answer: Answers | null } {
    if (answer === null) return { number: -1, answer };
    const number = this.#answers.put(JSON.stringify(answer), () => answer);
    return { number, answer: this.#answers.at(number) };
  }

  #takeHolders({ domain, category, provider }: MailDomain): void {
    if (provider !== null) this.providers.add(provider);
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
    this.#leaves.set(id, leaf);
  }
}
