import { describe, expect, it } from 'vitest';
import type { Problem } from '../../../src/model/records/words.ts';
import { certificateLines } from '../../../src/report/answer/tls-lines.ts';
import { makePalette } from '../../../src/report/document/palette.ts';
import { certificateSentences } from '../../../src/report/providers/provider-certificates.ts';
import { categoriesOf } from '../../../src/report/providers/providers.ts';
import { certificatePhrase } from '../../../src/report/words/certificate-phrase.ts';
import { presentedBy } from '../../../src/report/words/certificate-words.ts';
import { makeNeighbours } from '../../../src/report/words/neighbours.ts';
import {
  makeCertificate,
  makeDomain,
  makeEndpoint,
  makeSnapshot,
} from '../../model/make-records.ts';
import { sourceOf } from '../../../src/model/records/snapshot-source.ts';

const AT = '2026-11-23T03:00:00Z';
const WEAK = makeCertificate({ key: 'RSA 1024', notAfter: '2027-01-02T00:00:00Z' });

function presenting(problems: Problem[]) {
  const endpoint = makeEndpoint({ certificate: WEAK.id, problems });
  const presented = presentedBy(endpoint, new Map([[WEAK.id, WEAK]]), AT);
  if (presented === null || endpoint.outcome !== 'tls') throw new Error('no certificate');
  return { endpoint, presented };
}

// The level `authenticated` and the histories call it valid as well.
describe('a certificate whose only problem is a weak key is valid', () => {
  it('in the sentence of a report', () => {
    const { presented, endpoint } = presenting(['weak-key']);
    expect(certificatePhrase(presented, makeNeighbours([endpoint]))).toBe(
      "a valid certificate by Let's Encrypt (R11), until 2027-01-02, with a weak key (RSA 1024)",
    );
  });

  it('in an answer', () => {
    const { presented, endpoint } = presenting(['weak-key']);
    const lines = certificateLines(endpoint, [presented], { mtaSts: null }, makePalette(false));
    expect(lines).toEqual([
      "certificate of mx.example.gr by Let's Encrypt (R11), until 2027-01-02 (in 39 days): valid",
      'problem: with a weak key (RSA 1024)',
    ]);
  });

  it('in a sentence about several', () => {
    const hosts = ['a', 'b', 'c'].map((name) => `${name}.example.gr`);
    const certificates = hosts.map((host) => makeCertificate({ names: [host], key: 'RSA 1024' }));
    const endpoints = hosts.map((host, index) =>
      makeEndpoint({ host, certificate: certificates[index]?.id ?? null, problems: ['weak-key'] }),
    );
    const snapshot = makeSnapshot({
      domains: [makeDomain({ hosts }, endpoints)],
      endpoints,
      certificates,
    });
    const [provider] = categoriesOf(sourceOf(snapshot))[0]?.providers ?? [];
    const known = new Map(certificates.map((each) => [each.id, each]));
    expect(
      provider && certificateSentences(provider, known, AT, makeNeighbours(endpoints)),
    ).toEqual([
      'All *.example.gr have valid certificates of their own, each of which has a weak key',
    ]);
  });
});

it('a certificate with a weak key that is for another name is not valid', () => {
  const { presented, endpoint } = presenting(['name-mismatch', 'weak-key']);
  const phrase = certificatePhrase(presented, makeNeighbours([endpoint]));
  expect(phrase).not.toContain('valid');
  const [identity] = certificateLines(endpoint, [presented], { mtaSts: null }, makePalette(false));
  expect(identity).not.toContain('valid');
});
