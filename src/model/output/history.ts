import { z } from 'zod';
import { jsonSchemaOf } from '../records/json-schema.ts';
import { SurveySchema } from '../records/survey.ts';

export const HISTORY_FORMAT = 'mxtls-history/1';

const count = z.int().min(0);

/** What a history can be about. */
export const SUBJECT_KINDS = ['category', 'provider', 'domain', 'host'] as const;

/** What is followed over time, each question by itself. */
const QUESTIONS = [
  'level',
  'tls',
  'lowest',
  'ssl3',
  'certificate',
  'problems',
  'dane',
  'mta-sts',
  'tls-rpt',
  'mx',
  'provider',
] as const;

/** What one survey showed of a subject in all. */
export const MARKS = [
  'valid',
  'tls',
  'some',
  'none',
  'broken',
  'no-mail',
  'unknown',
  'not-observed',
  'partly-unknown',
] as const;

/** A survey: its date, with the time where two are of one day, as all others are named here. */
const moment = z.string();

/** Surveys in a row that showed the same mark. */
const StretchSchema = z.object({
  mark: z.enum(MARKS),
  first: moment,
  last: moment,
  surveys: count,
});

/** Surveys that did not show a state, and do not end it either. */
const GapSchema = z.object({
  kind: z.enum(['unknown', 'not-observed', 'in-part']),
  reasons: z.array(z.string()),
  surveys: z.array(moment),
});

const StateSchema = z.object({
  kind: z.enum(['known', 'unknown', 'not-observed']),
  /** The words of the format that hold: versions, problems, a certificate's id; none where it is unknown. */
  words: z.array(z.string()),
  /** The state for people. */
  text: z.string(),
  /** Why it is unknown. */
  reasons: z.array(z.string()),
  /** Shown from `by` on; `after`: the last survey before that showed something else, null where none did; `hint`: the last in which it is unknown, and which showed no TLS. */
  since: z.object({ after: moment.nullable(), hint: moment.nullable(), by: moment }),
  /** Shown until `last`; `before`: the first survey behind it that showed something else, null where none did. */
  until: z.object({ last: moment, before: moment.nullable() }),
  surveys: count,
  gaps: z.array(GapSchema),
});

const SubjectHistorySchema = z.object({
  kind: z.enum(SUBJECT_KINDS),
  name: z.string(),
  category: z.string().nullable(),
  marks: z.array(StretchSchema),
  questions: z.array(z.object({ question: z.enum(QUESTIONS), states: z.array(StateSchema) })),
});
export type SubjectHistory = z.infer<typeof SubjectHistorySchema>;

const SurveyNameSchema = SurveySchema.pick({
  date: true,
  startedAt: true,
  vantage: true,
  degraded: true,
  givenMx: true,
}).extend({ moment, depth: SurveySchema.shape.settings.shape.depth });
export type SurveyName = z.infer<typeof SurveyNameSchema>;

/** What surveys showed over time, as `mxtls history --format json` writes it. */
export const HistoryFileSchema = z.object({
  format: z.literal(HISTORY_FORMAT),
  surveys: z.array(SurveyNameSchema),
  /** Surveys that cannot be trusted, or asked MX hosts given for a test, and are in no history. */
  leftOut: z.array(SurveyNameSchema),
  histories: z.array(SubjectHistorySchema),
});

/** The JSON Schema (2020-12) of a history. */
export function historyJsonSchema(): object {
  const title = `What STARTTLS surveys showed over time, format ${HISTORY_FORMAT}`;
  return jsonSchemaOf(HistoryFileSchema, { format: HISTORY_FORMAT, title, reused: 'inline' });
}
