import { compareVantages } from '../../src/compare/vantages/compare-vantages.ts';
import { vantagesDocument } from '../../src/report/vantages/vantages-document.ts';
import { twoVantages } from './vantages/vantages-world.ts';
import { describe, expect, it } from 'vitest';
import { HistoryBook } from '../../src/compare/history/history-book.ts';
import { everything } from '../../src/compare/history/subjects.ts';
import type { Plan } from '../../src/model/plan.ts';
import { sourceOf } from '../../src/model/records/snapshot-source.ts';
import { historyDocument } from '../../src/report/history/history-document.ts';
import { describePlan } from '../../src/report/plan.ts';
import { makeDomain } from '../model/make-records.ts';
import { historyWorld } from './history/history-world.ts';
import { PLACES, wordsOf } from '../../src/model/records/word-places.ts';
import {
  gistOf,
  readPage,
  readSetting,
  readTopic,
  topicDocumentOf,
  wordDocumentOf,
} from '../../src/commands/pages/word-pages.ts';
import { describeAnswer } from '../../src/report/answer/answer.ts';
import { changesDocument } from '../../src/report/changes/changes-document.ts';
import { wordsDocument } from '../../src/report/explain/explain-document.ts';
import { TOPIC_NAMES, type TopicName } from '../../src/report/explain/topics.ts';
import { wholeText } from '../../src/report/format/document-text.ts';
import { columns } from '../../src/report/format/layout.ts';
import type { Screen } from '../../src/report/document/screen.ts';
import { makeReport } from '../../src/report/providers/make-report.ts';
import { reportDocument } from '../../src/report/providers/report-document.ts';
import { surveyDocument } from '../../src/report/survey.ts';
import { plainScreen, WIDTHS } from '../screens.ts';
import { ANSWER_CASES } from './answer/answer-cases.ts';
import { makeChangedFacts, makeChangedSurvey } from './providers/survey-changed.ts';
import { makeSurvey2016 } from './providers/survey-2016.ts';
import { makeHostileSurvey } from './providers/survey-hostile.ts';
import { makeImportedSurvey } from './providers/survey-imported.ts';
import { ODD_SURVEYS } from './providers/survey-odd.ts';

const PLAN_SETTINGS = {
  port: 25,
  passes: 3,
  vantages: 1,
  depth: 'standard',
  most: 6,
  policies: true,
  tor: null,
  forecast: {
    connections: { usual: 30_000, most: 60_000 },
    seconds: { least: 3_000, most: 90_000 },
    longest: {
      operator: 'a-very-long-operator-name-of-a-hosting-provider.example',
      addresses: 9_999,
    },
  },
} as const;

const CHANGED = makeChangedFacts();
const CHANGED_SNAPSHOT = makeChangedSurvey();
const SURVEYS = {
  ...ODD_SURVEYS,
  2016: makeSurvey2016(),
  hostile: makeHostileSurvey(),
  imported: makeImportedSurvey(),
  changed: CHANGED_SNAPSHOT,
};
const VANTAGES = compareVantages(sourceOf(twoVantages().first), sourceOf(twoVantages().second));
const COMMANDS = { report: 'mxtls report', diff: 'mxtls diff', history: 'mxtls history NAME' };
const BOOK = new HistoryBook();
for (const snapshot of historyWorld()) BOOK.add(sourceOf(snapshot));
const HOST = 'a-host-with-a-name.of-some-length.example.gr';
const PLAN: Plan = {
  domains: [
    makeDomain({ hosts: [HOST, 'mx.example.gr'] }),
    makeDomain({ mx: { kind: 'null-mx' } }),
  ],
  jobs: [
    { host: HOST, address: '2001:db8:1234:5678:9abc:def0:1234:5678', operator: 'example.gr' },
    { host: 'mx.example.gr', address: '192.0.2.1', operator: 'example.gr' },
  ],
  settled: [{ host: HOST, address: null, failure: { stage: 'dns', code: 'nxdomain', detail: '' } }],
  tlsa: new Map(),
  excluded: { domains: 1, hosts: 0, addresses: 2 },
};
const WORDS = PLACES.flatMap((place) => wordsOf(place).map((word) => ({ place, word })));

