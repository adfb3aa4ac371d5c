import { describe, expect, it } from 'vitest';
import { classOf } from '../../../src/model/records/endpoint.ts';
import type { HelloResult } from '../../../src/net/smtp/attempt-result.ts';
import { endpointResultOf } from '../../../src/scan/probe/endpoint-result.ts';
import {
  formProbe,
  handshakeProbe,
  helloProbe,
  type Attempt,
  type Probe,
} from '../../../src/scan/probe/probe.ts';
import { PROBE_RESULTS, type ProbeResultName } from './make-attempts.ts';

const FIRST_PROBE = handshakeProbe('outcome', 'certificate', true);
const NAMELESS = handshakeProbe('outcome', 'certificate', false);
const SMALL = handshakeProbe('outcome', 'small', true);
const DIAGNOSIS = formProbe('diagnosis', 'TLSv1.3', 'named', true);
const DIAGNOSIS12 = helloProbe('diagnosis', { version: 'TLSv1.2' }, true);
const TLS13 = helloProbe('tls13', { version: 'TLSv1.3' }, true);
const NAMELESS_SMALL = handshakeProbe('outcome', 'small', false);
const V12 = formProbe('version', 'TLSv1.2', 'ordinary', true);
const EVERY12 = formProbe('version', 'TLSv1.2', 'every', true);
const V11 = helloProbe('version', { version: 'TLSv1.1' }, true);

/** The result of attempts: outcome, class, the versions oldest first (y, n, u), notes. */
function summary(...attempts: [Probe, ProbeResultName][]): string {
  const { merged, versions } = endpointResultOf(
    attempts.map(([probe, name]): Attempt => ({ probe, result: PROBE_RESULTS[name] })),
    'standard',
  );
  const answers = Object.values(versions).map((answer) => answer.slice(0, 1));
  return [`${merged.outcome} (${classOf(merged)}) ${answers.join('')}`, ...merged.notes]
    .join(' ')
    .trim();
}

