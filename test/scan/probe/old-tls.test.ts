import type { Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { prepareRoots } from '../../../src/judge/x509/certificate-path.ts';
import { classOf, type Endpoint } from '../../../src/model/records/endpoint.ts';
import { TLS_VERSIONS, type Depth } from '../../../src/model/records/words.ts';
import { TIMEOUTS } from '../../../src/net/deadline.ts';
import { dialDirectly } from '../../../src/net/dial.ts';
import { createExclusions } from '../../../src/model/names/exclusions.ts';
import { DomainResults } from '../../../src/scan/domain-results.ts';
import { carryOut } from '../../../src/scan/survey.ts';
import { targetsOf } from '../lab-survey.ts';
import { dns } from '../plan/table-dns.ts';
import { hasJava, startOldTls, type OldTls, type OldTlsServer } from '../../peers/java/old-tls.ts';

const HOST = 'old.lab.example';

/** Surveys one server, and counts the connections to it. */
async function ask(
  port: number,
  depth: Depth,
): Promise<{ endpoint: Endpoint; connections: number }> {
  let connections = 0;
  const dial = (address: string, to: number): Socket => {
    connections++;
    return dialDirectly(address, to);
  };
  const journal = new DomainResults({ withPolicies: false, withDnsbl: false });
  await carryOut(targetsOf([HOST]), {
    journal,
    known: [],
    resolver: dns({ [HOST]: { mx: [[10, HOST]], a: ['127.0.0.1'] } }),
    families: ['ipv4'],
    givenMx: null,
    dnsbl: null,
    targetPolicy: { ...createExclusions([]), refuses: () => null },
    settings: { port, dial, ehlo: 'scan.lab.example', clients: [], timeouts: TIMEOUTS },
    record: () => undefined,
    workers: { workers: 0, firstHere: 0 },
    rateLimits: { concurrency: 1, perOperator: 1, pauseMs: 0 },
    depth,
    passes: 1,
    passDelayMs: 0,
    roots: prepareRoots([]),
    at: new Date(),
    policyMs: null,
    regresses: null,
    onProgress: () => undefined,
  });
  const [endpoint] = journal.records().endpoints;
  if (endpoint === undefined) throw new Error('no endpoint');
  return { endpoint, connections };
}

/** What a survey says of the TLS of an endpoint: end, version, suite, the versions oldest first (y, n, u), notes. */
function summary(endpoint: Endpoint): string {
  const { outcome, failure, tls, notes } = endpoint;
  const versions = TLS_VERSIONS.map((version) => tls?.versions[version].slice(0, 1) ?? '-').join(
    '',
  );
  const code = failure === null ? '' : ` ${failure.code}`;
  const suite = `${tls?.version ?? '-'} ${tls?.cipher ?? '-'}`;
  return [`${outcome}${code} (${classOf(endpoint)}) ${suite} ${versions}`, ...notes].join(' ');
}

/** What `deep` says: the families that are accepted, then DHE bits, certificates there are, and the answer without SNI. */
function deepSummary({ deep }: Endpoint): string {
  if (deep === null) return 'nothing';
  const { suites, groups, dheBits, certificates, withoutSni } = deep;
  const weak = Object.entries({ ...groups, ...suites }).filter(([, answer]) => answer !== 'no');
  const kinds = Object.entries(certificates).filter(([, id]) => id !== null);
  return [
    ...weak.map(([family, answer]) => (answer === 'yes' ? family : `${family}?`)),
    `DHE ${String(dheBits)}`,
    ...kinds.map(([kind]) => kind),
    withoutSni,
  ].join(', ');
}

const EVERY = ['SSLv3', 'TLSv1', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3'];
const AES = 'TLS_RSA_WITH_AES_128_CBC_SHA';

/** Name; the server; what standard depth says and with how many connections; what deep adds, and with how many. */
const CASES: [string, OldTlsServer, string, number, string, number][] = [
  [
    'every version',
    { protocols: EVERY },
    'tls (tls) TLSv1.3 TLS_AES_256_GCM_SHA384 yyyyy',
    5,
    '3DES, DHE 1024, RSA, same',
    11,
  ],
  [
    'SSL 3.0 alone',
    { protocols: ['SSLv3'] },
    'tls-failed local-limit (unknown) - TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA ynnnn',
    2,
    '3DES, DHE 1024, RSA, untested',
    5,
  ],
  [
    'SSL 3.0 and TLS 1.0',
    { protocols: ['SSLv3', 'TLSv1'] },
    'tls (tls) TLSv1 TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA yynnn',
    2,
    '3DES, DHE 1024, RSA, same',
    7,
  ],
  [
    'TLS 1.3 alone',
    { protocols: ['TLSv1.3'] },
    'tls (tls) TLSv1.3 TLS_AES_256_GCM_SHA384 nnnny',
    2,
    'DHE null, RSA, same',
    5,
  ],
  [
    'RC4',
    { protocols: EVERY, suites: ['SSL_RSA_WITH_RC4_128_SHA', 'SSL_RSA_WITH_RC4_128_MD5'] },
    'tls-failed local-limit (unknown) - TLS_RSA_WITH_RC4_128_SHA yyyyn',
    5,
    'RC4, DHE null, RSA, untested',
    7,
  ],
  [
    '3DES and DHE with it',
    {
      protocols: ['TLSv1'],
      suites: ['SSL_RSA_WITH_3DES_EDE_CBC_SHA', 'SSL_DHE_RSA_WITH_3DES_EDE_CBC_SHA'],
    },
    'tls-failed local-limit (unknown) - TLS_RSA_WITH_3DES_EDE_CBC_SHA nynnn',
    3,
    '3DES, DHE 1024, RSA, untested',
    5,
  ],
  [
    'export',
    { protocols: ['SSLv3', 'TLSv1'], suites: ['SSL_RSA_EXPORT_WITH_RC4_40_MD5'] },
    'tls-failed local-limit (unknown) - TLS_RSA_EXPORT_WITH_RC4_40_MD5 yynnn',
    3,
    'export, RC4, DHE null, RSA, untested',
    5,
  ],
  [
    'finite-field DHE of 1024 bits',
    { protocols: ['TLSv1.2'], suites: ['TLS_DHE_RSA_WITH_AES_128_CBC_SHA'] },
    'tls (tls) TLSv1.2 TLS_DHE_RSA_WITH_AES_128_CBC_SHA nnnyn',
    4,
    'DHE 1024, RSA, same',
    7,
  ],
  [
    'anonymous suites',
    {
      protocols: ['TLSv1', 'TLSv1.2'],
      suites: ['TLS_DH_anon_WITH_AES_128_CBC_SHA', 'SSL_DH_anon_WITH_RC4_128_MD5'],
    },
    // Two more forms are needed before anonymous suites, which leaves no connection to ask for lower versions with.
    'tls (tls) TLSv1.2 TLS_DH_anon_WITH_AES_128_CBC_SHA uuuyn',
    6,
    'anonymous, RC4, DHE null, same',
    12,
  ],
  [
    'anonymous export suites',
    { protocols: ['TLSv1'], suites: ['SSL_DH_anon_EXPORT_WITH_RC4_40_MD5'] },
    'tls-failed local-limit (unknown) - TLS_DH_anon_EXPORT_WITH_RC4_40_MD5 nynnn',
    6,
    'anonymous, export, RC4, DHE null, untested',
    8,
  ],
  [
    'a wish for a client certificate',
    { protocols: ['TLSv1.1', 'TLSv1.2'], suites: [AES], asksClientCertificate: true },
    'tls (tls) TLSv1.2 TLS_RSA_WITH_AES_128_CBC_SHA nnyyn client-certificate-asked',
    3,
    'DHE null, RSA, same',
    7,
  ],
];

const REASON = hasJava ? '' : ' (skipped: there is no JDK here)';

describe.skipIf(!hasJava)(`a server of the JDK with${REASON}`, () => {
  let java: OldTls;

  beforeAll(async () => {
    java = await startOldTls(CASES.map(([, server]) => server));
  });
  afterAll(() => java.close());

  it.each(CASES.map(([name, , expected, most], i) => [name, i, expected, most] as const))(
    '%s',
    async (_, i, expected, connections) => {
      const result = await ask(java.ports[i] ?? 0, 'standard');
      expect(summary(result.endpoint)).toBe(expected);
      expect(result.connections).toBe(connections);
      expect(result.connections).toBeLessThanOrEqual(6);
    },
  );

  it.each(CASES.map(([name, , , , expected, most], i) => [name, i, expected, most] as const))(
    '%s, asked deeply',
    async (_, i, expected, connections) => {
      const result = await ask(java.ports[i] ?? 0, 'deep');
      expect(deepSummary(result.endpoint)).toBe(expected);
      expect(result.connections).toBe(connections);
      expect(result.connections).toBeLessThanOrEqual(14);
    },
  );

  it('its certificate is known and judged from a hello alone', async () => {
    const { endpoint } = await ask(java.ports[4] ?? 0, 'standard');
    expect(endpoint).toMatchObject({
      certificate: java.certificate.id,
      chain: [java.certificate.id],
      path: { outcome: 'self-signed', via: [] },
      problems: ['self-signed', 'weak-key'],
    });
  });
});

describe.skipIf(!hasJava)(`finite-field groups${REASON}`, () => {
  it.each([
    [768, 'tls-failed local-limit (unknown) - TLS_DHE_RSA_WITH_AES_128_CBC_SHA nnnyn'],
    [2048, 'tls (tls) TLSv1.2 TLS_DHE_RSA_WITH_AES_128_CBC_SHA nnnyn'],
  ] as const)('of %i bits', async (bits, expected) => {
    const server = { protocols: ['TLSv1.2'], suites: ['TLS_DHE_RSA_WITH_AES_128_CBC_SHA'] };
    const java = await startOldTls([server], bits);
    try {
      const { endpoint } = await ask(java.ports[0] ?? 0, 'deep');
      expect(summary(endpoint)).toBe(expected);
      expect(endpoint.deep?.dheBits).toBe(bits);
    } finally {
      await java.close();
    }
  });
});
