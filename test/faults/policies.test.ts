import { connect, type Socket } from 'node:net';
import { createHash } from 'node:crypto';
import { describe, expect, onTestFinished } from 'vitest';
import { judgeDane } from '../../src/judge/dane/dane.ts';
import { readMtaStsPolicy } from '../../src/judge/policies/mta-sts-policy.ts';
import { prepareRoots } from '../../src/judge/x509/certificate-path.ts';
import { createExclusions } from '../../src/model/names/exclusions.ts';
import { specialPurpose } from '../../src/model/names/ip-address.ts';
import type { MailDomain } from '../../src/model/records/mail-domain.ts';
import type { TlsaRecord } from '../../src/model/tlsa.ts';
import { createResolver } from '../../src/net/dns/dns.ts';
import { makeCertificate, type LabCertificate } from '../lab/certificates.ts';
import type { DnsBehaviours, ZoneName } from '../lab/dns/dns-zone.ts';
import { flood, gzipBomb, reply, startHttpsServer, type HttpAct } from '../lab/https-server.ts';
import type { LabWorld } from '../lab/world/world.ts';
import { fault, heldBy } from './fault.ts';
import { oneHost, surveyed } from './survey.ts';

const POLICY = 'version: STSv1\nmode: enforce\nmx: *.d.example\nmax_age: 86400\n';
const TXT: ZoneName = { TXT: ['v=STSv1; id=1;'] };
const POLICY_HOST = 'mta-sts.d.example';
const AT = new Date();
const root = await makeCertificate({ subject: 'CN=Root', ca: true });
const good = await makeCertificate({ subject: 'CN=policies', names: [POLICY_HOST], issuer: root });

interface Policies {
  /** What the DNS has beside the mail of `d.example`; default: a record and a policy host. */
  names?: Record<string, ZoneName>;
  act?: HttpAct;
  certificate?: LabCertificate;
  /** Whether private addresses are refused, as without --allow-private. */
  refusesPrivate?: boolean;
}

/** Surveys `d.example`, whose policy host answers as told; gives its record. */
async function domainWith({
  names,
  act = reply(POLICY),
  certificate = good,
  refusesPrivate = false,
}: Policies): Promise<MailDomain> {
  const https = await startHttpsServer({ certificate, chain: [], act });
  onTestFinished(() => https.close());
  const zone = names ?? { '_mta-sts.d.example': TXT, [POLICY_HOST]: { A: ['127.0.0.1'] } };
  const asking = (world: LabWorld) => ({
    roots: prepareRoots([root.pem]),
    dial: (address: string, port: number): Socket =>
      port === 443 ? connect({ host: '127.0.0.1', port: https.port }) : world.dial(address, port),
    resolver: createResolver({ servers: [world.dns], tryMs: [300] }),
    families: ['ipv4'] as const,
    targetPolicy: {
      ...createExclusions([]),
      refuses: (address: string) =>
        refusesPrivate && specialPurpose(address) !== null
          ? ({ stage: 'connect', code: 'private-address', detail: 'private' } as const)
          : null,
    },
    policyMs: 1_500,
  });
  const { domains } = await surveyed({ ...oneHost({}), names: zone }, asking);
  const [domain] = domains;
  if (domain === undefined) throw new Error('the survey has no domain');
  return domain;
}

/** What is known of the MTA-STS of `d.example`: its state, its mode. */
async function sts(policies: Policies): Promise<string> {
  const { mtaSts } = await domainWith(policies);
  return mtaSts === null ? 'not asked' : `${mtaSts.state} ${mtaSts.policy?.mode ?? 'no policy'}`;
}

const txt = (...records: readonly (string | readonly string[])[]) => ({
  names: { '_mta-sts.d.example': { TXT: records }, [POLICY_HOST]: { A: ['127.0.0.1'] } },
});

