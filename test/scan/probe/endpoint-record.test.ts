import { expect, it } from 'vitest';
import { prepareRoots } from '../../../src/judge/x509/certificate-path.ts';
import type { Note } from '../../../src/model/records/words.ts';
import { CertificateCollector } from '../../../src/scan/probe/certificate-collector.ts';
import { observedEndpoint } from '../../../src/scan/probe/endpoint-record.ts';
import { FIRST_PROBE } from '../../../src/scan/probe/outcome-probes.ts';
import { endpointResultOf } from '../../../src/scan/probe/endpoint-result.ts';
import { ATTEMPT_RESULTS } from './make-attempts.ts';

it('has each note once, sorted', () => {
  const given: Note[] = ['inconsistent', 'data-after-220', 'inconsistent'];
  const result = { ...ATTEMPT_RESULTS.tls, notes: given };
  const collector = new CertificateCollector(prepareRoots([]), new Date());
  const at = { host: 'mx.a.example', address: '192.0.2.1' };
  const { notes } = observedEndpoint(
    at,
    endpointResultOf([{ probe: FIRST_PROBE, result }], 'quick'),
    collector,
  );
  expect(notes).toEqual(['data-after-220', 'inconsistent']);
});
