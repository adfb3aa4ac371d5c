import { EFFECTS } from '../../model/output/change-kinds.ts';
import {
  ANSWERS,
  ENDPOINT_CLASSES,
  LEVELS,
  PROBLEMS,
  STARTTLS_WORDS,
  TLS_VERSIONS,
} from '../../model/records/words.ts';
import type { Survey } from '../../model/records/survey.ts';
import { escapeShort } from '../format/terminal-escape.ts';
import { secondsOf } from './moments.ts';
import type { SurveyNumbers } from './survey-numbers.ts';

/** A value with what it is of; a null value is left out. */
interface Sample {
  labels: Readonly<Record<string, string>>;
  value: number | null;
}

/** A metric: all of them are gauges, as each survey may have more or less than the one before. */
interface Metric {
  name: string;
  help: string;
  samples: Sample[];
}

/** What a survey is watched by. */
export interface Watched {
  numbers: SurveyNumbers;
  /** The newest survey of the same lists, which may be one that cannot be trusted. */
  newest: Pick<Survey, 'startedAt' | 'degraded'>;
}

const NAME_CHARACTERS = 200;

/**
 * Numbers of a survey in the text format of Prometheus (version 0.0.4), piece by piece, for the textfile collector of
 * node_exporter.
 */
export function* prometheusText(watched: Watched): Generator<string> {
  for (const metric of metricsOf(watched)) {
    const series = seriesOf(metric);
    if (series.size === 0) continue;
    yield `# HELP ${metric.name} ${escaped(metric.help)}\n# TYPE ${metric.name} gauge\n`;
    for (const [name, value] of series) yield `${name} ${value}\n`;
  }
}

/**
 * The lines of a metric by what stands before their values. Names that are cut or escaped may become alike: the first one
 * stays, as a series that stands twice would be refused with the whole file.
 */
function seriesOf({ name, samples }: Metric): Map<string, number> {
  const series = new Map<string, number>();
  for (const { labels, value } of samples) {
    const pairs = Object.entries(labels).map(([label, text]) => `${label}="${labelText(text)}"`);
    const key = pairs.length === 0 ? name : `${name}{${pairs.join(',')}}`;
    if (value !== null && !series.has(key)) series.set(key, value);
  }
  return series;
}

/** Foreign text in a label: printable, then as the format writes it. */
function labelText(text: string): string {
  return escaped(escapeShort(text, NAME_CHARACTERS)).replaceAll('"', String.raw`\"`);
}

function escaped(text: string): string {
  return text.replaceAll('\\', String.raw`\\`).replaceAll('\n', String.raw`\n`);
}

function metricsOf({ numbers, newest }: Watched): Metric[] {
  return [
    ...surveyMetrics(numbers.survey),
    ...newestMetrics(newest),
    ...addressMetrics(numbers),
    ...categoryMetrics(numbers),
    ...providerMetrics(numbers),
    ...changeMetrics(numbers),
  ];
}

function metric(name: string, help: string, samples: Sample[]): Metric {
  return { name: `mxtls_${name}`, help, samples };
}

function alone(value: number): Sample[] {
  return [{ labels: {}, value }];
}

function surveyMetrics({
  startedAt,
  finishedAt,
  degraded,
  vantage,
  settings,
  scanner,
}: Survey): Metric[] {
  const labels = { vantage: vantage ?? '', depth: settings.depth ?? '', mxtls: scanner.mxtls };
  return [
    metric('survey_info', 'The survey that these numbers are of.', [{ labels, value: 1 }]),
    metric('survey_start_timestamp_seconds', 'When the survey began.', alone(secondsOf(startedAt))),
    metric('survey_end_timestamp_seconds', 'When the survey ended.', alone(secondsOf(finishedAt))),
    metric(
      'survey_degraded',
      'Whether the survey cannot be trusted (1); its numbers say nothing of servers then.',
      alone(degraded.length > 0 ? 1 : 0),
    ),
  ];
}

