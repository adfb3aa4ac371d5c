import { connect } from 'node:net';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { prepareRoots } from '../../../src/judge/x509/certificate-path.ts';
import { createExclusions, parseExclusion } from '../../../src/model/names/exclusions.ts';
import type { PlannedDomain } from '../../../src/model/plan.ts';
import type { MxKind } from '../../../src/model/records/words.ts';
import { createResolver } from '../../../src/net/dns/dns.ts';
import { createRateLimiter } from '../../../src/net/rate-limiter.ts';
import {
  startPolicies,
  takesMail,
  type DomainPolicies,
} from '../../../src/scan/policies/policies.ts';
import type { PolicyHostOptions } from '../../../src/scan/policies/policy-host.ts';
import { makeCertificate, type LabCertificate } from '../../lab/certificates.ts';
import { startDnsServer, type LabDns } from '../../lab/dns/dns-server.ts';
import type { ZoneName } from '../../lab/dns/dns-zone.ts';
import {
  flood,
  reply,
  startHttpsServer,
  type HttpAct,
  type LabHttps,
} from '../../lab/https-server.ts';
import { makeDomain } from '../../model/make-records.ts';

const HOST = 'mta-sts.a.example';
const POLICY = 'version: STSv1\nmode: enforce\nmx: *.a.example\nmax_age: 86400\n';
const TXT = { TXT: ['v=STSv1; id=20260101000000Z;'] };
const PAST = { notBefore: new Date('2020-01-01'), notAfter: new Date('2021-01-01') };
const NAMES = [HOST, 'mta-sts.b.example', 'mta-sts.c.example'];

let root: LabCertificate;
let good: LabCertificate;
beforeAll(async () => {
  root = await makeCertificate({ subject: 'CN=Lab Root', ca: true });
  good = await makeCertificate({ subject: 'CN=policies', names: NAMES, issuer: root });
});

const ZONE: Record<string, ZoneName> = {
  '_mta-sts.a.example': TXT,
  [HOST]: { A: ['127.0.0.1'] },
};

async function serveDns(zone: Record<string, ZoneName>): Promise<LabDns> {
  const dns = await startDnsServer({ zone });
  onTestFinished(() => dns.close());
  return dns;
}

async function serveHttps(
  act: HttpAct = reply(POLICY),
  certificate = good,
  chain: readonly LabCertificate[] = [],
): Promise<LabHttps> {
  const server = await startHttpsServer({ certificate, chain, act });
  onTestFinished(() => server.close());
  return server;
}

function planned(domain: string, kind: MxKind = 'mx'): PlannedDomain {
  const { mx } = makeDomain({ hosts: [`mx.${domain}`] });
  return { domain, category: null, provider: null, mx: { ...mx, kind }, notes: [] };
}

/** Asks domains of a zone; whatever the address, port 443 is the web server's. */
async function ask(
  dns: LabDns,
  https: LabHttps | null,
  domains: readonly PlannedDomain[] = [planned('a.example')],
  options: Partial<PolicyHostOptions> = {},
): Promise<Map<string, DomainPolicies>> {
  const found = new Map<string, DomainPolicies>();
  const asked: PolicyHostOptions = {
    resolver: createResolver({ servers: [dns], tryMs: [300] }),
    families: ['ipv4', 'ipv6'],
    targetPolicy: { ...createExclusions([]), refuses: () => null },
    dial: (_, port) => connect({ host: '127.0.0.1', port: port === 443 ? (https?.port ?? 1) : 1 }),
    rateLimiter: createRateLimiter({ concurrency: 50, perOperator: 4, pauseMs: 0 }),
    roots: prepareRoots([root.pem]),
    at: new Date(),
    ms: 2_000,
    ...options,
  };
  const policies = startPolicies(asked, (domain, each) => found.set(domain, each));
  await Promise.all(domains.filter(takesMail).map(({ domain }) => policies.add(domain)));
  await policies.finish();
  return found;
}

