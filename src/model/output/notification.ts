import { z } from 'zod';
import { ChangesSchema } from './changes-text.ts';
import { jsonSchemaOf } from '../records/json-schema.ts';
import { SurveySchema } from '../records/survey.ts';

export const NOTIFICATION_FORMAT = 'mxtls-notification/1';

/** What a survey was compared with the one before it, or why not. `too-long`: its changes would make the document too long. */
const COMPARED_WORDS = ['yes', 'first', 'degraded', 'unreadable', 'too-long'] as const;
export type ComparedWord = (typeof COMPARED_WORDS)[number];

/** What `scan --notify` posts about a survey over lists. */
const NotificationSchema = z.object({
  format: z.literal(NOTIFICATION_FORMAT),
  /** The same for each try and each receiver of one survey, and for no other survey. */
  id: z.string().regex(/^[0-9a-f]{32}$/),
  /** A summary for people, for the chat tools that show `text`, and again as `content` for those that show that. */
  text: z.string(),
  content: z.string(),
  /** Tells Discord that nothing in the text mentions anybody. */
  allowed_mentions: z.object({ parse: z.array(z.string()).max(0) }),
  survey: SurveySchema.pick({
    date: true,
    startedAt: true,
    finishedAt: true,
    vantage: true,
    degraded: true,
  }).extend({
    mxtls: z.string(),
    /** The file of the snapshot, as the program that wrote it names it. */
    file: z.string(),
  }),
  counts: SurveySchema.shape.counts,
  compared: z.enum(COMPARED_WORDS),
  /** The document that `mxtls diff --format json` prints; null where `compared` is not `yes`. */
  changes: ChangesSchema.nullable(),
});
export type Notification = z.infer<typeof NotificationSchema>;

/** The JSON Schema (2020-12) of what `scan --notify` posts. */
export function notificationJsonSchema(): object {
  const title = `Notification of a STARTTLS survey, format ${NOTIFICATION_FORMAT}`;
  return jsonSchemaOf(NotificationSchema, { format: NOTIFICATION_FORMAT, title, reused: 'ref' });
}