function newestMetrics({ startedAt, degraded }: Watched['newest']): Metric[] {
  return [
    metric(
      'newest_survey_start_timestamp_seconds',
      'When the newest survey of these lists began, whether it can be trusted or not.',
      alone(secondsOf(startedAt)),
    ),
    metric(
      'newest_survey_degraded',
      'Whether the newest survey of these lists cannot be trusted (1).',
      alone(degraded.length > 0 ? 1 : 0),
    ),
    metric(
      'newest_survey_degraded_reason',
      'Why the newest survey of these lists cannot be trusted.',
      degraded.map((reason) => ({ labels: { reason }, value: 1 })),
    ),
  ];
}

function addressMetrics({ survey, versions, problems, undetermined }: SurveyNumbers): Metric[] {
  return [
    metric(
      'addresses',
      'Addresses of MX hosts by class; unknown is none of the others.',
      ENDPOINT_CLASSES.map((word) => ({ labels: { class: word }, value: survey.counts[word] })),
    ),
    metric(
      'version_addresses',
      'Addresses with TLS by version and whether they speak it; untested is neither yes nor no.',
      TLS_VERSIONS.flatMap((version) =>
        ANSWERS.map((answer) => ({
          labels: { version, answer },
          value: versions.get(`${version} ${answer}`) ?? 0,
        })),
      ),
    ),
    metric(
      'problem_addresses',
      'Addresses by problem of their certificate; one may have several.',
      PROBLEMS.map((problem) => ({ labels: { problem }, value: problems.get(problem) ?? 0 })),
    ),
    metric(
      'undetermined_addresses',
      'Addresses by problem of which it is unknown whether their certificate has it.',
      PROBLEMS.map((problem) => ({ labels: { problem }, value: undetermined.get(problem) ?? 0 })),
    ),
  ];
}

function categoryMetrics({ categories, omitted }: SurveyNumbers): Metric[] {
  const named = categories.map((each) => ({ ...each, category: each.name ?? '' }));
  return [
    metric(
      'domains',
      'Domains by category and level.',
      named.flatMap(({ category, levels }) =>
        LEVELS.map((level) => ({ labels: { category, level }, value: levels.get(level) ?? 0 })),
      ),
    ),
    metric(
      'starttls_domains',
      'Domains by category and how many of their known servers offer STARTTLS.',
      named.flatMap(({ category, starttls }) =>
        [...STARTTLS_WORDS, 'no-mail' as const].map((word) => ({
          labels: { category, starttls: word },
          value: starttls.get(word) ?? 0,
        })),
      ),
    ),
    metric(
      'certificate_next_end_timestamp_seconds',
      'When the next certificate ends, of those that had not ended at the survey.',
      named.map(({ category, nextEnd }) => ({ labels: { category }, value: seconds(nextEnd) })),
    ),
    metric('omitted', 'Categories and providers that are too many for numbers of their own.', [
      { labels: { label: 'category' }, value: omitted.categories },
      { labels: { label: 'provider' }, value: omitted.providers },
    ]),
  ];
}

function providerMetrics({ providers }: SurveyNumbers): Metric[] {
  const named = providers.map((each) => ({
    ...each,
    labels: { category: each.category ?? '', provider: each.name },
  }));
  return [
    metric(
      'provider_addresses',
      'Addresses of the MX hosts of a provider by class.',
      named.flatMap(({ labels, classes }) =>
        ENDPOINT_CLASSES.map((word) => ({
          labels: { ...labels, class: word },
          value: classes.get(word) ?? 0,
        })),
      ),
    ),
    metric(
      'provider_certificate_next_end_timestamp_seconds',
      'When the next certificate of a provider ends, of those that had not ended at the survey.',
      named.map(({ labels, nextEnd }) => ({ labels, value: seconds(nextEnd) })),
    ),
  ];
}

function seconds(instant: string | null): number | null {
  return instant === null ? null : secondsOf(instant);
}

function changeMetrics({ changes }: SurveyNumbers): Metric[] {
  const help =
    'Changes since the survey before by effect, without certificates renewed as usual; absent where there is none to compare with.';
  return [
    metric(
      'changes',
      help,
      EFFECTS.map((effect) => ({ labels: { effect }, value: changes && changes[effect] })),
    ),
  ];
}