/** What is known of a domain's MTA-STS, in a line. */
function summary(found: ReadonlyMap<string, DomainPolicies>, domain = 'a.example'): string {
  const mtaSts = found.get(domain)?.mtaSts ?? null;
  if (mtaSts === null) return 'not asked';
  const policy = mtaSts.policy === null ? '' : ` ${mtaSts.policy.mode}`;
  return `${mtaSts.state}${policy}${mtaSts.error === null ? '' : `: ${mtaSts.error}`}`;
}

describe('the MTA-STS of a domain', () => {
  it('is its record and its policy', async () => {
    const https = await serveHttps();
    const found = await ask(await serveDns(ZONE), https);
    expect(found.get('a.example')).toEqual({
      mtaSts: {
        state: 'present',
        record: 'v=STSv1; id=20260101000000Z;',
        policy: { mode: 'enforce', mx: ['*.a.example'], maxAge: 86_400 },
        error: null,
      },
      tlsRpt: { state: 'absent', record: null, error: null },
      onionMx: { state: 'absent', dnssec: 'unknown', records: [], omitted: 0, error: null },
    });
    expect(https.requests).toHaveLength(1);
  });

  it.each<[string, Record<string, ZoneName>, string]>([
    ['absent without a name', {}, 'absent'],
    ['absent without a record', { '_mta-sts.a.example': { A: ['127.0.0.1'] } }, 'absent'],
    ['absent with other records', { '_mta-sts.a.example': { TXT: ['v=STSv10; id=1'] } }, 'absent'],
    [
      'wrong with two records',
      { ...ZONE, '_mta-sts.a.example': { TXT: ['v=STSv1; id=1', 'v=STSv1; id=2'] } },
      'present: its TXT record: there is more than one STSv1 record',
    ],
    [
      'wrong without an id',
      { ...ZONE, '_mta-sts.a.example': { TXT: ['v=STSv1;'] } },
      'present: its TXT record: it has no id',
    ],
    [
      'found in several strings',
      { ...ZONE, '_mta-sts.a.example': { TXT: [['v=STS', 'v1; id', '=1;']] } },
      'present enforce',
    ],
    [
      'found through aliases',
      {
        '_mta-sts.a.example': { CNAME: '_mta-sts.host.example' },
        '_mta-sts.host.example': TXT,
        [HOST]: { CNAME: 'policies.host.example' },
        'policies.host.example': { A: ['127.0.0.1'] },
      },
      'present enforce',
    ],
    [
      'unknown if the DNS fails',
      { '_mta-sts.a.example': { behaviours: { TXT: { kind: 'rcode', rcode: 'SERVFAIL' } } } },
      'failed: its TXT record: server-failure (SERVFAIL)',
    ],
    [
      'unknown if the DNS is silent',
      { '_mta-sts.a.example': { behaviours: { TXT: { kind: 'silent' } } } },
      'failed: its TXT record: timeout (300 ms)',
    ],
    [
      'wrong without a policy host',
      { '_mta-sts.a.example': TXT },
      'present: the policy host: nxdomain (the host does not exist)',
    ],
    [
      'wrong if the policy host has no address',
      { '_mta-sts.a.example': TXT, [HOST]: { TXT: ['x'] } },
      'present: the policy host: no-address (the host has no address)',
    ],
    [
      'unknown if the policy host cannot be looked up',
      {
        '_mta-sts.a.example': TXT,
        [HOST]: { behaviours: { ANY: { kind: 'rcode', rcode: 'SERVFAIL' } } },
      },
      'failed: the policy host: server-failure (ipv4: SERVFAIL)',
    ],
  ])('is %s', async (_, zone, expected) => {
    expect(summary(await ask(await serveDns(zone), await serveHttps()))).toBe(expected);
  });

  it('is absent if its name would be too long to exist', async () => {
    const domain = `${'a'.repeat(60)}.${'b'.repeat(60)}.${'c'.repeat(60)}.${'d'.repeat(60)}.ex`;
    const dns = await serveDns({});
    expect(summary(await ask(dns, null, [planned(domain)]), domain)).toBe('absent');
    expect(dns.queries).toEqual([]);
  });

  it.each<[string, HttpAct, string]>([
    ['404', reply('', { status: '404 Not Found' }), 'present: the policy host: HTTP status 404'],
    [
      'a redirect',
      reply('', { status: '302 Found', fields: ['Location: https://127.0.0.1/'] }),
      'present: the policy host: HTTP status 302, and redirects do not count',
    ],
    ['500', reply('', { status: '500 Oops' }), 'failed: the policy host: HTTP status 500'],
    ['429', reply('', { status: '429 Slow' }), 'failed: the policy host: HTTP status 429'],
    [
      'HTML',
      reply('<html>', { fields: ['Content-Type: text/html'] }),
      'present: the policy host: media type "text/html", not text/plain',
    ],
    [
      'no media type',
      reply(POLICY, { fields: [] }),
      'present: the policy host: no media type, not text/plain',
    ],
    [
      'an escape sequence for a media type',
      reply(POLICY, { fields: ['Content-Type: \u009b2J'] }),
      'present: the policy host: media type "Â\\u009b2J", not text/plain',
    ],
    [
      'what is packed',
      reply(POLICY, { fields: ['Content-Type: text/plain', 'Content-Encoding: br'] }),
      'present: the policy host: content encoding "br", which was not asked for',
    ],
    ['64 KB and more', reply('x'.repeat(70_000)), 'present: the policy: longer than 65536 bytes'],
    ['a wrong policy', reply('mode: none'), 'present: the policy: it has no version'],
    ['mode none', reply('version: STSv1\nmode: none\nmax_age: 1'), 'present none'],
    [
      'a time that changes',
      reply('Mon, 23 Nov 2026 16:00:00 GMT'),
      'present: the policy: its line "<date>" is not NAME: VALUE',
    ],
  ])('with %s', async (_, act, expected) => {
    expect(summary(await ask(await serveDns(ZONE), await serveHttps(act)))).toBe(expected);
  });

  it('is unknown if the policy arrives too slowly', async () => {
    const https = await serveHttps(flood('HTTP/1.1 200 OK\r\nX: ', 'x', 20));
    const found = await ask(await serveDns(ZONE), https, undefined, { ms: 300 });
    expect(summary(found)).toBe(
      'failed: the policy host: timeout at answer (no whole answer in time)',
    );
  });

  it('is unknown if the policy host refuses connections', async () => {
    const found = await ask(await serveDns(ZONE), null);
    expect(summary(found)).toBe('failed: the policy host: refused at connect (ECONNREFUSED)');
  });

  it('is fetched from the next address if one is dead', async () => {
    const https = await serveHttps();
    const zone = { ...ZONE, [HOST]: { A: ['127.0.0.8', '127.0.0.9'] } };
    const dial: PolicyHostOptions['dial'] = (address) =>
      connect({ host: '127.0.0.1', port: address === '127.0.0.9' ? https.port : 1 });
    const found = await ask(await serveDns(zone), https, undefined, { dial });
    expect(summary(found)).toBe('present enforce');
    expect(https.requests).toHaveLength(1);
  });

  it('is fetched from three addresses at most', async () => {
    const addresses = ['127.0.0.6', '127.0.0.7', '127.0.0.8', '127.0.0.9'];
    const tried: string[] = [];
    const dial: PolicyHostOptions['dial'] = (address) => {
      tried.push(address);
      return connect({ host: '127.0.0.1', port: 1 });
    };
    await ask(await serveDns({ ...ZONE, [HOST]: { A: addresses } }), null, undefined, { dial });
    expect(tried).toEqual(addresses.slice(0, 3));
  });
});

