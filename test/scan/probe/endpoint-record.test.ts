import { describe, expect, it } from 'vitest';
import { prepareRoots } from '../../../src/judge/x509/certificate-path.ts';
import type { Endpoint } from '../../../src/model/records/endpoint.ts';
import { PROBLEMS, type Note } from '../../../src/model/records/words.ts';
import { CertificateCollector } from '../../../src/scan/probe/certificate-collector.ts';
import { observedEndpoint } from '../../../src/scan/probe/endpoint-record.ts';
import { FIRST_PROBE } from '../../../src/scan/probe/outcome-probes.ts';
import { endpointResultOf } from '../../../src/scan/probe/endpoint-result.ts';
import {
  formProbe,
  handshakeProbe,
  helloProbe,
  type Attempt,
  type Probe,
} from '../../../src/scan/probe/probe.ts';
import { makeCertificate } from '../../lab/certificates.ts';
import { ATTEMPT_RESULTS, PROBE_RESULTS, type ProbeResultName } from './make-attempts.ts';

const JOB = { host: 'mx.a.example', address: '192.0.2.1' };

function recordOf(...attempts: Attempt[]): Endpoint {
  const collector = new CertificateCollector({
    roots: prepareRoots([]),
    at: new Date(),
    onCertificate: () => undefined,
  });
  return observedEndpoint(JOB, endpointResultOf(attempts, 'quick'), collector);
}

describe('the record of an endpoint', () => {
  it('has each note once, sorted, those of the certificate too', async () => {
    const { der } = await makeCertificate({ subject: `CN=${JOB.host}` });
    const notes: Note[] = ['tarpit', 'data-after-220', 'tarpit'];
    const handshake = { ...ATTEMPT_RESULTS.tls.handshake, chain: [der] };
    const result = { ...ATTEMPT_RESULTS.tls, notes, handshake };
    expect(recordOf({ probe: FIRST_PROBE, result }).notes).toEqual([
      'data-after-220',
      'name-only-in-cn',
      'tarpit',
    ]);
  });

  const SMALL = handshakeProbe('outcome', 'small', false);
  const WHOLE = formProbe('diagnosis', 'TLSv1.3', 'named', true);
  const FINITE_FIELD = helloProbe('diagnosis', { version: 'TLSv1.3', groups: ['ffdhe8192'] }, true);
  const ANONYMOUS = handshakeProbe('outcome', 'anonymous', true);

  it.each<[string, [Probe, ProbeResultName][], string[], string[]]>([
    [
      'anonymous suites after both forms with a certificate were refused',
      [
        [WHOLE, 'hello refused'],
        [SMALL, 'our limit'],
        [ANONYMOUS, 'tls anonymous'],
      ],
      ['no-certificate'],
      [],
    ],
    [
      'anonymous suites after a hello that was not answered',
      [
        [WHOLE, 'hello reset'],
        [SMALL, 'our limit'],
        [ANONYMOUS, 'tls anonymous'],
      ],
      [],
      ['certificate-not-seen'],
    ],
    [
      'anonymous suites after another alert',
      [
        [WHOLE, 'hello internal_error'],
        [SMALL, 'our limit'],
        [ANONYMOUS, 'tls anonymous'],
      ],
      [],
      ['certificate-not-seen'],
    ],
    [
      'a hello of TLS 1.3, whose certificate is encrypted,',
      [
        [WHOLE, 'hello refused'],
        [SMALL, 'our limit'],
        [FINITE_FIELD, 'hello HRR ffdhe8192'],
      ],
      [],
      ['certificate-not-seen'],
    ],
  ])('after %s: %j', (_, then, problems, notes) => {
    const attempts = then.map(([probe, name]): Attempt => ({ probe, result: PROBE_RESULTS[name] }));
    const record = recordOf(
      { probe: FIRST_PROBE, result: PROBE_RESULTS['our limit'] },
      ...attempts,
    );
    expect(record).toMatchObject({ certificate: null, problems, notes });
    expect(record.undetermined).toEqual(problems.length === 0 ? PROBLEMS : []);
  });

  it('after a handshake that the server broke off has its certificate, and no agreed version', async () => {
    const { der } = await makeCertificate({ subject: `CN=${JOB.host}`, names: [JOB.host] });
    const result = { ...PROBE_RESULTS['certificate required'] };
    const handshake = { ...result.handshake, chain: [der] };
    expect(recordOf({ probe: FIRST_PROBE, result: { ...result, handshake } })).toMatchObject({
      outcome: 'tls-failed',
      failure: { stage: 'handshake', code: 'tls-alert' },
      tls: { version: null, versions: { 'TLSv1.3': 'yes' } },
      problems: ['self-signed'],
      notes: ['client-certificate-required'],
    });
  });

  it('has the certificate that a hello showed', () => {
    const hello = PROBE_RESULTS['hello RC4'];
    if (hello.answer.kind !== 'server-hello') throw new Error('not a ServerHello');
    const answer = { ...hello.answer, chain: [Buffer.from('not DER')] };
    const record = recordOf(
      { probe: FIRST_PROBE, result: PROBE_RESULTS['our limit'] },
      {
        probe: helloProbe('diagnosis', { version: 'TLSv1.2' }, true),
        result: { ...hello, answer },
      },
    );
    expect(record.chain).toHaveLength(1);
  });
});