describe('MTA-STS', () => {
  fault(
    119,
    {
      case: 'no, two or more STSv1 records; several strings; `v=STSv10`; an id that is missing, long or odd',
      does: 'strings are joined; there is one well-formed record with an id, or no policy; the reason is recorded',
    },
    async () => {
      expect(await sts({ names: {} })).toBe('absent no policy');
      expect(await sts(txt('v=STSv1; id=1', 'v=STSv1; id=2'))).not.toContain('enforce');
      expect(await sts(txt('v=STSv10; id=1'))).toBe('absent no policy');
      expect(await sts(txt('v=STSv1;'))).not.toContain('enforce');
      expect(await sts(txt(`v=STSv1; id=${'1'.repeat(33)};`))).not.toContain('enforce');
      expect(await sts(txt(['v=STS', 'v1; id', '=1;']))).toBe('present enforce');
    },
  );

  fault(
    120,
    {
      case: 'a redirect, 204, 206, 404, HTML, no or another media type',
      does: 'no policy, each with its reason; after 5xx, 408 and 429 the policy is unknown (`failed`)',
    },
    async () => {
      for (const status of [
        '301 Moved',
        '302 Found',
        '204 No Content',
        '206 Partial',
        '404 Not Found',
      ]) {
        const act = reply(POLICY, {
          status,
          fields: ['Content-Type: text/plain', 'Location: https://127.0.0.1/'],
        });
        expect(await sts({ act })).toBe('present no policy');
      }
      expect(await sts({ act: reply('<html>', { fields: ['Content-Type: text/html'] }) })).toBe(
        'present no policy',
      );
      for (const status of ['500 Oops', '429 Slow', '408 Timeout']) {
        expect(await sts({ act: reply('', { status }) })).toBe('failed no policy');
      }
    },
  );

  fault(
    121,
    {
      case: 'byte by byte, a body without end, a gzip bomb',
      does: 'one minute in all, 64 KB, 16 KB of header; nothing is unpacked',
    },
    async () => {
      const head = 'HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\n';
      for (const act of [
        flood(head, 'x'.repeat(9_000)),
        flood(head, 'x', 50),
        gzipBomb(),
        reply('x'.repeat(70_000)),
      ]) {
        expect(await sts({ act })).toMatch(/ no policy$/);
      }
    },
  );

  fault(
    122,
    {
      case: 'a policy host at a private address',
      does: 'looked up once, checked, and connected to at that address; `failed`, and not asked',
    },
    async () => {
      let asked = 0;
      const act: HttpAct = (socket, head) => {
        asked++;
        reply(POLICY)(socket, head);
      };
      expect(await sts({ act, refusesPrivate: true })).toBe('failed no policy');
      expect(asked).toBe(0);
    },
  );

  fault(
    123,
    {
      case: 'a policy host whose certificate is expired, for another name, CN only, of an unknown CA',
      does: 'the policy is not requested; the problems of the certificate are the reason',
    },
    async () => {
      const past = { notBefore: new Date('2020-01-01'), notAfter: new Date('2021-01-01') };
      const bad = await Promise.all([
        makeCertificate({ subject: 'CN=x', names: [POLICY_HOST], issuer: root, ...past }),
        makeCertificate({ subject: 'CN=x', names: ['www.d.example'], issuer: root }),
        makeCertificate({ subject: `CN=${POLICY_HOST}`, issuer: root }),
        makeCertificate({ subject: 'CN=x', names: [POLICY_HOST] }),
      ]);
      for (const certificate of bad) expect(await sts({ certificate })).toMatch(/ no policy$/);
      expect(await sts({})).toBe('present enforce');
    },
  );

  fault(
    124,
    {
      case: 'duplicate fields, CRLF and LF, unknown fields, blanks, bad `max_age`, no mode',
      does: 'the first field counts; the rest follows RFC 8461 §3.2 literally',
    },
    () => {
      const modeOf = (text: string) => {
        const read = readMtaStsPolicy(Buffer.from(text));
        return read.kind === 'policy' ? read.policy.mode : read.kind;
      };
      expect(modeOf(`${POLICY}mode: none\n`)).toBe('enforce');
      expect(modeOf(POLICY.replaceAll('\n', '\r\n'))).toBe('enforce');
      expect(modeOf(`${POLICY}x-more: 1\n`)).toBe('enforce');
      expect(modeOf(POLICY.replace('86400', '31557601'))).not.toBe('enforce');
      expect(modeOf(POLICY.replace('86400', '1e3'))).not.toBe('enforce');
      expect(modeOf(POLICY.replace('mode: enforce\n', ''))).not.toBe('enforce');
    },
  );

  fault(
    125,
    { case: '`*.example.com` and `a.b.example.com`', does: '`*` matches exactly one label' },
    async () => {
      const fits = await domainWith({});
      const act = reply(POLICY.replace('*.d.example', '*.example'));
      const differs = await domainWith({ act });
      expect([fits.mtaSts?.mx, differs.mtaSts?.mx]).toEqual(['match', 'mismatch']);
    },
  );

  fault(
    126,
    {
      case: 'a policy that does not fit the MX hosts, or their certificates',
      does: 'two separate facts',
    },
    async () => {
      const { mtaSts, level } = await domainWith({});
      // The policy names the host, whose certificate is self-signed.
      expect([mtaSts?.mx, level]).toEqual(['match', 'encrypted']);
    },
  );
});

const HOST = 'mx.d.example';
const leaf = await makeCertificate({ subject: 'CN=leaf', names: [HOST], issuer: root });
const secure = true;

/** The verdict on TLSA records of the host, as `3 1 1` with these data. */
function verdict(
  records: readonly TlsaRecord[],
  chain: readonly LabCertificate[] = [leaf, root],
): string {
  return judgeDane({
    records,
    names: [HOST],
    nextHops: ['d.example'],
    chain: chain.map(({ der }) => der),
    at: AT,
  });
}