it('all addresses of a policy host share one timeout', async () => {
  const https = await startHttpsServer({
    certificate: good,
    act: reply(POLICY),
    instead: () => undefined,
  });
  onTestFinished(() => https.close());
  const zone = { ...ZONE, [HOST]: { A: ['127.0.0.7', '127.0.0.8', '127.0.0.9'] } };
  const found = await ask(await serveDns(zone), https, undefined, { ms: 300 });
  expect(summary(found)).toBe('failed: the policy host: timeout at handshake (no answer in time)');
  expect(https.connections).toBe(1);
});

describe('a policy host needs a valid certificate', () => {
  it.each<[string, () => Promise<LabCertificate[]>, string]>([
    ['expired', async () => [await leaf({ ...PAST })], 'expired'],
    ['wrong name', async () => [await leaf({ names: ['www.a.example'] })], 'name-mismatch'],
    ['the domain alone', async () => [await leaf({ names: ['a.example'] })], 'name-mismatch'],
    [
      'CN only',
      async () => [await makeCertificate({ subject: `CN=${HOST}`, issuer: root })],
      'name-mismatch, name-only-in-cn',
    ],
    [
      'self-signed',
      async () => [await makeCertificate({ subject: `CN=${HOST}`, names: [HOST] })],
      'self-signed',
    ],
    [
      'own CA',
      async () => {
        const own = await makeCertificate({ subject: 'CN=Own CA', ca: true });
        return [await leaf({ issuer: own }), own];
      },
      'untrusted-issuer',
    ],
    [
      'incomplete',
      async () => {
        const between = await makeCertificate({ subject: 'CN=Between', ca: true, issuer: root });
        return [await leaf({ issuer: between })];
      },
      'incomplete-chain',
    ],
  ])('%s', async (_, make, expected) => {
    const [certificate, ...chain] = await make();
    const https = await serveHttps(undefined, certificate, chain);
    const found = await ask(await serveDns(ZONE), https);
    expect(summary(found)).toBe(`present: the certificate of the policy host: ${expected}`);
    expect(https.requests).toEqual([]);
  });

  it.each<[string, () => Promise<LabCertificate>]>([
    ['a wildcard', () => leaf({ names: ['*.a.example'] })],
    ['one name of 300', () => leaf({ names: [...many(300), HOST] })],
    ['a key that is weak', () => leaf({ key: 'RSA 1024' })],
  ])('%s is enough', async (_, make) => {
    const https = await serveHttps(undefined, await make());
    expect(summary(await ask(await serveDns(ZONE), https))).toBe('present enforce');
  });

  const leaf = (spec: Partial<Parameters<typeof makeCertificate>[0]>) =>
    makeCertificate({ subject: 'CN=policies', names: [HOST], issuer: root, ...spec });
  const many = (count: number) => Array.from({ length: count }, (_, i) => `n${i}.example`);
});

