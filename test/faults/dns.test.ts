import { describe, expect, onTestFinished } from 'vitest';
import { classOf } from '../../src/model/records/endpoint.ts';
import { createResolver } from '../../src/net/dns/dns.ts';
import type { DnsBehaviours, ZoneName } from '../lab/dns/dns-zone.ts';
import { startDnsServer, type LabDns } from '../lab/dns/dns-server.ts';
import { mx } from '../lab/world/world-spec.ts';
import { fault, heldBy } from './fault.ts';
import { domainIn, exchanges, oneHost, scanned, surveyed } from './survey.ts';

const HOST: ZoneName = { A: ['127.0.0.1'] };
const MX = exchanges('mx.d.example');

/** What the DNS said of `d.example`: the kind of its mail hosts, or why it failed. */
async function wordFor(behaviour: DnsBehaviours): Promise<string> {
  const { domain } = await domainIn({
    'd.example': { ...HOST, ...MX, behaviours: { MX: behaviour } },
  });
  const { kind, failure } = domain.mx;
  return failure === null ? kind : `${failure.code} ${failure.detail}`;
}

async function server(options: Parameters<typeof startDnsServer>[0]): Promise<LabDns> {
  const dns = await startDnsServer(options);
  onTestFinished(() => dns.close());
  return dns;
}

