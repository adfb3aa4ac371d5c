import { describe, expect, it } from 'vitest';
import { makeNeighbours } from '../../../src/report/words/neighbours.ts';
import {
  expiringOf,
  Holdings,
  sharedOf,
} from '../../../src/report/providers/presented-certificates.ts';
import { shownCertificates } from '../../../src/report/words/shown-certificates.ts';
import type { Certificate } from '../../../src/model/records/certificate.ts';
import { makeCertificate, makeEndpoint, type EndpointOverrides } from '../../model/make-records.ts';
import { whole } from '../whole.ts';

const AT = '2026-11-23T03:00:00Z';

/** The holdings of providers, each with its endpoints. */
function holdings(
  providers: Record<string, EndpointOverrides[]>,
  certificates: readonly Certificate[],
  isKept?: (notAfter: string | null) => boolean,
): Holdings {
  const byId = new Map(certificates.map((each) => [each.id, each]));
  const names = Object.keys(providers);
  const nameAt = (number: number) => ({ category: null, provider: names[number] ?? '' });
  const all = new Holdings(byId, nameAt, isKept);
  for (const [number, endpoints] of Object.values(providers).entries()) {
    all.add(number, shownCertificates(endpoints.map(makeEndpoint), byId, AT));
  }
  return all;
}

it('keeps the certificates that are wanted, and no others', () => {
  const [kept, other] = ['2026-12-01', '2027-12-01'].map((day) =>
    makeCertificate({ notAfter: `${day}T00:00:00Z` }),
  );
  if (kept === undefined || other === undefined) throw new Error('two of two');
  const presented = [{ certificate: other.id }, { certificate: kept.id }];
  const own = holdings({ A: presented }, [kept, other], (end) => end === kept.notAfter);
  const ends = Array.from(
    own.expiring(AT, () => true),
    ({ certificate }) => certificate.notAfter,
  );
  expect(ends).toEqual([kept.notAfter]);
});

describe('expiringOf', () => {
  const next = '2026-11-30T03:00:00Z';
  it.each([
    { name: 'one second ago', notAfter: '2026-11-23T02:59:59Z', when: null },
    { name: 'now', notAfter: AT, when: [true, true] },
    { name: 'just before the next', notAfter: '2026-11-30T02:59:59Z', when: [true, true] },
    { name: 'at the next', notAfter: next, when: [false, true] },
    { name: 'in 30 days', notAfter: '2026-12-23T03:00:00Z', when: [false, true] },
    { name: 'a second later', notAfter: '2026-12-23T03:00:01Z', when: null },
    { name: 'never', notAfter: null, when: null },
  ])('a certificate that expires $name', ({ notAfter, when }) => {
    const certificate = makeCertificate({ notAfter });
    const own = holdings({ A: [{ certificate: certificate.id }] }, [certificate]);
    const found = Array.from(expiringOf(own, { at: AT, next }), (each) => [
      each.beforeNextSurvey,
      each.within30Days,
    ]);
    expect(found).toEqual(when === null ? [] : [when]);
  });

  it('takes the next survey where that is later, and needs none', () => {
    const certificate = makeCertificate({ notAfter: '2027-01-10T00:00:00Z' });
    const own = holdings({ A: [{ certificate: certificate.id }] }, [certificate]);
    const months = expiringOf(own, { at: AT, next: '2027-02-23T03:00:00Z' });
    expect(whole(months)).toMatchObject([{ beforeNextSurvey: true, within30Days: false }]);
    expect(whole(expiringOf(own, { at: AT, next: null }))).toEqual([]);
  });

  it('lists the first to expire first, each once with all its providers', () => {
    const [late, soon] = ['2026-12-20', '2026-12-01'].map((day) =>
      makeCertificate({ notAfter: `${day}T00:00:00Z` }),
    );
    if (late === undefined || soon === undefined) throw new Error('two of two');
    const own = holdings(
      {
        A: [{ host: 'a.gr', certificate: late.id }],
        B: [
          { host: 'b.gr', certificate: soon.id },
          { host: 'c.gr', certificate: late.id },
        ],
      },
      [late, soon],
    );
    expect(whole(expiringOf(own, { at: AT, next }))).toMatchObject([
      { id: soon.id, providers: [{ provider: 'B', hosts: ['b.gr'] }] },
      {
        id: late.id,
        providers: [
          { provider: 'A', hosts: ['a.gr'] },
          { provider: 'B', hosts: ['c.gr'] },
        ],
      },
    ]);
  });
});

describe('sharedOf', () => {
  const certificate = makeCertificate({ subject: 'CN=mail.x.gr' });
  const { id } = certificate;
  it.each<{ name: string; endpoints: EndpointOverrides[]; sentences: string[] }>([
    { name: 'one host', endpoints: [{ host: 'a.gr', certificate: id }], sentences: [] },
    {
      name: 'one host at two addresses',
      endpoints: [
        { host: 'a.gr', certificate: id },
        { host: 'a.gr', address: '192.0.2.2', certificate: id },
      ],
      sentences: [],
    },
    {
      name: 'two hosts that it covers',
      endpoints: [
        { host: 'a.gr', certificate: id },
        { host: 'b.gr', certificate: id },
      ],
      sentences: ['a.gr and b.gr use the certificate of mail.x.gr, which covers all of them'],
    },
    {
      name: 'two hosts, one of which it covers',
      endpoints: [
        { host: 'a.gr', certificate: id },
        { host: 'b.gr', certificate: id, problems: ['name-mismatch'] },
      ],
      sentences: ['a.gr and b.gr use the certificate of mail.x.gr, which does not cover b.gr'],
    },
    {
      name: 'three hosts that it does not cover',
      endpoints: ['a', 'b', 'c'].map((name) => ({
        host: `${name}.x.gr`,
        certificate: id,
        problems: ['name-mismatch' as const],
      })),
      sentences: ['All *.x.gr use the certificate of mail.x.gr, which covers none of them'],
    },
    {
      name: 'hosts for which that is unknown',
      endpoints: [
        { host: 'a.gr', certificate: id, problems: null },
        { host: 'b.gr', certificate: id },
      ],
      sentences: ['a.gr and b.gr use the certificate of mail.x.gr'],
    },
  ])('$name', ({ endpoints, sentences }) => {
    const own = holdings({ A: endpoints }, [certificate]);
    const shared = sharedOf(own, makeNeighbours(endpoints.map(makeEndpoint)));
    expect(Array.from(shared, ({ sentence }) => sentence)).toEqual(sentences);
  });
});
