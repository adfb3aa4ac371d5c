import { describe, expect, it } from 'vitest';
import type { Depth } from '../../../src/model/records/words.ts';
import { runProbes } from '../../../src/scan/probe/probe-pass.ts';
import { handshakeProbe, type Attempt, type Probe } from '../../../src/scan/probe/probe.ts';
import { PROBE_RESULTS, type ProbeResultName } from './make-attempts.ts';

/** A probe in few words. */
function words({ purpose, action, sni }: Probe): string {
  const what = action.kind === 'handshake' ? action.offer : `hello ${action.offer.version}`;
  const why = purpose === 'outcome' ? '' : `${purpose} `;
  return `${why}${what}${sni ? '' : ' without SNI'}`;
}

/** What a server that answers so is asked, a word a connection. */
async function asked(
  answers: readonly ProbeResultName[],
  before: readonly ProbeResultName[] = [],
  depth: Depth = 'quick',
): Promise<string[]> {
  const probes: string[] = [];
  const connect = (probe: Probe): Promise<Attempt['result']> => {
    const answer = answers[Math.min(probes.length, answers.length - 1)] ?? 'tls';
    probes.push(words(probe));
    return Promise.resolve(PROBE_RESULTS[answer]);
  };
  const attempts = before.map((name) => ({
    probe: handshakeProbe('outcome', 'certificate', true),
    result: PROBE_RESULTS[name],
  }));
  const result = await runProbes(connect, attempts, depth);
  expect(result).toHaveLength(probes.length);
  return probes;
}

const FIRST_PROBE = 'certificate';
const DIAGNOSIS = 'diagnosis hello TLSv1.3';
const ANONYMOUS = 'diagnosis hello TLSv1.2';
const SMALL = 'small without SNI';
const NAMELESS = 'certificate without SNI';

describe('in one pass', () => {
  it.each<[ProbeResultName[], string[]]>([
    [['tls'], [FIRST_PROBE]],
    [['plaintext'], [FIRST_PROBE, FIRST_PROBE]],
    [
      ['plaintext', 'tls'],
      [FIRST_PROBE, FIRST_PROBE],
    ],
    [
      ['plaintext', 'deferred'],
      [FIRST_PROBE, FIRST_PROBE],
    ],
    [['deferred'], [FIRST_PROBE]],
    [['rejected'], [FIRST_PROBE]],
    [['timeout'], [FIRST_PROBE]],
    [['stripped'], [FIRST_PROBE, FIRST_PROBE]],
    [['refused 502'], [FIRST_PROBE, FIRST_PROBE]],
    [['refused 454'], [FIRST_PROBE]],
    [
      ['alert', 'alert', 'hello internal_error'],
      [FIRST_PROBE, 'small', DIAGNOSIS],
    ],
    [
      ['alert', 'alert', 'hello refused', 'our limit', 'hello refused'],
      [FIRST_PROBE, 'small', DIAGNOSIS, 'anonymous', ANONYMOUS],
    ],
    [
      ['alert', 'tls', 'deferred'],
      [FIRST_PROBE, 'small', 'tls13 hello TLSv1.3'],
    ],
    [
      ['handshake reset', 'tls', 'hello reset'],
      [FIRST_PROBE, 'small', 'tls13 hello TLSv1.3'],
    ],
    [
      ['handshake reset', 'tls', 'hello 1.3', 'handshake reset'],
      [FIRST_PROBE, 'small', 'tls13 hello TLSv1.3', FIRST_PROBE],
    ],
    [
      ['handshake reset', 'tls', 'hello 1.3', 'tls'],
      [FIRST_PROBE, 'small', 'tls13 hello TLSv1.3', FIRST_PROBE],
    ],
    [['handshake reset'], [FIRST_PROBE, 'small']],
    [['malformed'], [FIRST_PROBE, FIRST_PROBE]],
    [
      ['our limit', 'hello refused', 'our limit', 'our limit', 'hello refused'],
      [FIRST_PROBE, DIAGNOSIS, SMALL, 'anonymous', ANONYMOUS],
    ],
    [
      ['our limit', 'hello protocol_version', 'handshake reset'],
      [FIRST_PROBE, DIAGNOSIS, SMALL],
    ],
    [
      ['our limit', 'hello reset', 'handshake reset'],
      [FIRST_PROBE, DIAGNOSIS, SMALL],
    ],
    [
      ['our limit', 'hello refused', 'no shared version', 'hello HRR ffdhe2048', 'tls 1.3'],
      [FIRST_PROBE, DIAGNOSIS, SMALL, DIAGNOSIS, 'rare'],
    ],
    [
      ['our limit', 'hello refused', 'tls', 'hello 1.3', 'tls 1.3'],
      [FIRST_PROBE, DIAGNOSIS, SMALL, 'tls13 hello TLSv1.3 without SNI', NAMELESS],
    ],
    [
      ['our limit', 'hello refused', 'tls', 'hello HRR ffdhe8192'],
      [FIRST_PROBE, DIAGNOSIS, SMALL, 'tls13 hello TLSv1.3 without SNI'],
    ],
    [
      ['our limit', 'hello broken off', 'our limit'],
      [FIRST_PROBE, DIAGNOSIS, SMALL],
    ],
    [
      ['our limit', 'hello 1.2', 'our limit'],
      [FIRST_PROBE, DIAGNOSIS, 'rare'],
    ],
    [
      ['our limit', 'hello DHE 2048', 'tls'],
      [FIRST_PROBE, DIAGNOSIS, 'dhe'],
    ],
    [
      ['our limit', 'hello DHE 768'],
      [FIRST_PROBE, DIAGNOSIS],
    ],
    [
      ['our limit', 'hello DHE 8192'],
      [FIRST_PROBE, DIAGNOSIS],
    ],
    [
      ['our limit', 'hello RC4'],
      [FIRST_PROBE, DIAGNOSIS],
    ],
    [
      ['our limit', 'hello refused', 'our limit', 'tls'],
      [FIRST_PROBE, DIAGNOSIS, SMALL, 'anonymous'],
    ],
    [
      ['our limit', 'hello refused', 'our limit', 'our limit', 'hello ADH 1024', 'tls'],
      [FIRST_PROBE, DIAGNOSIS, SMALL, 'anonymous', ANONYMOUS, 'anonymous-dhe'],
    ],
    [
      ['no shared version', 'hello protocol_version'],
      [FIRST_PROBE, 'diagnosis hello TLSv1.2'],
    ],
    [
      ['no shared version', 'hello SSLv3'],
      [FIRST_PROBE, 'diagnosis hello TLSv1.2'],
    ],
    [
      ['no shared version', 'hello 1.2', 'tls', 'hello protocol_version'],
      [FIRST_PROBE, 'diagnosis hello TLSv1.2', 'small', 'tls13 hello TLSv1.3'],
    ],
    [
      ['name refused', 'tls'],
      [FIRST_PROBE, 'certificate without SNI'],
    ],
    [
      ['name refused', 'our limit', 'hello RC4'],
      [FIRST_PROBE, 'certificate without SNI', `${DIAGNOSIS} without SNI`],
    ],
  ])('a server with results %j gets the probes %j', async (answers, expected) => {
    expect(await asked(answers)).toEqual(expected);
  });
});

