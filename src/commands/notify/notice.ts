import type { SeekableSource } from '../../model/records/snapshot-source.ts';
import { isQuiet } from '../../report/changes-digest.ts';
import {
  notificationChat,
  notificationId,
  notificationJson,
} from '../../report/monitoring/notification.ts';
import type { SurveyFacts } from '../../report/providers/survey-facts.ts';
import { newsOf, type SurveyView } from '../../report/survey.ts';
import type { Notice } from './notify.ts';

/** A survey over lists that was written to a file. */
export interface WrittenSurvey {
  source: SeekableSource;
  view: SurveyView;
  facts: SurveyFacts;
  file: string;
}

/** What receivers are told of a survey; null where they are told of changes only, and there are none. */
export function noticeOf(
  { source, view, facts, file }: WrittenSurvey,
  { onlyChanges, notifyFormat }: { onlyChanges: boolean; notifyFormat: 'json' | 'chat' },
): Notice | null {
  const { survey } = source;
  const news = newsOf(source, facts, view);
  // That a survey cannot be trusted is news, as nothing else would be heard of it.
  if (onlyChanges && survey.degraded.length === 0 && isQuiet(news)) return null;
  const write = notifyFormat === 'chat' ? notificationChat : notificationJson;
  return { id: notificationId(survey), body: write({ survey, file, news }) };
}