/** Every kind of text, and those that are made of it, by name. */
const TEXTS: Record<string, (screen: Screen) => string[]> = {
  'an answer': (screen) =>
    Object.values(ANSWER_CASES).map((snapshot) =>
      describeAnswer(
        sourceOf(snapshot),
        snapshot.domains.map(({ domain }) => domain),
        screen,
      ),
    ),
  'the end of a survey': (screen) =>
    Object.values(SURVEYS).map((snapshot) => {
      const comparison = snapshot === CHANGED_SNAPSHOT ? CHANGED.comparison : null;
      const view = { comparison, endsWithin: 14, commands: COMMANDS };
      return wholeText(surveyDocument(sourceOf(snapshot), view), screen);
    }),
  'a report': (screen) =>
    Object.values(SURVEYS).map((snapshot) => {
      const facts = { source: sourceOf(snapshot), next: null, book: null, comparison: null };
      const report = makeReport(snapshot === CHANGED_SNAPSHOT ? CHANGED : facts);
      return wholeText(reportDocument(report), screen);
    }),
  changes: (screen) =>
    CHANGED.comparison === null ? [] : [wholeText(changesDocument(CHANGED.comparison), screen)],
  vantages: (screen) => [wholeText(vantagesDocument(VANTAGES), screen)],
  'the history of everything': (screen) => [
    wholeText(historyDocument({ book: BOOK, groups: everything(BOOK), leftOut: [] }), screen),
  ],
  'a plan': ({ width }) => [
    describePlan(PLAN, { ...PLAN_SETTINGS, givenMx: null, families: ['ipv4', 'ipv6'] }, width),
  ],
  'the pages of words': (screen) =>
    WORDS.map((word) => {
      const settings = readPage(word).settings.map(readSetting);
      // Lines of a setting are there to be copied: they are never broken.
      return wholeText(wordDocumentOf(word), screen)
        .split('\n')
        .filter((line) => !settings.some(({ lines }) => lines.includes(line.trim())))
        .join('\n');
    }),
  'the list of words': (screen) => [
    wholeText(wordsDocument(gistOf, TOPIC_NAMES.map(topicGist)), screen),
  ],
  'the pages of terms': (screen) =>
    TOPIC_NAMES.map((name) => wholeText(topicDocumentOf(name), screen)),
};

function topicGist(name: TopicName) {
  return { name, gist: readTopic(name).gist };
}

/** A line that is too long, unless it is one word, which cannot be broken, or that behind the mark of its row. */
function isTooLong(line: string, width: number): boolean {
  return columns(line) > width && /\S \S/.test(line);
}

describe.each(WIDTHS)('on a screen of %i columns', (width) => {
  const screen = plainScreen(width);

  it.each(Object.keys(TEXTS))('no line of %s is longer', (name) => {
    const lines = (TEXTS[name]?.(screen) ?? []).join('\n').split('\n');
    expect(lines.length).toBeGreaterThan(5);
    expect(lines.filter((line) => isTooLong(line, width))).toEqual([]);
  });

  it('a survey and an answer read well', async () => {
    const view = { comparison: CHANGED.comparison, endsWithin: 14, commands: COMMANDS };
    const survey = wholeText(surveyDocument(CHANGED.source, view), screen);
    await expect(survey).toMatchFileSnapshot(`expected/widths/survey-${width}.txt`);
    const [trouble] = TEXTS['an answer']?.(screen).toSorted((a, b) => b.length - a.length) ?? [];
    await expect(trouble).toMatchFileSnapshot(`expected/widths/answer-${width}.txt`);
  });
});
