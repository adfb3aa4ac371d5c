import type { Snapshot } from '../model/records/snapshot.ts';
import { isQuiet, newsDocument, newsSection, type Compared, type News } from './changes-digest.ts';
import type { Document, Section } from './format/document.ts';
import { endingSoon } from './providers/ending-soon.ts';
import { providerFacts } from './providers/make-report.ts';
import { overview } from './providers/overview.ts';
import { holdingsOf } from './providers/presented-certificates.ts';
import { categoriesOf, type CategoryView } from './providers/providers.ts';
import { totalBlocks, totalsOf } from './providers/totals.ts';
import { certificatesOf } from './words/certificate-words.ts';
import { degradedWarning } from './words/degraded.ts';
import { shownCertificates, type Shown } from './words/shown-certificates.ts';
import { surveySubtitle, surveyTitle } from './words/survey-heading.ts';

/** What the end of a survey over lists is made with. */
export interface SurveyView {
  comparison: Compared;
  /** A certificate that ends within so many days is a warning. */
  endsWithin: number;
  /** The commands that print the sentences of this survey, all changes, and one provider over time. */
  commands: { report: string; diff: string; history: string };
}

/** The end of a survey over lists: an overview of its providers, the totals, and what changed since the survey before. */
export function surveyDocument(snapshot: Snapshot, view: SurveyView): Document {
  const { survey } = snapshot;
  const categories = withCertificates(snapshot);
  const { report, history } = view.commands;
  return {
    title: surveyTitle(survey),
    notes: [surveySubtitle(survey, survey.scanner.mxtls)],
    warning: degradedWarning(survey.degraded),
    sections: [
      { title: null, blocks: overviewOf(snapshot, categories, view) },
      { title: 'Totals', blocks: totalBlocks(totalsOf(snapshot, viewsOf(categories))) },
      ...(survey.degraded.length > 0 ? [] : [newsSection(newsOf(snapshot, categories, view))]),
      {
        title: null,
        blocks: [{ kind: 'line', text: `All in sentences: ${report}; over time: ${history}` }],
      },
    ],
  };
}

/** What is known of a survey over lists that was interrupted: the same for its finished domains, without changes. */
export function interruptedDocument(snapshot: Snapshot, view: SurveyView): Document {
  const { survey } = snapshot;
  const categories = withCertificates(snapshot);
  return {
    title: `${surveyTitle(survey)}, interrupted`,
    notes: [surveySubtitle(survey, survey.scanner.mxtls)],
    warning: degradedWarning(survey.degraded),
    sections: [
      { title: null, blocks: overviewOf(snapshot, categories, view) },
      { title: 'Totals', blocks: totalBlocks(totalsOf(snapshot, viewsOf(categories))) },
    ],
  };
}

/** What `--only-changes` prints: null where nothing changed, and no certificate ends soon. */
export function surveyNews(snapshot: Snapshot, view: SurveyView): Document | null {
  const news = newsOf(snapshot, withCertificates(snapshot), view);
  return isQuiet(news) ? null : newsDocument(news);
}

/** The providers of a survey with the certificates that they present. */
interface Presenting {
  name: string | null;
  providers: { provider: CategoryView['providers'][number]; shown: Shown[] }[];
}

function withCertificates(snapshot: Snapshot): Presenting[] {
  const certificates = certificatesOf(snapshot);
  return categoriesOf(snapshot).map(({ name, providers }) => ({
    name,
    providers: providers.map((provider) => ({
      provider,
      shown: shownCertificates(provider.endpoints, certificates, snapshot.survey.startedAt),
    })),
  }));
}

function viewsOf(categories: readonly Presenting[]): CategoryView[] {
  return categories.map(({ name, providers }) => ({
    name,
    providers: providers.map(({ provider }) => provider),
  }));
}

function overviewOf(
  { survey }: Snapshot,
  categories: readonly Presenting[],
  { comparison, endsWithin }: SurveyView,
): Section['blocks'] {
  const facts = categories.map(({ name, providers }) => ({
    name,
    providers: providers.map(({ provider, shown }) => providerFacts(provider, shown)),
  }));
  const at = survey.startedAt;
  const compared = comparison === 'first' ? null : comparison;
  const context = { at, endsWithin, changes: compared?.changes ?? [] };
  return overview(facts, context, compared?.before.date ?? null);
}

function newsOf(
  { survey }: Snapshot,
  categories: readonly Presenting[],
  { comparison, endsWithin, commands }: SurveyView,
): News {
  const holdings = holdingsOf(
    categories.flatMap(({ name, providers }) =>
      providers.map(({ provider, shown }) => ({ category: name, provider: provider.name, shown })),
    ),
  );
  const at = survey.startedAt;
  const ending = endingSoon(holdings, at, endsWithin);
  return { comparison, ending, endsWithin, at, diff: commands.diff, report: commands.report };
}