function tlsa(usage: number, { der, spkiSha256 }: LabCertificate, selector = 1): TlsaRecord {
  const data =
    selector === 1 ? Buffer.from(spkiSha256, 'hex') : createHash('sha256').update(der).digest();
  return { usage, selector, matchingType: 1, data };
}

/** What the endpoint of `d.example` says of DANE, in a signed zone whose TLSA question is answered as told. */
async function daneOf(behaviour: DnsBehaviours, signed = true): Promise<string> {
  const names = (world: LabWorld) => {
    const name = `_${world.port}._tcp.${HOST}`;
    const own = {
      usage: 3,
      selector: 1,
      matchingType: 1,
      certificate: Buffer.from(leaf.spkiSha256, 'hex'),
    };
    world.dns.zone.set('', { secure });
    world.dns.zone.set('example', { secure: signed });
    world.dns.zone.set(name, { TLSA: [own], behaviours: { TLSA: behaviour } });
    return { roots: prepareRoots([root.pem]) };
  };
  const { endpoints } = await surveyed(
    oneHost({ tls: { certificate: leaf, chain: [root] } }),
    names,
  );
  return endpoints[0]?.dane?.verdict ?? 'not asked';
}

describe('DANE', () => {
  fault(
    127,
    {
      case: 'TLSA without AD, in an insecure zone, SERVFAIL or silence for the TLSA question, a bad signature',
      does: 'not asked in an insecure zone (RFC 7672 §2.2); a question that fails is `failed`: no answer does not mean no record',
    },
    async () => {
      expect(await daneOf({ kind: 'answer' })).toBe('match');
      expect(await daneOf({ kind: 'answer' }, false)).toBe('not asked');
      expect(await daneOf({ kind: 'rcode', rcode: 'SERVFAIL' })).toBe('failed');
      expect(await daneOf({ kind: 'silent' })).toBe('failed');
      expect(await daneOf({ kind: 'bogus' })).toBe('failed');
    },
  );

  fault(
    128,
    {
      case: 'usages 0 and 1, unknown selectors and digests, data that is too short; a hundred records',
      does: 'each record is judged by itself; `unusable` where all of them are; 32 are compared',
    },
    () => {
      const odd = [
        tlsa(0, leaf),
        tlsa(1, leaf),
        { ...tlsa(3, leaf), selector: 7 },
        { ...tlsa(3, leaf), matchingType: 9 },
        { ...tlsa(3, leaf), data: Buffer.alloc(3) },
      ];
      expect(verdict(odd)).toBe('unusable');
      expect(verdict([...odd, tlsa(3, leaf)])).toBe('match');
      const many = Array.from({ length: 100 }, (_, nth) => ({
        ...tlsa(3, leaf),
        data: Buffer.alloc(32, nth),
      }));
      expect(verdict(many)).not.toBe('match');
    },
  );

  fault(
    129,
    {
      case: 'usage 2 with a trust anchor that was not sent, or that no signature leads to; usage 3',
      does: '`mismatch`, name and dates count; with usage 3 only the key or certificate counts',
    },
    async () => {
      const stranger = await makeCertificate({ subject: 'CN=Root', ca: true });
      expect(verdict([tlsa(2, root)])).toBe('match');
      expect(verdict([tlsa(2, root)], [leaf])).toBe('mismatch');
      expect(verdict([tlsa(2, stranger)], [leaf, stranger])).toBe('mismatch');
      const other = await makeCertificate({
        subject: 'CN=x',
        names: ['x.example'],
        notAfter: new Date('2021-01-01'),
        notBefore: new Date('2020-01-01'),
      });
      expect(verdict([tlsa(3, other)], [other])).toBe('match');
    },
  );

  fault(
    130,
    { case: 'a rollover: records for the old key and the new', does: 'one that matches is enough' },
    async () => {
      const old = await makeCertificate({ subject: 'CN=old', names: [HOST] });
      expect(verdict([tlsa(3, old), tlsa(3, leaf)])).toBe('match');
      expect(verdict([tlsa(3, old)])).toBe('mismatch');
    },
  );

  heldBy(['net/dns/dns-validation', 'scan/journal/dane'], {
    case: 'AD from a resolver that is not on this machine, or does not validate',
    does: '`unknown`, TLSA is not asked for; `--trust-ad` states that the way to it is safe',
  });
  heldBy(['scan/journal/dane'], {
    case: 'an MX host that is an alias',
    does: 'TLSA is asked for first at the name it leads to, then at its own name',
  });
  heldBy(['scan/policies/policies'], {
    case: 'one policy host for many domains',
    does: 'asked once for each domain, one connection at a time to an address',
  });
});
