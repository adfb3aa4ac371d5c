import type { SeekableSource } from '../../model/records/snapshot-source.ts';
import type { Screen } from '../../report/document/screen.ts';
import { wholeText } from '../../report/format/document-text.ts';
import {
  factsOf,
  interruptedDocument,
  surveyDocument,
  surveyNews,
  type SurveyView,
} from '../../report/survey.ts';
import { noticeOf } from '../notify/notice.ts';
import type { Notice } from '../notify/notify.ts';
import { shellWord } from '../../model/text/shell-word.ts';
import type { ScanSettings } from '../options/scan-settings.ts';
import type { SurveyBefore } from './survey-before.ts';

/** What is printed and told of a survey. */
export interface Described {
  /** The answer in words; null where `--only-changes` has nothing to say, or the snapshot is printed. */
  text: string | null;
  notice: Notice | null;
}

interface Describing {
  /** The file of the snapshot, where receivers are told of it. */
  told: string | null;
  /** What it is compared with; null where there is nothing. */
  before: Pick<SurveyBefore, 'changesTo'> | null;
  /** Whether the snapshot itself is printed. */
  isBare: boolean;
}

/** What a survey over lists found. */
export function describeSurvey(
  source: SeekableSource,
  { told, before, isBare }: Describing,
  settings: ScanSettings,
  screen: Screen,
): Described {
  // A degraded survey is compared with nothing.
  const isTrusted = source.survey.degraded.length === 0;
  const view: SurveyView = {
    comparison: isTrusted ? (before === null ? 'first' : before.changesTo(source)) : null,
    endsWithin: settings.endsWithin,
    commands: nextCommands(settings),
  };
  const facts = factsOf(source, view);
  const notice = told === null ? null : noticeOf({ source, view, facts, file: told }, settings);
  if (isBare) return { text: null, notice };
  if (!settings.onlyChanges) {
    return { text: wholeText(surveyDocument(source, view, facts), screen), notice };
  }
  const news = isTrusted ? surveyNews(source, view, facts) : null;
  return { text: news === null ? null : wholeText(news, screen), notice };
}

/** What is known of a survey over lists that was interrupted. */
export function describeInterrupted(
  source: SeekableSource,
  settings: ScanSettings,
  screen: Screen,
): string {
  const view = {
    comparison: null,
    endsWithin: settings.endsWithin,
    commands: nextCommands(settings),
  };
  return wholeText(interruptedDocument(source, view), screen);
}

/** The commands that print more of a survey over lists, to be copied into a shell. */
export function nextCommands({
  destination,
  results,
}: Pick<ScanSettings, 'destination' | 'results'>): SurveyView['commands'] {
  const folder = results === 'results' ? '' : ` --results ${shellWord(results)}`;
  const file = destination.kind === 'file' ? ` ${shellWord(destination.file)}` : '';
  return {
    report: `mxtls report${file}${folder}`,
    diff: `mxtls diff${file === '' ? '' : ` latest${file}`}${folder}`,
    history: `mxtls history NAME${folder}`,
  };
}
