import type { HistoryBook } from '../../compare/history/history-book.ts';
import type { Subject } from '../../compare/history/subjects.ts';
import type { Change, Comparison } from '../../model/output/change.ts';
import { toUnicode } from '../../model/names/domain-name.ts';
import type { Endpoint } from '../../model/records/endpoint.ts';
import type { MailDomain } from '../../model/records/mail-domain.ts';
import {
  REPORT_FORMAT,
  type Report,
  type ReportedCertificate,
  type ReportedChanges,
  type ReportedDomain,
  type ReportedProvider,
} from '../../model/output/report.ts';
import type { Snapshot } from '../../model/records/snapshot.ts';
import type { Survey } from '../../model/records/survey.ts';
import { certificatesOf } from '../words/certificate-words.ts';
import { changesView } from '../changes/changes-view.ts';
import { makeNeighbours } from '../words/neighbours.ts';
import { expiringOf, holdingsOf, sharedOf } from './presented-certificates.ts';
import { certificateSentences } from './provider-certificates.ts';
import { tlsSentences } from './provider-tls.ts';
import { categoriesOf, isListed, type Provider } from './providers.ts';
import { makeSinces, type Sinces } from './report-since.ts';
import { shownCertificates, type Shown } from '../words/shown-certificates.ts';
import { rankingOf } from './ranking.ts';
import { totalsOf } from './totals.ts';
import { unknownGroups } from './unknown.ts';
import { spokenTls, spokenVersions } from '../words/version-words.ts';

/** What a report is made from. */
export interface ReportFacts {
  /** The survey, judged again by today's rules. */
  snapshot: Snapshot;
  /** When the next survey is due; null where that is not known. */
  next: string | null;
  /** All good surveys up to this one; null: the report does not say since when. */
  book: HistoryBook | null;
  /** What changed since the survey before; null for none. */
  comparison: Comparison | null;
}

/** Makes the report on a survey: its sentences and the facts behind them, for every output format. */
export function makeReport({ snapshot, next, book, comparison }: ReportFacts): Report {
  const { survey, endpoints } = snapshot;
  const { date, startedAt: at } = survey;
  const views = categoriesOf(snapshot);
  const certificates = certificatesOf(snapshot);
  const neighbours = makeNeighbours(endpoints);
  const sinces = book === null ? NO_SINCES : makeSinces(book);
  const categories = views.map(({ name, providers }) => ({
    name,
    providers: providers.map((provider) => ({
      provider,
      shown: shownCertificates(provider.endpoints, certificates, at),
    })),
  }));
  const holdings = holdingsOf(
    categories.flatMap(({ name, providers }) =>
      providers.map(({ provider, shown }) => ({ category: name, provider: provider.name, shown })),
    ),
  );
  return {
    format: REPORT_FORMAT,
    survey: surveyFacts(survey, next),
    categories: categories.map(({ name, providers }) => ({
      name,
      providers: providers.map(({ provider, shown }) =>
        reportedProvider(provider, shown, sinces, {
          tls: withSince(
            tlsSentences(provider, date, neighbours),
            sinces.sentences(subjectOf(provider)),
          ),
          certificate: certificateSentences(provider, certificates, at, neighbours),
        }),
      ),
    })),
    totals: totalsOf(snapshot, views),
    ranking: rankingOf(views),
    expiring: expiringOf(holdings, { at, next }),
    shared: sharedOf(holdings, neighbours),
    unknown: unknownGroups(views, date),
    changes: comparison === null ? null : reportedChanges(comparison),
  };
}

const NO_SINCES: Sinces = { sentences: () => [], domain: () => ({ tls: null, level: null }) };

/** Puts the sentences on since when behind the verdict, before its details. */
function withSince([verdict, ...details]: string[], since: string[]): string[] {
  return verdict === undefined ? [] : [verdict, ...since, ...details];
}

function subjectOf(provider: Provider): Subject {
  return { kind: isListed(provider) ? 'provider' : 'domain', name: provider.name };
}

function reportedChanges(comparison: Comparison): ReportedChanges {
  const { title, scanner, sections, totals } = changesView(comparison, null);
  const since = comparison.before.date;
  const changes = comparison.changes.map(withoutEvidence);
  const visibilityChanges = comparison.visibilityChanges.map(withoutEvidence);
  return { since, title, scanner, sections, totals, changes, visibilityChanges };
}

function withoutEvidence<Kind>(change: Evident<Kind>): Omit<Evident<Kind>, 'before' | 'after'> {
  const { kind, topic, effect, subject, lastKnown, concerns, levels, hosts } = change;
  return { kind, topic, effect, subject, lastKnown, concerns, levels, hosts };
}

type Evident<Kind> = Omit<Change, 'kind'> & { kind: Kind };

function surveyFacts(survey: Survey, next: string | null): Report['survey'] {
  const { date, startedAt, vantage, degraded, families, settings, lists, counts } = survey;
  const { mxtls } = survey.scanner;
  return { date, startedAt, vantage, degraded, families, settings, lists, counts, mxtls, next };
}

function reportedProvider(
  provider: Provider,
  shown: readonly Shown[],
  sinces: Sinces,
  sentences: Pick<ReportedProvider, 'tls' | 'certificate'>,
): ReportedProvider {
  const { name, listed, domains, certificates } = providerFacts(provider, shown, sinces);
  return { name, listed, ...sentences, domains, certificates };
}

/** The facts of a provider, which nothing is said of yet. */
export function providerFacts(
  provider: Provider,
  shown: readonly Shown[],
  sinces: Sinces = NO_SINCES,
): Pick<ReportedProvider, 'name' | 'listed' | 'domains' | 'certificates'> {
  return {
    name: provider.name,
    listed: isListed(provider),
    domains: provider.domains.map((domain) =>
      reportedDomain(domain, provider.endpointsOf(domain), sinces),
    ),
    certificates: shown.map(reportedCertificate),
  };
}

function reportedDomain(
  domain: MailDomain,
  endpoints: readonly Endpoint[],
  sinces: Sinces,
): ReportedDomain {
  const { level, decidedBy, starttls, tls, problems, counts, mx, mtaSts, tlsRpt } = domain;
  return {
    domain: domain.domain,
    unicode: toUnicode(domain.domain),
    level,
    decidedBy,
    starttls,
    tls,
    spoken: spokenVersions(endpoints.flatMap((each) => each.tls ?? [])),
    problems,
    counts,
    mx: mx.kind,
    hosts: mx.hosts.map(({ host }) => host),
    mtaSts: mtaSts && { state: mtaSts.state, mode: mtaSts.policy?.mode ?? null },
    tlsRpt: tlsRpt?.state ?? null,
    since: sinces.domain(domain.domain),
    lowest: lowestOf(endpoints),
  };
}

function lowestOf(endpoints: readonly Endpoint[]): ReportedDomain['lowest'] {
  const spoken = spokenTls(endpoints);
  return spoken?.isLowest === true ? spoken.lowest : null;
}

function reportedCertificate(shown: Shown): ReportedCertificate {
  const { presented, hosts, mismatched, problems, undetermined, judged } = shown;
  const { id, subject, issuer, names, namesTotal, notBefore, notAfter, selfSigned } =
    presented.certificate;
  return {
    ...{ id, subject, issuer, names, namesTotal, notBefore, notAfter, selfSigned },
    hosts,
    mismatched,
    problems: judged === 'not' ? null : [...problems],
    undetermined: [...undetermined],
  };
}
