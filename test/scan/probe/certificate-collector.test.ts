import { describe, expect, it } from 'vitest';
import { prepareRoots } from '../../../src/judge/x509/certificate-path.ts';
import { CertificateCollector } from '../../../src/scan/probe/certificate-collector.ts';

/** Bytes that are no certificate have a record as well. */
const ders = Array.from({ length: 5_000 }, (_, n) => Buffer.from(`certificate ${n}`));

function collect(known: readonly string[]) {
  const handedOut: string[] = [];
  const collector = new CertificateCollector({
    roots: prepareRoots([]),
    at: new Date('2026-11-23T03:00:00Z'),
    onCertificate: ({ id }) => handedOut.push(id),
    known,
  });
  return { collector, handedOut };
}

describe('the certificates of a run', () => {
  it('are handed out once each, though it remembers less, and not those of a run before', () => {
    const first = collect([]);
    const ids = ders.map((der) => first.collector.present('mx.a.example', [der]).certificate ?? '');
    for (const der of ders) first.collector.present('mx.b.example', [der]);
    expect(first.handedOut).toEqual(ids);
    const second = collect(ids.slice(1));
    for (const der of ders) second.collector.present('mx.a.example', [der]);
    expect(second.handedOut).toEqual(ids.slice(0, 1));
  });

  it('are there in DER while they are remembered', () => {
    const { collector } = collect([]);
    const [first] = ders;
    const id = collector.present('mx.a.example', first === undefined ? [] : [first]).certificate;
    expect(collector.der(id ?? '')).toEqual(first);
    for (const der of ders) collector.present('mx.a.example', [der]);
    expect(collector.der(id ?? '')).toBeNull();
  });
});