describe('for its versions, a server', () => {
  const V12 = 'version hello TLSv1.2';
  const V11 = 'version hello TLSv1.1';
  const V10 = 'version hello TLSv1';
  const V3 = 'version hello SSLv3';
  it.each<[ProbeResultName[], string[]]>([
    [
      ['tls 1.3', 'hello 1.2', 'hello protocol_version'],
      [FIRST_PROBE, V12, V11],
    ],
    [
      ['tls 1.3', 'hello protocol_version'],
      [FIRST_PROBE, V12],
    ],
    [
      ['tls 1.3', 'hello 1.2', 'hello 1.1', 'hello 1.0', 'hello SSLv3'],
      [FIRST_PROBE, V12, V11, V10, V3],
    ],
    [
      ['tls 1.3', 'hello 1.0', 'hello refused', 'hello refused'],
      [FIRST_PROBE, V12, V3, V3],
    ],
    [
      ['tls 1.3', 'hello refused', 'hello 1.2', 'hello protocol_version'],
      [FIRST_PROBE, V12, V12, V11],
    ],
    [
      ['tls 1.3', 'hello refused', 'hello reset'],
      [FIRST_PROBE, V12, V12],
    ],
    [
      ['tls', 'hello 1.1', 'deferred'],
      [FIRST_PROBE, V11, V10],
    ],
    [
      ['tls 1.3', 'refused 454'],
      [FIRST_PROBE, V12],
    ],
    [
      ['tls 1.3', 'hello reset'],
      [FIRST_PROBE, V12],
    ],
    [
      ['tls 1.3', 'hello internal_error'],
      [FIRST_PROBE, V12],
    ],
    [['plaintext'], [FIRST_PROBE, FIRST_PROBE]],
    [
      ['our limit', 'hello RC4', 'hello refused', 'hello refused'],
      [FIRST_PROBE, DIAGNOSIS, V10, V10],
    ],
    [
      ['no shared version', 'hello SSLv3'],
      [FIRST_PROBE, 'diagnosis hello TLSv1.2'],
    ],
    [
      ['handshake reset', 'tls', 'hello reset', 'hello 1.1', 'hello 1.0', 'hello SSLv3'],
      [FIRST_PROBE, 'small', 'tls13 hello TLSv1.3', V11, V10, V3],
    ],
  ])('that answers %j gets the probes %j', async (answers, expected) => {
    expect(await asked(answers, [], 'standard')).toEqual(expected);
  });
});

describe('in a later pass', () => {
  it('the missing second attempt is made, and no third', async () => {
    expect(await asked(['plaintext'], ['plaintext', 'timeout'])).toEqual([FIRST_PROBE]);
  });

  it.each<[Depth, number]>([
    ['quick', 6],
    ['standard', 6],
    ['deep', 14],
  ])('at depth %s there are %i connections in all, and no more', async (depth, most) => {
    const before = Array.from({ length: most - 1 }, (): ProbeResultName => 'timeout');
    expect(await asked(['plaintext'], before, depth)).toEqual([FIRST_PROBE]);
  });
});