/** Answers slowly; `most`: the most answers at once. */
function slowly(): { act: HttpAct; most: () => number } {
  let now = 0;
  let most = 0;
  const act: HttpAct = (socket, head) => {
    most = Math.max(most, ++now);
    setTimeout(() => {
      now--;
      reply(POLICY)(socket, head);
    }, 30);
  };
  return { act, most: () => most };
}

describe('who is asked', () => {
  it.each<[MxKind, boolean]>([
    ['mx', true],
    ['implicit', true],
    ['null-mx', false],
    ['none', false],
    ['nxdomain', false],
    ['failed', false],
  ])('a domain of kind %s: %s', async (kind, expected) => {
    const dns = await serveDns(ZONE);
    const found = await ask(dns, await serveHttps(), [planned('a.example', kind)]);
    expect(found.has('a.example')).toBe(expected);
    expect(dns.queries.length > 0).toBe(expected);
  });

  it('each domain once, though all policies are on one host', async () => {
    const zone: Record<string, ZoneName> = { 'policies.example': { A: ['127.0.0.1'] } };
    const domains = ['a.example', 'b.example', 'c.example'];
    for (const domain of domains) {
      zone[`_mta-sts.${domain}`] = TXT;
      zone[`mta-sts.${domain}`] = { CNAME: 'policies.example' };
    }
    const { act, most } = slowly();
    const https = await serveHttps(act);
    const dns = await serveDns(zone);
    const found = await ask(
      dns,
      https,
      domains.map((domain) => planned(domain)),
    );
    expect([...found.keys()].map((domain) => summary(found, domain))).toEqual(
      new Array(3).fill('present enforce'),
    );
    expect(https.requests.map((head) => /^host: (.*)$/im.exec(head)?.[1]).sort()).toEqual(NAMES);
    expect(most()).toBe(1);
    expect(dns.queries.filter(({ type }) => type === 'TXT')).toHaveLength(6);
  });

  it('no more policy hosts of one operator at once than allowed', async () => {
    const zone: Record<string, ZoneName> = {};
    const domains = Array.from({ length: 8 }, (_, i) => `d${i}.example`);
    domains.forEach((domain, i) => {
      zone[`_mta-sts.${domain}`] = TXT;
      zone[`mta-sts.${domain}`] = { CNAME: `p${i}.operator.example` };
      zone[`p${i}.operator.example`] = { A: [`127.0.0.${i + 1}`] };
    });
    const { act, most } = slowly();
    const names = domains.map((domain) => `mta-sts.${domain}`);
    const certificate = await makeCertificate({ subject: 'CN=all', names, issuer: root });
    const https = await serveHttps(act, certificate);
    const rateLimiter = createRateLimiter({ concurrency: 50, perOperator: 2, pauseMs: 0 });
    const found = await ask(
      await serveDns(zone),
      https,
      domains.map((domain) => planned(domain)),
      { rateLimiter },
    );
    expect(domains.map((domain) => summary(found, domain))).toEqual(
      domains.map(() => 'present enforce'),
    );
    expect(most()).toBe(2);
  });

  it.each(['mta-sts.a.example', '127.0.0.0/8'])('no host of %s', async (excluded) => {
    const entry = parseExclusion(excluded);
    if (entry.kind !== 'exclusion') throw new Error(excluded);
    const targetPolicy = { ...createExclusions([entry.exclusion]), refuses: () => null };
    const https = await serveHttps();
    const found = await ask(await serveDns(ZONE), https, undefined, { targetPolicy });
    expect(summary(found)).toBe('not asked');
    expect(https.connections).toBe(0);
  });

  it('no private address', async () => {
    const targetPolicy = {
      ...createExclusions([]),
      refuses: () => ({ stage: 'connect', code: 'private-address', detail: 'loopback' }) as const,
    };
    const https = await serveHttps();
    const found = await ask(await serveDns(ZONE), https, undefined, { targetPolicy });
    expect(summary(found)).toBe('failed: the policy host: private-address (loopback)');
    expect(https.connections).toBe(0);
  });
});

describe('the TLS-RPT of a domain', () => {
  it.each<[string, ZoneName, unknown]>([
    [
      'is its record, without local parts',
      { TXT: ['v=TLSRPTv1; rua=mailto:george@a.example, https://a.example/r'] },
      {
        state: 'present',
        record: 'v=TLSRPTv1; rua=mailto:<local>@a.example, https://a.example/r',
        error: null,
      },
    ],
    [
      'is kept if it is wrong',
      { TXT: ['v=TLSRPTv1; \u001b'] },
      {
        state: 'present',
        record: 'v=TLSRPTv1; \\u001b',
        error: 'its TXT record: "\\u001b" is not NAME=VALUE',
      },
    ],
    ['is absent', { TXT: ['hello'] }, { state: 'absent', record: null, error: null }],
    [
      'is unknown if the DNS fails',
      { behaviours: { TXT: { kind: 'rcode', rcode: 'REFUSED' } } },
      { state: 'failed', record: null, error: 'its TXT record: server-failure (REFUSED)' },
    ],
  ])('%s', async (_, entry, expected) => {
    const found = await ask(await serveDns({ '_smtp._tls.a.example': entry }), null);
    expect(found.get('a.example')?.tlsRpt).toEqual(expected);
  });
});
