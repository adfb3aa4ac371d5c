import { expect, it } from 'vitest';
import { certificateSentences } from '../../../src/report/providers/provider-certificates.ts';
import { expiringOf, Holdings } from '../../../src/report/providers/presented-certificates.ts';
import { makeNeighbours } from '../../../src/report/words/neighbours.ts';
import { shownCertificates } from '../../../src/report/words/shown-certificates.ts';
import type { Certificate } from '../../../src/model/records/certificate.ts';
import type { Problem } from '../../../src/model/records/words.ts';
import { makeCertificate, makeDeep, makeEndpoint } from '../../model/make-records.ts';
import { whole } from '../whole.ts';

const AT = '2026-11-23T03:00:00Z';
const HOST = 'mx.example.gr';
const EC = makeCertificate({ key: 'EC P-256' });
const SOON = makeCertificate({ key: 'RSA 2048', notAfter: '2026-12-01T00:00:00Z' });
const OLD = makeCertificate({ key: 'RSA 2048', notAfter: '2026-08-15T00:00:00Z' });
const KNOWN = new Map([EC, SOON, OLD].map((each) => [each.id, each]));

/** An endpoint with the ECDSA certificate and this one. */
function endpoint(rsa: Certificate, problems: Problem[] = []) {
  const one = { path: null, undetermined: [], dane: null };
  return makeEndpoint({
    ...{ host: HOST, certificate: EC.id, chain: [EC.id], problems },
    deep: makeDeep({
      certificates: { RSA: rsa.id, ECDSA: EC.id },
      presented: {
        RSA: { ...one, chain: [rsa.id], problems },
        ECDSA: { ...one, chain: [EC.id], problems: [] },
      },
    }),
  });
}

function sentences(rsa: Certificate, problems: Problem[] = []): string[] {
  const endpoints = [endpoint(rsa, problems)];
  const provider = {
    ...{ name: 'A', listed: true, domains: [], endpoints, hosts: [HOST] },
    endpointsOf: () => endpoints,
  };
  return certificateSentences(provider, KNOWN, AT, makeNeighbours(endpoints));
}

it('says which of two certificates has expired', () => {
  expect(sentences(OLD, ['expired'])).toEqual([
    "mx.example.gr has a valid ECDSA certificate by Let's Encrypt (R11), until 2027-01-02",
    'mx.example.gr has an RSA certificate expired 3 months ago (2026-08-15)',
  ]);
});

it('names two valid certificates of one host in one sentence', () => {
  expect(sentences(SOON)).toEqual([
    'mx.example.gr has a valid ECDSA certificate and a valid RSA certificate; the first expires on 2026-12-01',
  ]);
});

it('tells in the list of what ends soon which one it is', () => {
  const shown = shownCertificates([endpoint(SOON)], KNOWN, AT);
  const holdings = new Holdings(KNOWN, () => ({ category: null, provider: 'A' }));
  holdings.add(0, shown);
  expect(whole(expiringOf(holdings, { at: AT, next: null }))).toMatchObject([
    { name: 'mx.example.gr (RSA certificate)', notAfter: '2026-12-01T00:00:00Z' },
  ]);
});
