import { createHash } from 'node:crypto';
import fc from 'fast-check';
import type { JournalLine } from '../../../src/scan/journal/journal-line.ts';
import { makeCertificate, makeEndpoint } from '../../model/make-records.ts';

type LineOf<K extends JournalLine['kind']> = Extract<JournalLine, { kind: K }>;

/** What a run found, line by line, each thing once. */
export interface RandomRun {
  domains: LineOf<'domain'>[];
  hosts: LineOf<'host'>[];
  certificates: LineOf<'certificate'>[];
  endpoints: LineOf<'endpoint'>[];
  policies: LineOf<'policies'>[];
}

const MANY_NAMES = 103;
const DERS = Array.from({ length: 6 }, (_, index) => Buffer.from(`certificate ${index}`));
const idOf = (der: Buffer) => createHash('sha256').update(der).digest('hex');

const ADDRESSES = ['192.0.2.1', '192.0.2.10', '192.0.2.2', '2001:db8::1'];
const HOSTS = ['mx.a.example', 'mx.a.example-b', 'mx', 'z.example', '*odd\u0000\u202e'];
const DOMAINS = ['a.example', 'a.example.gr', 'a-b.example', 'b.example', 'xn--a.example', 'zz'];

const certificates = DERS.map((der, index): LineOf<'certificate'> => {
  const names = Array.from({ length: index === 0 ? MANY_NAMES : 1 }, (_, nth) => `n${nth}.example`);
  if (index === 0) names[MANY_NAMES - 1] = 'mx.a.example';
  const certificate = makeCertificate({
    id: idOf(der),
    names: names.slice(0, 100),
    namesTotal: names.length,
  });
  return { kind: 'certificate', certificate, names, der: index === 5 ? null : der };
});

const idArbitrary = fc.constantFrom(...DERS.map(idOf));

const tlsa = fc.record({
  asked: fc.boolean(),
  dnssec: fc.constantFrom('secure' as const, 'insecure' as const),
  records: fc.array(
    fc.constantFrom(...DERS).map((der) => ({
      usage: 3,
      selector: 0,
      matchingType: 1,
      data: createHash('sha256').update(der).digest(),
    })),
    { maxLength: 2 },
  ),
  failure: fc.option(fc.constant({ stage: 'dns', code: 'timeout', detail: '' } as const), {
    freq: 5,
  }),
  names: fc.constant(['mx']),
});

/** An MX host with all of its endpoints. */
function hostArbitrary(host: string) {
  return fc
    .record({
      addresses: fc.subarray(ADDRESSES.slice(0, 3)),
      settled: fc.subarray([null, '2001:db8::1']),
      tlsa: fc.option(tlsa),
      endpoints: fc.array(
        fc.record({
          outcome: fc.constantFrom('tls', 'plaintext', 'failed', 'tls-failed', 'deferred'),
          version: fc.constantFrom('TLSv1', 'TLSv1.3'),
          chain: fc.array(idArbitrary, { maxLength: 3 }),
          problems: fc.subarray(['expired', 'weak-key'] as const),
        }),
        { minLength: 3, maxLength: 3 },
      ),
    })
    .map(({ addresses, settled, tlsa: facts, endpoints }) => ({
      host: {
        kind: 'host' as const,
        host,
        owner: host,
        dnssec: 'unknown' as const,
        omitted: 0,
        addresses,
        settled: settled.map((address) => ({
          host,
          address,
          failure: { stage: 'dns', code: 'private-address', detail: '' } as const,
        })),
        tlsa: facts,
      },
      endpoints: addresses.map((address, nth) => {
        const { outcome, version, chain, problems } = endpoints[nth] ?? endpoints[0] ?? {};
        const shown = outcome === 'tls' ? { certificate: chain?.[0] ?? null, chain } : {};
        return {
          kind: 'endpoint' as const,
          endpoint: makeEndpoint({ host, address, outcome, version, problems, ...shown } as never),
          words: [['220 mx\u009b ESMTP', '250 \u2028']],
        };
      }),
    }));
}

function domainArbitrary(domain: string) {
  return fc
    .record({
      hosts: fc.subarray(HOSTS, { maxLength: 3 }),
      dnssec: fc.constantFrom('secure' as const, 'unknown' as const),
      mode: fc.constantFrom('enforce' as const, 'testing' as const, null),
    })
    .map(({ hosts, dnssec, mode }) => ({
      domain: {
        kind: 'domain' as const,
        domain: {
          domain,
          category: null,
          provider: `P ${domain}`,
          mx: {
            kind: hosts.length === 0 ? ('null-mx' as const) : ('mx' as const),
            failure: null,
            dnssec,
            hosts: hosts.map((host, preference) => ({ preference, host, omittedAddresses: 0 })),
            omittedHosts: 0,
            excluded: 0,
          },
          notes: [],
        },
      },
      policies: {
        kind: 'policies' as const,
        domain,
        found: {
          mtaSts: {
            state: 'present' as const,
            record: 'v=STSv1; id=1',
            policy: mode && { mode, mx: ['mx.a.example', '*.example'], maxAge: 86400 },
            error: null,
          },
          tlsRpt: { state: 'absent' as const, record: null, error: null },
          onionMx: {
            ...{ state: 'absent' as const, dnssec: 'insecure' as const },
            ...{ records: [], omitted: 0, error: null },
          },
        },
      },
    }));
}

/** Runs that are finished. */
export const randomRun: fc.Arbitrary<RandomRun> = fc
  .tuple(fc.tuple(...HOSTS.map(hostArbitrary)), fc.tuple(...DOMAINS.map(domainArbitrary)))
  .map(([hosts, domains]) => ({
    hosts: hosts.map(({ host }) => host),
    endpoints: hosts.flatMap(({ endpoints }) => endpoints),
    domains: domains.map(({ domain }) => domain),
    policies: domains
      .filter(({ domain }) => domain.domain.mx.kind === 'mx')
      .map(({ policies }) => policies),
    certificates,
  }));

/** All lines of a run in a fixed order. */
export function linesOf(run: RandomRun): JournalLine[] {
  return [...run.hosts, ...run.certificates, ...run.domains, ...run.endpoints, ...run.policies];
}