describe('the result of attempts', () => {
  it.each<[string, ...[Probe, ProbeResultName][]]>([
    ['tls (tls) uuuyn', [FIRST_PROBE, 'tls']],
    ['tls (tls) uuuuy', [FIRST_PROBE, 'tls 1.3']],
    ['tls (tls) nnnyn', [FIRST_PROBE, 'tls'], [V11, 'hello protocol_version']],
    ['tls (tls) uynyn', [FIRST_PROBE, 'tls'], [V11, 'hello 1.0']],
    ['tls (tls) uuuyn', [FIRST_PROBE, 'tls'], [V11, 'hello internal_error']],
    ['tls (tls) uuuyn', [FIRST_PROBE, 'tls'], [V11, 'hello reset']],
    ['tls (tls) uuuyn', [FIRST_PROBE, 'tls'], [V11, 'deferred']],
    ['tls (tls) uuuyn inconsistent', [FIRST_PROBE, 'tls'], [V11, 'plaintext']],
    ['tls (tls) uuuyn sni-refused', [FIRST_PROBE, 'name refused'], [NAMELESS, 'tls']],
    ['tls (tls) uuuyu', [FIRST_PROBE, 'handshake reset'], [SMALL, 'tls']],
    [
      'tls (tls) uuuyu intolerant-tls13',
      [FIRST_PROBE, 'handshake reset'],
      [SMALL, 'tls'],
      [TLS13, 'hello reset'],
    ],
    [
      'tls (tls) uuuyn intolerant-tls13',
      [FIRST_PROBE, 'alert'],
      [SMALL, 'tls'],
      [TLS13, 'hello protocol_version'],
    ],
    [
      'tls (tls) uuuyy',
      [FIRST_PROBE, 'handshake reset'],
      [SMALL, 'tls'],
      [TLS13, 'hello 1.3'],
      [FIRST_PROBE, 'tls 1.3'],
    ],
    [
      'tls (tls) uuuyy intolerant-large-hello',
      [FIRST_PROBE, 'handshake reset'],
      [SMALL, 'tls'],
      [TLS13, 'hello 1.3'],
      [FIRST_PROBE, 'handshake reset'],
    ],
    ['tls-failed (unknown) uuynn', [FIRST_PROBE, 'our limit'], [DIAGNOSIS, 'hello RC4']],
    [
      'tls-failed (unknown) ynnnn',
      [FIRST_PROBE, 'no shared version'],
      [DIAGNOSIS12, 'hello SSLv3'],
    ],
    [
      'tls-failed (broken) uuuun',
      [FIRST_PROBE, 'no shared version'],
      [DIAGNOSIS12, 'hello protocol_version'],
    ],
    [
      'tls-failed (broken) uuuun',
      [FIRST_PROBE, 'our limit'],
      [DIAGNOSIS, 'hello refused'],
      [NAMELESS_SMALL, 'our limit'],
    ],
    ['tls-failed (unknown) uuuun', [FIRST_PROBE, 'our limit'], [DIAGNOSIS, 'hello refused']],
    [
      'tls-failed (unknown) uuuuu',
      [FIRST_PROBE, 'our limit'],
      [DIAGNOSIS, 'hello reset'],
      [NAMELESS_SMALL, 'our limit'],
    ],
    // What a hello got, the same handshake does not get: only the signature schemes differ.
    [
      'tls-failed (unknown) uuuuy',
      [FIRST_PROBE, 'our limit'],
      [DIAGNOSIS, 'hello 1.3'],
      [handshakeProbe('outcome', 'rare', true), 'our limit'],
    ],
    [
      'tls-failed (broken) uuuyn',
      [FIRST_PROBE, 'our limit'],
      [DIAGNOSIS, 'hello DHE 2048'],
      [handshakeProbe('outcome', 'dhe', true), 'broken off'],
      [handshakeProbe('outcome', 'dhe', true), 'broken off'],
    ],
    [
      'tls-failed (broken) uuuyn',
      [FIRST_PROBE, 'our limit'],
      [DIAGNOSIS, 'hello broken off'],
      [NAMELESS_SMALL, 'our limit'],
    ],
    [
      'tls-failed (unknown) uuuuy',
      [FIRST_PROBE, 'our limit'],
      [DIAGNOSIS, 'hello HRR X25519MLKEM768'],
    ],
    [
      'tls-failed (broken) nnnny client-certificate-required',
      [FIRST_PROBE, 'certificate required'],
      [FIRST_PROBE, 'certificate required'],
      [V12, 'hello protocol_version'],
    ],
    ['tls (tls) uuuuy', [FIRST_PROBE, 'tls 1.3'], [V12, 'hello refused']],
    ['tls (tls) uuuuy', [FIRST_PROBE, 'tls 1.3'], [V12, 'hello refused'], [V12, 'hello refused']],
    [
      'tls (tls) nnnny',
      [FIRST_PROBE, 'tls 1.3'],
      [V12, 'hello refused'],
      [EVERY12, 'hello refused'],
    ],
    ['tls (tls) uuuyy', [FIRST_PROBE, 'tls 1.3'], [V12, 'hello refused'], [EVERY12, 'hello 1.2']],
    [
      'tls (tls) uuuyy sni-refused',
      [FIRST_PROBE, 'our limit'],
      [DIAGNOSIS, 'hello refused'],
      [NAMELESS_SMALL, 'tls'],
      [TLS13, 'hello 1.3'],
      [NAMELESS, 'tls 1.3'],
    ],
  ])('is %s: %j', (expected, ...attempts) => {
    expect(summary(...attempts)).toBe(expected);
  });

  it.each<[string[], (shown: Shown) => Shown]>([
    [['no-secure-renegotiation'], (shown) => withHello(shown, { secureRenegotiation: false })],
    [[], (shown) => withHello(shown, { secureRenegotiation: false, version: 'SSLv3' })],
    [[], (shown) => withHello(shown, { secureRenegotiation: false, version: 'TLSv1.3' })],
    [['client-certificate-asked'], (shown) => ({ ...shown, clientCertificateAsked: true })],
  ])('the notes %j', (expected, change) => {
    const { answer } = PROBE_RESULTS['hello 1.1'];
    if (answer.kind !== 'server-hello') throw new Error('a ServerHello is meant');
    const result: HelloResult = { ...PROBE_RESULTS['hello 1.1'], answer: change(answer) };
    const attempts = [
      { probe: FIRST_PROBE, result: PROBE_RESULTS.tls },
      { probe: V11, result },
    ];
    expect(endpointResultOf(attempts, 'standard').merged.notes).toEqual(expected);
  });
});

it('the handshake of an endpoint is that of a probe for its outcome', () => {
  const other = handshakeProbe('other-certificate', 'ECDSA', true);
  const attempts: Attempt[] = [
    { probe: FIRST_PROBE, result: PROBE_RESULTS.tls },
    { probe: other, result: PROBE_RESULTS['tls 1.3'] },
  ];
  expect(endpointResultOf(attempts, 'deep').merged).toMatchObject({
    handshake: { version: 'TLSv1.2' },
  });
});

it('the failure of an endpoint without a handshake names what a hello showed', () => {
  const attempts: Attempt[] = [
    { probe: FIRST_PROBE, result: PROBE_RESULTS['our limit'] },
    { probe: DIAGNOSIS, result: PROBE_RESULTS['hello RC4'] },
  ];
  expect(endpointResultOf(attempts, 'quick').merged).toMatchObject({
    failure: { code: 'local-limit', detail: 'the suite TLS_RSA_WITH_RC4_128_SHA' },
  });
});

type Shown = Extract<HelloResult['answer'], { kind: 'server-hello' }>;

function withHello(shown: Shown, change: Partial<Shown['hello']>): Shown {
  return { ...shown, hello: { ...shown.hello, ...change } };
}
