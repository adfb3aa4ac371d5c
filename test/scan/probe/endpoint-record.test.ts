import { describe, expect, it } from 'vitest';
import { prepareRoots } from '../../../src/judge/x509/certificate-path.ts';
import type { Endpoint } from '../../../src/model/records/endpoint.ts';
import type { Note } from '../../../src/model/records/words.ts';
import { CertificateCollector } from '../../../src/scan/probe/certificate-collector.ts';
import { observedEndpoint } from '../../../src/scan/probe/endpoint-record.ts';
import { FIRST_PROBE } from '../../../src/scan/probe/outcome-probes.ts';
import { endpointResultOf } from '../../../src/scan/probe/endpoint-result.ts';
import { helloProbe, type Attempt } from '../../../src/scan/probe/probe.ts';
import { makeCertificate } from '../../lab/certificates.ts';
import { ATTEMPT_RESULTS, PROBE_RESULTS, type ProbeResultName } from './make-attempts.ts';

const JOB = { host: 'mx.a.example', address: '192.0.2.1' };

function recordOf(...attempts: Attempt[]): Endpoint {
  const collector = new CertificateCollector(prepareRoots([]), new Date());
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

  it.each<[ProbeResultName, string[] | null]>([
    ['hello RC4', null],
    ['hello AECDH', ['no-certificate']],
  ])('after no handshake and %s has the problems %j', (name, problems) => {
    const { tls, ...rest } = recordOf(
      { probe: FIRST_PROBE, result: PROBE_RESULTS['our limit'] },
      {
        probe: helloProbe('diagnosis', { version: 'TLSv1.2' }, true),
        result: PROBE_RESULTS[name],
      },
    );
    expect(tls?.cipher).toMatch(/^TLS_/);
    expect(rest.problems).toEqual(problems);
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
