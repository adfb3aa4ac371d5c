import { describe, expect, it } from 'vitest';
import type { Depth } from '../../../src/model/records/words.ts';
import { probe } from '../../../src/scan/probe/probe-pass.ts';
import { handshakeQuestion, type Look, type Question } from '../../../src/scan/probe/probe.ts';
import { SEEN, type SeenName } from './make-attempts.ts';

/** A question in few words. */
function words({ purpose, ask, sni }: Question): string {
  const what = ask.kind === 'handshake' ? ask.offer : `hello ${ask.offer.version}`;
  const why = purpose === 'answer' ? '' : `${purpose} `;
  return `${why}${what}${sni ? '' : ' without SNI'}`;
}

/** What a server that answers so is asked, a word a connection. */
async function asked(
  answers: readonly SeenName[],
  before: readonly SeenName[] = [],
  depth: Depth = 'quick',
): Promise<string[]> {
  const questions: string[] = [];
  const connect = (question: Question): Promise<Look['seen']> => {
    const answer = answers[Math.min(questions.length, answers.length - 1)] ?? 'tls';
    questions.push(words(question));
    return Promise.resolve(SEEN[answer]);
  };
  const looks = before.map((name) => ({
    question: handshakeQuestion('answer', 'certificate', true),
    seen: SEEN[name],
  }));
  const seen = await probe(connect, looks, depth);
  expect(seen).toHaveLength(questions.length);
  return questions;
}

const FIRST = 'certificate';
const WHY = 'why hello TLSv1.3';
const ANONYMOUS = 'why hello TLSv1.2';

describe('in one pass', () => {
  it.each<[SeenName[], string[]]>([
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
    [['alert'], [FIRST, 'small']],
    [
      ['alert', 'tls', 'deferred'],
      [FIRST, 'small', 'tls13 hello TLSv1.3'],
    ],
    [
      ['handshake reset', 'tls', 'hello reset'],
      [FIRST, 'small', 'tls13 hello TLSv1.3'],
    ],
    [
      ['handshake reset', 'tls', 'hello 1.3', 'handshake reset'],
      [FIRST, 'small', 'tls13 hello TLSv1.3', FIRST],
    ],
    [
      ['handshake reset', 'tls', 'hello 1.3', 'tls'],
      [FIRST, 'small', 'tls13 hello TLSv1.3', FIRST],
    ],
    [['handshake reset'], [FIRST, 'small']],
    [['malformed'], [FIRST, FIRST]],
    [
      ['our limit', 'hello refused'],
      [FIRST, WHY, ANONYMOUS],
    ],
    [
      ['our limit', 'hello protocol_version'],
      [FIRST, WHY],
    ],
    [
      ['our limit', 'hello reset'],
      [FIRST, WHY],
    ],
    [
      ['our limit', 'hello DHE 2048', 'tls'],
      [FIRST, WHY, 'dhe'],
    ],
    [
      ['our limit', 'hello DHE 768'],
      [FIRST, WHY],
    ],
    [
      ['our limit', 'hello DHE 8192'],
      [FIRST, WHY],
    ],
    [
      ['our limit', 'hello RC4'],
      [FIRST, WHY],
    ],
    [
      ['our limit', 'hello refused', 'hello AECDH', 'tls'],
      [FIRST, WHY, ANONYMOUS, 'anonymous'],
    ],
    [
      ['our limit', 'hello refused', 'hello ADH 1024', 'tls'],
      [FIRST, WHY, ANONYMOUS, 'anonymous-dhe'],
    ],
    [
      ['no shared version', 'hello protocol_version'],
      [FIRST, 'why hello TLSv1.2'],
    ],
    [
      ['no shared version', 'hello SSLv3'],
      [FIRST, 'why hello TLSv1.2'],
    ],
    [
      ['no shared version', 'hello 1.2', 'tls', 'hello protocol_version'],
      [FIRST, 'why hello TLSv1.2', 'small', 'tls13 hello TLSv1.3'],
    ],
    [
      ['name refused', 'tls'],
      [FIRST, 'certificate without SNI'],
    ],
    [
      ['name refused', 'our limit', 'hello RC4'],
      [FIRST, 'certificate without SNI', `${WHY} without SNI`],
    ],
  ])('%j is asked %j', async (answers, expected) => {
    expect(await asked(answers)).toEqual(expected);
  });
});

describe('for its versions, a server', () => {
  const V12 = 'version hello TLSv1.2';
  const V11 = 'version hello TLSv1.1';
  const V10 = 'version hello TLSv1';
  const V3 = 'version hello SSLv3';
  it.each<[SeenName[], string[]]>([
    [
      ['tls 1.3', 'hello 1.2', 'hello protocol_version'],
      [FIRST, V12, V11],
    ],
    [
      ['tls 1.3', 'hello protocol_version'],
      [FIRST, V12],
    ],
    [
      ['tls 1.3', 'hello 1.2', 'hello 1.1', 'hello 1.0', 'hello SSLv3'],
      [FIRST, V12, V11, V10, V3],
    ],
    [
      ['tls 1.3', 'hello 1.0', 'hello refused'],
      [FIRST, V12, V3],
    ],
    [
      ['tls', 'hello 1.1', 'deferred'],
      [FIRST, V11, V10],
    ],
    [
      ['tls 1.3', 'refused 454'],
      [FIRST, V12],
    ],
    [
      ['tls 1.3', 'hello reset'],
      [FIRST, V12],
    ],
    [
      ['tls 1.3', 'hello internal_error'],
      [FIRST, V12],
    ],
    [['plaintext'], [FIRST, FIRST]],
    [
      ['our limit', 'hello RC4', 'hello refused'],
      [FIRST, WHY, V10],
    ],
    [
      ['no shared version', 'hello SSLv3'],
      [FIRST, 'why hello TLSv1.2'],
    ],
    [
      ['handshake reset', 'tls', 'hello reset', 'hello 1.1', 'hello 1.0', 'hello SSLv3'],
      [FIRST, 'small', 'tls13 hello TLSv1.3', V11, V10, V3],
    ],
  ])('that answers %j is asked %j', async (answers, expected) => {
    expect(await asked(answers, [], 'standard')).toEqual(expected);
  });
});

describe('in a later pass', () => {
  it('the second look that was missing is made, and no third', async () => {
    expect(await asked(['plaintext'], ['plaintext', 'timeout'])).toEqual([FIRST]);
  });

  it.each<[Depth, number]>([
    ['quick', 6],
    ['standard', 6],
    ['deep', 14],
  ])('at depth %s there are %i connections in all, and no more', async (depth, most) => {
    const before = Array.from({ length: most - 1 }, (): SeenName => 'timeout');
    expect(await asked(['plaintext'], before, depth)).toEqual([FIRST]);
  });
});
