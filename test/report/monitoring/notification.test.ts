import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { changesText } from '../../../src/model/output/changes-text.ts';
import {
  notificationJsonSchema,
  type Notification,
} from '../../../src/model/output/notification.ts';
import type { Comparison } from '../../../src/model/output/change.ts';
import { chatText } from '../../../src/report/monitoring/chat-text.ts';
import {
  notificationChat,
  notificationId,
  notificationJson,
  type NotificationFacts,
} from '../../../src/report/monitoring/notification.ts';
import { factsOf, newsOf, type SurveyView } from '../../../src/report/survey.ts';
import { SURVEYED } from './monitoring-surveys.ts';

function factsOn(name: string, compared?: SurveyView['comparison']): NotificationFacts {
  const { source, comparison } = SURVEYED[name] ?? {};
  if (source === undefined || comparison === undefined) throw new Error(`no survey ${name}`);
  const view: SurveyView = {
    comparison: compared ?? comparison,
    endsWithin: 14,
    commands: { report: 'mxtls report', diff: 'mxtls diff', history: 'mxtls history NAME' },
  };
  const news = newsOf(source, factsOf(source, view), view);
  return { survey: source.survey, file: 'results/2016-02-06.json', news };
}

function read(json: string): Notification {
  return JSON.parse(json) as Notification;
}

const ajv = new Ajv2020({ strict: true, allErrors: true, allowUnionTypes: true });
const validate = ajv.compile(notificationJsonSchema());

describe('a notification', () => {
  it.each(Object.keys(SURVEYED))(
    'of %s fits its schema, and its text is what a person has read',
    async (name) => {
      const facts = factsOn(name, SURVEYED[name]?.comparison ?? 'first');
      const json = notificationJson(facts);
      const { text, content, ...rest } = read(json);
      validate({ text, content, ...rest });
      expect(validate.errors ?? []).toEqual([]);
      expect(content).toBe(text);
      expect(text).not.toMatch(/[^\P{C}\n]/u);
      expect(read(notificationChat(facts))).toEqual({ text });
      await expect(text).toMatchFileSnapshot(`expected/${name}.chat.txt`);
    },
  );

  it('is what a person has read', async () => {
    await expect(notificationJson(factsOn('changed'))).toMatchFileSnapshot('expected/changed.json');
  });

  it('has the changes as diff prints them', () => {
    const { comparison } = SURVEYED['changed'] ?? {};
    const printed = [...changesText(comparison as Comparison)].join('');
    expect(notificationJson(factsOn('changed'))).toContain(`"changes":${printed}`);
  });

  it.each<{ name: string; compared?: SurveyView['comparison']; word: string }>([
    { name: 'changed', word: 'yes' },
    { name: 'changed', compared: 'first', word: 'first' },
    { name: 'imported', word: 'unreadable' },
    { name: 'degraded', word: 'degraded' },
  ])('of $name says that it was compared: $word', ({ name, compared, word }) => {
    const { compared: written, changes } = read(notificationJson(factsOn(name, compared)));
    expect(written).toBe(word);
    expect(changes === null).toBe(word !== 'yes');
  });

  it('has no changes where they are too long', () => {
    const { comparison } = SURVEYED['changed'] ?? {};
    const { changes, ...rest } = comparison as Comparison;
    const long = { ...rest, changes: Array.from({ length: 2_000 }, () => changes).flat() };
    const json = notificationJson(factsOn('changed', long));
    expect(json.length).toBeLessThan(10_000);
    expect(read(json)).toMatchObject({ compared: 'too-long', changes: null });
  });

  it('has an id that is the same for one survey, and another for another', () => {
    const { survey } = factsOn('changed');
    expect(notificationId(survey)).toBe(notificationId({ ...survey }));
    expect(notificationId({ ...survey, startedAt: '2016-02-06T03:00:01Z' })).not.toBe(
      notificationId(survey),
    );
  });
});

describe('the text for chat tools', () => {
  it.each([
    ['<!channel> <@U1> @everyone', '‹!channel› ‹＠U1› ＠everyone'],
    ['[a.gr](https://evil.example)', '［a.gr］(https://evil.example)'],
    ['*.a.gr `x` __y__ ~~z~~ ||w|| \\*', '∗.a.gr ˋxˋ ˍˍyˍˍ ∼∼z∼∼ ǀǀwǀǀ ＼∗'],
    ['mx-1.a.gr: TLS 1.2 & more', 'mx-1.a.gr: TLS 1.2 & more'],
  ])('of %s is %s', (text, shown) => {
    expect(chatText(`${text}\n\n`)).toBe(`${shown}\n`);
  });

  it('is cut at a line, within what Discord takes', () => {
    const shown = chatText(`${'x'.repeat(99)}\n`.repeat(30));
    expect(shown).toBe(`${`${'x'.repeat(99)}\n`.repeat(19)}…\n`);
    expect(shown.length).toBeLessThanOrEqual(2_000);
  });
});
