import type { SeekableSource } from '../model/records/snapshot-source.ts';
import { isQuiet, newsDocument, newsSection, type Compared, type News } from './changes-digest.ts';
import type { Document, Section } from './document/document.ts';
import { endingSoon } from './ending-soon.ts';
import { overviewBlocks } from './overview/overview-blocks.ts';
import { providersOf } from './providers/providers.ts';
import { surveyFacts, type SurveyFacts } from './providers/survey-facts.ts';
import { totalBlocks } from './providers/totals.ts';
import { degradedWarning } from './words/degraded.ts';
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
export function surveyDocument(
  source: SeekableSource,
  view: SurveyView,
  facts = factsOf(source, view),
): Document {
  const { survey } = source;
  const { report, history } = view.commands;
  return {
    title: surveyTitle(survey),
    notes: [surveySubtitle(survey, survey.scanner.mxtls)],
    warning: degradedWarning(survey.degraded),
    sections: [
      ...factSections(source, facts, view),
      ...(survey.degraded.length > 0 ? [] : [newsSection(newsOf(source, facts, view))]),
      {
        title: null,
        blocks: [{ kind: 'line', text: `All in sentences: ${report}; over time: ${history}` }],
      },
    ],
  };
}

/** What is known of a survey over lists that was interrupted: the same for its finished domains, without changes. */
export function interruptedDocument(source: SeekableSource, view: SurveyView): Document {
  const { survey } = source;
  return {
    title: `${surveyTitle(survey)}, interrupted`,
    notes: [surveySubtitle(survey, survey.scanner.mxtls)],
    warning: degradedWarning(survey.degraded),
    sections: factSections(source, factsOf(source, view), view),
  };
}

/** What `--only-changes` prints: null where nothing changed, and no certificate ends soon. */
export function surveyNews(
  source: SeekableSource,
  view: SurveyView,
  facts = factsOf(source, view),
): Document | null {
  const news = newsOf(source, facts, view);
  return isQuiet(news) ? null : newsDocument(news);
}

/** What all providers of a survey come to together: read once, for all that is said of it. */
export function factsOf(
  source: SeekableSource,
  { comparison, endsWithin }: SurveyView,
): SurveyFacts {
  const changes = isCompared(comparison) ? comparison.changes : [];
  return surveyFacts(providersOf(source), { endsWithin, changes });
}

function isCompared(comparison: Compared): comparison is Exclude<Compared, 'first' | null> {
  return comparison !== null && comparison !== 'first';
}

function factSections(
  { survey }: SeekableSource,
  { overview, totals }: SurveyFacts,
  { comparison }: SurveyView,
): Section[] {
  const since = isCompared(comparison) ? comparison.before.date : null;
  return [
    { title: null, blocks: overviewBlocks({ overview, at: survey.startedAt, since }) },
    { title: 'Totals', blocks: totalBlocks(totals) },
  ];
}

/** What is new in a survey. */
export function newsOf(
  { survey }: SeekableSource,
  { holdings }: SurveyFacts,
  { comparison, endsWithin, commands }: SurveyView,
): News {
  const at = survey.startedAt;
  const ending = endingSoon(holdings, at, endsWithin);
  return { comparison, ending, endsWithin, at, diff: commands.diff, report: commands.report };
}