describe('DNS', () => {
  fault(
    12,
    {
      case: 'NXDOMAIN, no data, SERVFAIL, timeout, REFUSED',
      does: 'five different results; only the first two are facts',
    },
    async () => {
      const words = await Promise.all(
        [
          { kind: 'nxdomain' } as const,
          { kind: 'nodata' } as const,
          { kind: 'rcode', rcode: 'SERVFAIL' } as const,
          { kind: 'silent' } as const,
          { kind: 'rcode', rcode: 'REFUSED' } as const,
        ].map(wordFor),
      );
      expect(words).toEqual([
        'nxdomain',
        'implicit',
        'server-failure SERVFAIL',
        expect.stringMatching(/^timeout/),
        'server-failure REFUSED',
      ]);
    },
  );

  fault(13, { case: 'no MX but addresses', does: '`implicit`' }, async () => {
    const { domain, endpoints } = await domainIn({ 'd.example': HOST });
    expect(domain.mx.kind).toBe('implicit');
    expect(endpoints.map(({ host }) => host)).toEqual(['d.example']);
  });

  fault(14, { case: 'null MX (RFC 7505)', does: '`null-mx`, no connection' }, async () => {
    const { domain, endpoints } = await domainIn({ 'd.example': { ...exchanges('.'), ...HOST } });
    expect([domain.mx.kind, domain.level, endpoints]).toEqual(['null-mx', 'no-mail', []]);
  });

  fault(
    15,
    {
      case: 'null MX with other MX records',
      does: 'the others are used, note `null-mx-with-others`',
    },
    async () => {
      const { domain } = await domainIn({ 'd.example': exchanges('.', 'mx.d.example') });
      expect(domain.mx.hosts.map(({ host }) => host)).toEqual(['mx.d.example']);
      expect(domain.notes).toContain('null-mx-with-others');
    },
  );

  fault(
    16,
    { case: '1,500 MX', does: '20 hosts, the first by preference and name; the rest is a number' },
    async () => {
      const hosts = Array.from({ length: 1_500 }, (_, nth) => `m${nth}.d.example`);
      const { domain } = await domainIn({ 'd.example': exchanges(...hosts) });
      expect(domain.mx.hosts.map(({ host }) => host)).toEqual(hosts.slice(0, 20));
      expect(domain.mx.omittedHosts).toBe(1_480);
    },
  );

  fault(
    17,
    {
      case: 'one MX host with 200 addresses',
      does: '8 IPv4 and 8 IPv6 addresses, the first in sorted order; the rest is a number',
    },
    async () => {
      const A = Array.from({ length: 200 }, (_, nth) => `127.9.0.${nth + 1}`);
      const { domain, endpoints } = await domainIn({
        'd.example': exchanges('mx.d.example'),
        'mx.d.example': { A },
      });
      expect(endpoints.map(({ address }) => address)).toEqual(A.toSorted().slice(0, 8));
      expect(domain.mx.hosts[0]?.omittedAddresses).toBe(192);
    },
  );

  fault(
    18,
    { case: 'an MX host that is an alias', does: 'followed, 8 at most; note `mx-is-cname`' },
    async () => {
      const { domain, endpoints } = await domainIn({
        'd.example': exchanges('mx.d.example'),
        'mx.d.example': { CNAME: 'real.example' },
        'real.example': HOST,
      });
      expect(domain.notes).toContain('mx-is-cname');
      expect(endpoints.map(({ host, address }) => [host, address])).toEqual([
        ['mx.d.example', '127.0.0.1'],
      ]);
    },
  );

  fault(
    19,
    {
      case: 'CNAME loops, chains without end',
      does: '`cname-loop`, and `too-long` after 8 aliases',
    },
    async () => {
      const chain = Array.from({ length: 50 }, (_, nth) => [
        `c${nth}.example`,
        { CNAME: `c${nth + 1}.example` },
      ]);
      const { endpoints } = await domainIn({
        'd.example': exchanges('a.example', 'c0.example'),
        'a.example': { CNAME: 'b.example' },
        'b.example': { CNAME: 'a.example' },
        ...(Object.fromEntries(chain) as Record<string, ZoneName>),
      });
      const codes = endpoints.map((each) => each.failure?.code);
      expect(codes).toEqual(['cname-loop', 'too-long']);
    },
  );

  fault(
    20,
    {
      case: 'an MX that is an address, a literal, `localhost`, one label',
      does: '`invalid-name`, shown escaped, never connected to',
    },
    async () => {
      const bad = ['127.0.0.1', '[127.0.0.1]', 'localhost', 'mail'];
      const { domain, endpoints } = await domainIn({
        'd.example': exchanges(...bad),
        localhost: HOST,
        mail: HOST,
        '127.0.0.1': HOST,
      });
      expect(domain.notes).toContain('invalid-mx-name');
      expect(new Set(endpoints.map((each) => each.failure?.code))).toEqual(
        new Set(['invalid-name']),
      );
    },
  );

  fault(
    21,
    {
      case: 'private and special-purpose addresses',
      does: '`private-address`, never connected to without `--allow-private`',
    },
    async () => {
      const A = ['127.0.0.1', '169.254.169.254', '10.0.0.1', '100.64.0.1', '0.0.0.0', '224.0.0.1'];
      const AAAA = [
        'fd00::1',
        'fe80::1',
        '::ffff:10.0.0.1',
        '64:ff9b::a00:1',
        '2002:a00:1::1',
        '::1',
      ];
      const spec = {
        domains: { 'd.example': { kind: 'nxdomain' } as const },
        hosts: {},
        names: { 'd.example': exchanges('mx.d.example'), 'mx.d.example': { A, AAAA } },
      };
      const { snapshot, status } = await scanned(spec, ['d.example', '--port', '25'], {
        allowPrivate: false,
      });
      expect(status).toBe(0);
      const codes = new Set(snapshot?.endpoints.map((each) => each.failure?.code));
      expect(codes).toEqual(new Set(['private-address']));
      expect(snapshot?.endpoints).toHaveLength(12);
    },
  );

  fault(
    22,
    {
      case: 'DNS rebinding: public when checked, private when connected',
      does: 'a name is resolved once, and connections are made to addresses, so nothing can be rebound',
    },
    async () => {
      const { world } = await surveyed({
        domains: { 'd.example': mx('mx.d.example') },
        hosts: { 'mx.d.example': { behaviour: { starttls: 'absent' } } },
        names: { 'mx.d.example': { ttl: 0 } },
      });
      // Asked twice for STARTTLS, and looked up once.
      expect(world.connections()).toHaveLength(2);
      const asked = world.dns.queries.filter(
        ({ name, type }) => name === 'mx.d.example' && type === 'A',
      );
      expect(asked).toHaveLength(1);
    },
  );

  fault(23, { case: 'records with another owner name', does: '`malformed`' }, async () => {
    expect(await wordFor({ kind: 'other-owner', owner: 'b.example' })).toMatch(/^malformed/);
  });

  fault(
    24,
    {
      case: 'answers with another ID, question or port',
      does: 'ignored; mxtls waits on until the deadline',
    },
    async () => {
      expect(await wordFor({ kind: 'wrong-id-first' })).toBe('mx');
      expect(await wordFor({ kind: 'wrong-question' })).toMatch(/^timeout/);
    },
  );

  fault(
    25,
    {
      case: 'truncation; TCP reset, silent, byte by byte, of wrong length',
      does: 'TCP within its own deadline; a partial answer is never used',
    },
    async () => {
      const ways = [
        'full',
        'byte-at-a-time',
        'reset',
        'silent',
        'length-0',
        'length-65535',
        'cut-short',
      ] as const;
      const words = await Promise.all(ways.map((tcp) => wordFor({ kind: 'truncated', tcp })));
      expect(words.map((word) => word.split(' ')[0])).toEqual([
        ...['mx', 'mx', 'reset', 'timeout', 'malformed', 'timeout', 'closed'],
      ]);
    },
  );

  fault(26, { case: 'lost fragments', does: 'EDNS with 1,232 bytes, and TCP beyond' }, async () => {
    const hosts = Array.from({ length: 60 }, (_, nth) => `host-with-a-name-${nth}.d.example`);
    const zone = { 'd.example': exchanges(...hosts) };
    const dns = await server({ zone, dropUdpOver: 1_232 });
    const answer = await createResolver({ servers: [dns], tryMs: [500] }).mx('d.example');
    expect(answer.kind === 'records' && answer.records).toHaveLength(60);
    expect(dns.queries.map(({ transport }) => transport)).toContain('tcp');
  });

  fault(
    27,
    {
      case: 'compression loops, labels that overrun, wrong lengths',
      does: '`malformed`, without a hang or a crash',
    },
    async () => {
      const header = (query: Buffer) =>
        Buffer.concat([
          query.subarray(0, 2),
          Buffer.from('818000010001000000000000'.slice(0, 20), 'hex'),
        ]);
      const bodies = ['c00c', '3f61', 'c00c'.repeat(20), 'ff'.repeat(60), ''];
      for (const body of bodies) {
        const bytes = (query: Buffer) => Buffer.concat([header(query), Buffer.from(body, 'hex')]);
        expect(await wordFor({ kind: 'raw', bytes })).toMatch(/^(malformed|timeout)/);
      }
    },
  );

  fault(
    28,
    {
      case: 'names with control characters, blanks, `;`, bytes beyond ASCII',
      does: '`invalid-name`, escaped, and no connection',
    },
    async () => {
      const { domain, endpoints } = await domainIn({
        'd.example': exchanges(
          'a\u0000b\u001b[31m.x',
          'a b.example',
          'a;b.example',
          `${'\u00ff'.repeat(30)}.x`,
        ),
      });
      const shown = JSON.stringify(domain.mx.hosts);
      expect(domain.mx.hosts.map(({ host }) => host).join('')).not.toMatch(/[\u0000-\u001f]/);
      expect(shown).not.toContain('\\u001b');
      expect(new Set(endpoints.map((each) => each.failure?.code))).toEqual(
        new Set(['invalid-name']),
      );
    },
  );

  fault(
    29,
    {
      case: 'duplicates, upper and lower case, one host with two preferences',
      does: 'asked once, with the lowest preference',
    },
    async () => {
      const { domain, endpoints } = await domainIn({
        'd.example': exchanges('MX.d.example', 'mx.D.example', 'mx.d.example'),
        'mx.d.example': HOST,
      });
      expect(domain.mx.hosts.map(({ host, preference }) => [host, preference])).toEqual([
        ['mx.d.example', 10],
      ]);
      expect(endpoints).toHaveLength(1);
    },
  );

  fault(
    30,
    { case: 'records in another order at each question', does: 'sorted by preference and name' },
    async () => {
      const zone = {
        MX: ['c', 'a', 'b'].map((name) => ({ preference: 10, exchange: `${name}.d.example` })),
        behaviours: { MX: { kind: 'rotate' } },
      } as const;
      for (let week = 0; week < 2; week++) {
        const { domain } = await domainIn({ 'd.example': zone });
        expect(domain.mx.hosts.map(({ host }) => host)).toEqual([
          'a.d.example',
          'b.d.example',
          'c.d.example',
        ]);
      }
    },
  );

  fault(
    31,
    { case: 'TTL 0 and 2³¹', does: 'TTLs are not used: nothing is kept after a run' },
    async () => {
      for (const ttl of [0, 2 ** 31]) {
        const { domain } = await domainIn({
          'd.example': { ...MX, ttl },
          'mx.d.example': { ...HOST, ttl },
        });
        expect(domain.mx.kind).toBe('mx');
      }
    },
  );

  fault(
    32,
    {
      case: 'SERVFAIL for a bad signature',
      does: 'asked again with checking disabled, which tells it from a dead zone: `bogus`',
    },
    async () => {
      expect(await wordFor({ kind: 'bogus' })).toMatch(/^bogus/);
      expect(await wordFor({ kind: 'rcode', rcode: 'SERVFAIL' })).toMatch(/^server-failure/);
    },
  );

  fault(
    33,
    {
      case: 'slow zones',
      does:
        'timeouts of 5, 10 and 15 seconds, as recursive resolvers take up to ten themselves; for MX records, five ' +
        'through `node:dns` first',
    },
    async () => {
      const dns = await server({
        zone: { 'd.example': { ...MX, behaviours: { MX: { kind: 'answer', delayMs: 3_000 } } } },
      });
      const answer = await createResolver({ servers: [dns] }).mx('d.example');
      expect(answer.kind).toBe('records');
      expect(dns.queries.filter(({ name }) => name === 'd.example')).toHaveLength(1);
    },
  );

  fault(
    34,
    {
      case: 'a resolver that mxtls overloads',
      does: 'at most 100 questions at once; failed ones are asked once more, five at a time',
    },
    async () => {
      const names = Array.from({ length: 300 }, (_, nth) => `n${nth}.example`);
      const busy = [
        { kind: 'rcode', rcode: 'SERVFAIL' },
        { kind: 'answer', delayMs: 20 },
      ] as const;
      const dns = await server({
        zone: Object.fromEntries(names.map((name) => [name, { ...MX, behaviours: { MX: busy } }])),
      });
      const resolver = createResolver({ servers: [dns], tryMs: [500] });
      const answers = await Promise.all(names.map((name) => resolver.mx(name)));
      expect(new Set(answers.map(({ kind }) => kind))).toEqual(new Set(['records']));
    },
  );

  fault(
    35,
    {
      case: 'a resolver that is dead, or dies',
      does: 'checked before the survey (then nobody is asked) and after it (`resolver-died`)',
    },
    async () => {
      const dead = await startDnsServer({ zone: {} });
      await dead.close();
      const { status, stderr, world } = await scanned(
        oneHost({}),
        [...['d.example', '--resolver', `${dead.address}:${dead.port}`]],
        { resolver: false },
      );
      expect(status).toBe(3);
      expect(stderr).toContain('the resolver does not answer');
      expect(world.connections()).toEqual([]);
    },
  );

  fault(
    36,
    {
      case: 'a resolver that invents names, or sets AD on whatever it is asked',
      does: 'checked before the survey with a random name; AD counts only from a resolver that was seen to validate',
    },
    async () => {
      const { status, stderr, world } = await scanned(oneHost({}), ['d.example'], {
        onWorld: ({ dns: { zone } }) => {
          const get = zone.get.bind(zone);
          zone.get = (name) => get(name) ?? { A: ['127.0.0.1'] };
        },
      });
      expect(status).toBe(3);
      expect(stderr).toContain('names that do not exist');
      expect(world.connections()).toEqual([]);
    },
  );

  fault(
    37,
    {
      case: 'IPv6 where the scanner has none',
      does: '`no-ipv6`: a limit of the scanner, no fact about the host',
    },
    async () => {
      const { endpoints } = await domainIn({
        'd.example': MX,
        'mx.d.example': { AAAA: ['2001:db8::1'] },
      });
      expect(endpoints.map((each) => classOf(each))).toEqual(['unknown']);
    },
  );

  fault(
    38,
    {
      case: 'wildcard MX records',
      does: 'nothing special: each domain has the records it is answered',
    },
    async () => {
      const { domain } = await domainIn({
        'd.example': exchanges('mx.other.example'),
        'mx.other.example': HOST,
      });
      expect(domain.mx.kind).toBe('mx');
    },
  );

  heldBy(['net/dns/system-mx'], {
    case: 'what `node:dns` gets wrong about MX records: an empty list, an empty name beside others, escaped names, a short timeout',
    does: 'asked again over `dns-packet`, whose answer decides',
  });
  heldBy(['net/dns/dns-edns'], {
    case: 'a resolver or device without EDNS: FORMERR, NOTIMP, BADVERS, SERVFAIL, REFUSED, silence, a malformed answer',
    does: 'asked again without, and remembered; DNSSEC is `unknown`',
  });
  heldBy(['net/dns/dns-validation', 'net/dns/dns-dnssec'], {
    case: 'a resolver that copies the AD bit of the query, or sets it in every answer',
    does: 'does not count as validating: DNSSEC is `unknown`',
  });
  heldBy(['main-no-route', 'net/dns/dns'], {
    case: 'a resolver without a route, from the start or from some moment on',
    does: '`unreachable`, then the next resolver',
  });
  heldBy(['net/dns/dns-servers', 'net/dns/dns'], {
    case: 'one of several resolvers does not answer, or is slow for one name',
    does: 'it is asked after the others, and tried again with one question every 30 seconds; one slow name does not cost it its place',
  });
  heldBy(['scan/plan/plan'], {
    case: '`-4` or `-6`, and a host with addresses of the other family alone',
    does: '`other-family`: a limit of the survey, no fact about the host',
  });
});
