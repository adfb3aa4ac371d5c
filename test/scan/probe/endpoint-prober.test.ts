import { describe, expect, it } from 'vitest';
import { prepareRoots } from '../../../src/judge/x509/certificate-path.ts';
import { classOf, type Endpoint } from '../../../src/model/records/endpoint.ts';
import { CertificateCollector } from '../../../src/scan/probe/certificate-collector.ts';
import { observedEndpoint } from '../../../src/scan/probe/endpoint-record.ts';
import { EndpointProber, type Regresses } from '../../../src/scan/probe/endpoint-prober.ts';
import { PROBE_RESULTS, type ProbeResultName } from './make-attempts.ts';

const JOB = { host: 'mx.a.example', address: '192.0.2.1' };

/** Asks a server that answers so, at depth standard, as often as it takes; gives its record and the connections of each pass. */
async function asked(answers: readonly ProbeResultName[], regresses: Regresses) {
  const certificates = new CertificateCollector({
    roots: prepareRoots([]),
    at: new Date(),
    onCertificate: () => undefined,
  });
  let next = 0;
  const prober = new EndpointProber({
    connect: () => Promise.resolve(PROBE_RESULTS[answers[next++] ?? 'timeout']),
    depth: 'standard',
    recordOf: (endpointResult) => observedEndpoint(JOB, endpointResult, certificates),
    regresses,
  });
  const passes: number[] = [];
  for (let pass = 1; ; pass++) {
    const begun = next;
    const endpoint = await prober.pass(pass >= 3);
    passes.push(next - begun);
    if (endpoint !== null) return { said: summary(endpoint), passes };
  }
}

function summary({ outcome, tls, notes }: Endpoint): string {
  const versions = Object.values(tls?.versions ?? {}).map((answer) => answer.slice(0, 1));
  // The results of these tests have no certificates.
  const words = [
    outcome,
    versions.join(''),
    ...notes.filter((note) => note !== 'certificate-not-seen'),
  ];
  return words.filter((each) => each !== '').join(' ');
}

/** How a server answers first that chokes on TLS 1.3. */
const CHOKING: ProbeResultName[] = ['handshake reset', 'tls', 'hello reset'];

describe('the last connection of a run', () => {
  const speaks =
    (version: 'SSLv3' | 'TLSv1'): Regresses =>
    ({ tls }) =>
      tls?.versions[version] === 'yes';

  it.each<[string, ProbeResultName[], Regresses, string, number[]]>([
    [
      'is kept to confirm what five showed',
      [...CHOKING, 'hello 1.1', 'hello 1.0', 'hello 1.0'],
      speaks('TLSv1'),
      'tls uyyyu intolerant-tls13',
      [5, 1],
    ],
    [
      'that contradicts it',
      [...CHOKING, 'hello 1.1', 'hello 1.0', 'hello refused'],
      speaks('TLSv1'),
      'tls uuyyu inconsistent intolerant-tls13',
      [5, 1],
    ],
    [
      'that is cut off ends the run, as no other may follow',
      [...CHOKING, 'hello 1.1', 'hello 1.0', 'hello reset'],
      speaks('TLSv1'),
      'tls uuyyu intolerant-tls13',
      [5, 1],
    ],
    [
      'does not record a regression that cannot be confirmed',
      [...CHOKING, 'hello 1.1', 'hello 1.0', 'hello SSLv3'],
      speaks('SSLv3'),
      'tls uyyyu intolerant-tls13',
      [6],
    ],
    [
      'is used if there is no regression',
      [...CHOKING, 'hello 1.1', 'hello 1.0', 'hello SSLv3'],
      () => false,
      'tls yyyyu intolerant-tls13',
      [6],
    ],
    [
      'does not record a regression after five deferrals',
      [...Array.from({ length: 5 }, (): ProbeResultName => 'deferred'), 'stripped'],
      ({ outcome }) => outcome === 'stripped',
      'deferred',
      [1, 1, 1],
    ],
  ])('%s', async (_, answers, regresses, said, passes) => {
    expect(await asked(answers, regresses)).toEqual({ said, passes });
  });
});

describe('a confirmation', () => {
  const isBroken: Regresses = (endpoint) => classOf(endpoint) === 'broken';
  it.each<[string, ProbeResultName[], Regresses, string, number[]]>([
    [
      'on broken TLS, the same',
      ['malformed', 'malformed', 'malformed'],
      isBroken,
      'tls-failed',
      [2, 1],
    ],
    [
      'on broken TLS, cut off',
      ['malformed', 'malformed', 'timeout', 'timeout'],
      isBroken,
      'failed',
      [2, 1, 1],
    ],
    [
      'on broken TLS, broken another way',
      ['malformed', 'malformed', 'refused 502'],
      isBroken,
      'tls-failed inconsistent',
      [2, 1],
    ],
    [
      'on a server without a handshake, the same',
      ['our limit', 'hello RC4', 'hello protocol_version', 'hello RC4'],
      ({ tls }) => tls?.cipher?.includes('RC4') === true,
      'tls-failed nnynn',
      [3, 1],
    ],
    [
      'on a server without a handshake, cut off',
      ['our limit', 'hello RC4', 'hello protocol_version', 'hello reset', 'hello reset'],
      ({ tls }) => tls?.cipher?.includes('RC4') === true,
      'tls-failed',
      [3, 1, 1],
    ],
  ])('%s', async (_, answers, regresses, said, passes) => {
    expect(await asked(answers, regresses)).toEqual({ said, passes });
  });
});
