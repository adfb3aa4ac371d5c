import { describe, expect, it } from 'vitest';
import type { Observation } from '../../src/model/observation.ts';
import { probe, type Question } from '../../src/scan/probe.ts';
import { OBSERVED, type ObservedName } from './observations.ts';

/** What a server that answers so is asked, a word a connection. */
async function asked(answers: readonly ObservedName[], before: readonly ObservedName[] = []) {
  const questions: string[] = [];
  const connect = (question: Question): Promise<Observation> => {
    const answer = answers[Math.min(questions.length, answers.length - 1)] ?? 'tls';
    questions.push(`${question.offer}${question.sni ? '' : ' without SNI'}`);
    return Promise.resolve(OBSERVED[answer]);
  };
  const seen = await probe(
    connect,
    before.map((name) => OBSERVED[name]),
  );
  expect(seen).toHaveLength(questions.length);
  return questions;
}

const FIRST = 'certificate';

describe('in one pass', () => {
  it.each<[ObservedName[], string[]]>([
    [['tls'], [FIRST]],
    [['plaintext'], [FIRST, FIRST]],
    [
      ['plaintext', 'tls'],
      [FIRST, FIRST],
    ],
    [
      ['plaintext', 'deferred'],
      [FIRST, FIRST],
    ],
    [['deferred'], [FIRST]],
    [['rejected'], [FIRST]],
    [['timeout'], [FIRST]],
    [['stripped'], [FIRST, FIRST]],
    [['refused 502'], [FIRST, FIRST]],
    [['refused 454'], [FIRST]],
    [['alert'], [FIRST, FIRST]],
    [
      ['alert', 'tls'],
      [FIRST, FIRST],
    ],
    [['our limit'], [FIRST, 'anonymous']],
    [
      ['our limit', 'tls'],
      [FIRST, 'anonymous'],
    ],
    [
      ['name refused', 'tls'],
      [FIRST, 'certificate without SNI'],
    ],
    [['name refused'], [FIRST, 'certificate without SNI']],
    [
      ['name refused', 'our limit', 'our limit'],
      [FIRST, 'certificate without SNI', 'anonymous without SNI'],
    ],
  ])('%j is asked %j', async (answers, expected) => {
    expect(await asked(answers)).toEqual(expected);
  });
});

describe('in a later pass', () => {
  it('the second look that was missing is made, and no third', async () => {
    expect(await asked(['plaintext'], ['plaintext', 'timeout'])).toEqual([FIRST]);
  });

  it('there are six connections in all, and no more', async () => {
    expect(
      await asked(['plaintext'], ['timeout', 'timeout', 'timeout', 'timeout', 'timeout']),
    ).toEqual([FIRST]);
  });
});
