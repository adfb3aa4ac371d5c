import { describe, expect, it } from 'vitest';
import { classOf } from '../../../src/model/records/endpoint.ts';
import type { HelloResult } from '../../../src/net/smtp/attempt-result.ts';
import { findingOf } from '../../../src/scan/probe/endpoint-result.ts';
import {
  handshakeQuestion,
  helloQuestion,
  type Look,
  type Question,
} from '../../../src/scan/probe/probe.ts';
import { SEEN, type SeenName } from './make-attempts.ts';

const FIRST = handshakeQuestion('answer', 'certificate', true);
const NAMELESS = handshakeQuestion('answer', 'certificate', false);
const SMALL = handshakeQuestion('answer', 'small', true);
const WHY = helloQuestion('why', { version: 'TLSv1.3' }, true);
const WHY12 = helloQuestion('why', { version: 'TLSv1.2' }, true);
const TLS13 = helloQuestion('tls13', { version: 'TLSv1.3' }, true);
const V11 = helloQuestion('version', { version: 'TLSv1.1' }, true);

/** What looks come to: end, class, the versions oldest first (y, n, u), notes. */
function summary(...looks: [Question, SeenName][]): string {
  const { observation, versions } = findingOf(
    looks.map(([question, name]): Look => ({ question, seen: SEEN[name] })),
    'standard',
  );
  const answers = Object.values(versions).map((answer) => answer.slice(0, 1));
  return [
    `${observation.outcome} (${classOf(observation)}) ${answers.join('')}`,
    ...observation.notes,
  ]
    .join(' ')
    .trim();
}

describe('looks come to', () => {
  it.each<[string, ...[Question, SeenName][]]>([
    ['tls (tls) uuuyn', [FIRST, 'tls']],
    ['tls (tls) uuuuy', [FIRST, 'tls 1.3']],
    ['tls (tls) nnnyn', [FIRST, 'tls'], [V11, 'hello protocol_version']],
    ['tls (tls) uynyn', [FIRST, 'tls'], [V11, 'hello 1.0']],
    ['tls (tls) uuuyn', [FIRST, 'tls'], [V11, 'hello internal_error']],
    ['tls (tls) uuuyn', [FIRST, 'tls'], [V11, 'hello reset']],
    ['tls (tls) uuuyn', [FIRST, 'tls'], [V11, 'deferred']],
    ['tls (tls) uuuyn inconsistent', [FIRST, 'tls'], [V11, 'plaintext']],
    ['tls (tls) uuuyn sni-refused', [FIRST, 'name refused'], [NAMELESS, 'tls']],
    ['tls (tls) uuuyu', [FIRST, 'handshake reset'], [SMALL, 'tls']],
    [
      'tls (tls) uuuyu intolerant-tls13',
      [FIRST, 'handshake reset'],
      [SMALL, 'tls'],
      [TLS13, 'hello reset'],
    ],
    [
      'tls (tls) uuuyn intolerant-tls13',
      [FIRST, 'alert'],
      [SMALL, 'tls'],
      [TLS13, 'hello protocol_version'],
    ],
    [
      'tls (tls) uuuyy',
      [FIRST, 'handshake reset'],
      [SMALL, 'tls'],
      [TLS13, 'hello 1.3'],
      [FIRST, 'tls 1.3'],
    ],
    [
      'tls (tls) uuuyy intolerant-large-hello',
      [FIRST, 'handshake reset'],
      [SMALL, 'tls'],
      [TLS13, 'hello 1.3'],
      [FIRST, 'handshake reset'],
    ],
    ['tls-failed (unknown) uuynn', [FIRST, 'our limit'], [WHY, 'hello RC4']],
    ['tls-failed (unknown) ynnnn', [FIRST, 'no shared version'], [WHY12, 'hello SSLv3']],
    ['tls-failed (broken) uuuun', [FIRST, 'no shared version'], [WHY12, 'hello protocol_version']],
    [
      'tls-failed (unknown) uuuun',
      [FIRST, 'our limit'],
      [WHY, 'hello refused'],
      [WHY12, 'hello refused'],
    ],
    [
      'tls-failed (unknown) uuuyn',
      [FIRST, 'our limit'],
      [WHY, 'hello DHE 2048'],
      [handshakeQuestion('answer', 'dhe', true), 'alert'],
    ],
  ])('%s: %j', (expected, ...looks) => {
    expect(summary(...looks)).toBe(expected);
  });

  it.each<[string[], (shown: Shown) => Shown]>([
    [['no-secure-renegotiation'], (shown) => withHello(shown, { secureRenegotiation: false })],
    [[], (shown) => withHello(shown, { secureRenegotiation: false, version: 'SSLv3' })],
    [[], (shown) => withHello(shown, { secureRenegotiation: false, version: 'TLSv1.3' })],
    [['client-certificate-asked'], (shown) => ({ ...shown, clientCertificateAsked: true })],
  ])('the notes %j', (expected, change) => {
    const { answer } = SEEN['hello 1.1'];
    if (answer.kind !== 'server-hello') throw new Error('a ServerHello is meant');
    const seen: HelloResult = { ...SEEN['hello 1.1'], answer: change(answer) };
    const looks = [
      { question: FIRST, seen: SEEN.tls },
      { question: V11, seen },
    ];
    expect(findingOf(looks, 'standard').observation.notes).toEqual(expected);
  });
});

type Shown = Extract<HelloResult['answer'], { kind: 'server-hello' }>;

function withHello(shown: Shown, change: Partial<Shown['hello']>): Shown {
  return { ...shown, hello: { ...shown.hello, ...change } };
}
