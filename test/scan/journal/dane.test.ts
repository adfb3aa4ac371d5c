import { beforeAll, describe, expect, it } from 'vitest';
import type { Endpoint } from '../../../src/model/records/endpoint.ts';
import type { Depth } from '../../../src/model/records/words.ts';
import { makeCertificate, type LabCertificate } from '../../lab/certificates.ts';
import type { DnsBehaviours, ZoneName } from '../../lab/dns/dns-zone.ts';
import type { SmtpBehaviours } from '../../lab/smtp/smtp-behaviour.ts';
import { mx, type AddressSpec, type WorldSpec } from '../../lab/world/world-spec.ts';
import type { LabWorld } from '../../lab/world/world.ts';
import { raise, surveyWorld } from '../lab-survey.ts';

let leaf: LabCertificate;
let other: LabCertificate;
beforeAll(async () => {
  leaf = await makeCertificate({ subject: 'CN=leaf', names: ['mx.a.example'] });
  other = await makeCertificate({ subject: 'CN=other' });
});

const HOST = 'mx.a.example';
const secure = true;
/** The root is signed, and so is all of example: the lab's server stands for a resolver that validates. */
const SIGNED = { '': { secure }, example: { secure } } satisfies Record<string, ZoneName>;

const tlsa = (certificate: LabCertificate): NonNullable<ZoneName['TLSA']> => [
  {
    usage: 3,
    selector: 1,
    matchingType: 1,
    certificate: Buffer.from(certificate.spkiSha256, 'hex'),
  },
];

/** Names below which nothing else stands: the port of the world is known only when it stands. */
type Names = (tlsaOf: (host: string) => string) => Record<string, ZoneName>;

interface Case {
  names: Names;
  behaviour?: SmtpBehaviours | 'unreachable';
  domains?: WorldSpec['domains'];
  host?: AddressSpec;
  depth?: Depth;
}

/** Surveys a.example with its one MX host; gives what its endpoint says of DANE, and which TLSA records were asked for. */
async function survey({ names, behaviour, domains, host, depth = 'quick' }: Case) {
  const spec: WorldSpec = {
    domains: domains ?? { 'a.example': mx(HOST) },
    hosts: { [HOST]: host ?? { behaviour: behaviour ?? { tls: { certificate: leaf } } } },
  };
  const world = await raiseWith(spec, names);
  const records = await surveyWorld(world, spec, { depth });
  return { records, endpoint: records.endpoints[0], asked: tlsaQuestions(world) };
}

async function raiseWith(spec: WorldSpec, names: Names): Promise<LabWorld> {
  const world = await raise(spec);
  for (const [name, entry] of Object.entries(names((host) => `_${world.port}._tcp.${host}`))) {
    world.dns.zone.set(name, { ...world.dns.zone.get(name), ...entry });
  }
  return world;
}

function tlsaQuestions(world: LabWorld): string[] {
  const names = world.dns.queries.filter(({ type }) => type === 'TLSA').map(({ name }) => name);
  return [...new Set(names)].map((name) => name.replace(`_${world.port}._tcp.`, ''));
}

/** DANE of an endpoint in one line: `match secure 1`. */
function summary(endpoint: Endpoint | undefined): string {
  const dane = endpoint?.dane ?? null;
  return dane === null ? 'not asked' : `${dane.verdict} ${dane.dnssec} ${dane.records.length}`;
}

const MATCH: Names = (at) => ({ ...SIGNED, [at(HOST)]: { TLSA: tlsa(leaf) } });
const MISMATCH: Names = (at) => ({ ...SIGNED, [at(HOST)]: { TLSA: tlsa(other) } });
const with_ =
  (names: Names, more: Names): Names =>
  (at) => ({ ...names(at), ...more(at) });
const failing = (behaviour: DnsBehaviours): Names =>
  with_(MATCH, (at) => ({
    [at(HOST)]: { TLSA: tlsa(leaf), behaviours: { TLSA: behaviour } },
  }));

describe('DANE of an endpoint with two certificates', () => {
  it.each<[string, (second: LabCertificate) => readonly LabCertificate[], string, string, string]>([
    ['that both match', (second) => [leaf, second], 'match', 'match', 'match'],
    ['that the second does not match', () => [leaf], 'mismatch', 'match', 'mismatch'],
    ['that the second alone matches', (second) => [second], 'mismatch', 'mismatch', 'match'],
    ['that neither matches', () => [other], 'mismatch', 'mismatch', 'mismatch'],
  ])('%s', async (_, published, both, first, last) => {
    const second = await makeCertificate({ subject: 'CN=rsa', names: [HOST], key: 'RSA 2048' });
    const records = published(second).flatMap((each) => tlsa(each));
    const { endpoint } = await survey({
      names: (at) => ({ ...SIGNED, [at(HOST)]: { TLSA: records } }),
      behaviour: { tls: { certificate: leaf, second } },
      depth: 'deep',
    });
    const presented = endpoint?.deep?.presented;
    const verdicts = [endpoint?.dane?.verdict, presented?.ECDSA.dane, presented?.RSA.dane];
    expect(verdicts).toEqual([both, first, last]);
  });
});

describe('DANE of an endpoint', () => {
  it.each<[string, Names, string, string[]]>([
    ['that matches', MATCH, 'match secure 1', [HOST]],
    ['that does not', MISMATCH, 'mismatch secure 1', [HOST]],
    ['without TLSA records', () => SIGNED, 'none secure 0', [HOST]],
    [
      'whose TLSA question meets SERVFAIL',
      failing({ kind: 'rcode', rcode: 'SERVFAIL' }),
      'failed unknown 0',
      [HOST],
    ],
    ['whose TLSA question meets silence', failing({ kind: 'silent' }), 'failed unknown 0', [HOST]],
    ['whose TLSA answer is bogus', failing({ kind: 'bogus' }), 'failed bogus 0', [HOST]],
    [
      'whose TLSA records are not signed',
      with_(MATCH, (at) => ({ [at(HOST)]: { TLSA: tlsa(other), secure: false } })),
      'none insecure 0',
      [HOST],
    ],
    [
      'whose MX set is not signed',
      with_(MATCH, () => ({ 'a.example': { secure: false }, [HOST]: { secure } })),
      'not asked',
      [],
    ],
    [
      'whose addresses are not signed',
      with_(MATCH, () => ({ [HOST]: { secure: false } })),
      'not asked',
      [],
    ],
    [
      'without a validating resolver',
      with_(MATCH, () => ({ '': {}, example: {} })),
      'not asked',
      [],
    ],
  ])('%s', async (_, names, expected, asked) => {
    const surveyed = await survey({ names });
    expect(summary(surveyed.endpoint)).toBe(expected);
    expect(surveyed.asked).toEqual(asked);
  });

  it.each<[string, SmtpBehaviours | 'unreachable', Names, string]>([
    ['without STARTTLS does not match', { starttls: 'absent' }, MATCH, 'mismatch secure 1'],
    [
      'whose STARTTLS is broken does not match',
      { starttlsReply: '502 no' },
      MATCH,
      'mismatch secure 1',
    ],
    ['that is unknown is not compared', 'unreachable', MATCH, 'not asked'],
    ['that deferred us is not compared', { greeting: '421 later' }, MATCH, 'not asked'],
    ['that is unknown may have no records', 'unreachable', () => SIGNED, 'none secure 0'],
    ['without STARTTLS may have no records', { starttls: 'absent' }, () => SIGNED, 'none secure 0'],
    [
      'without a certificate does not match',
      { tls: { certificate: null, maxVersion: 'TLSv1.2', ciphers: 'AECDH:@SECLEVEL=0' } },
      MATCH,
      'mismatch secure 1',
    ],
  ])('%s', async (_, behaviour, names, expected) => {
    expect(summary((await survey({ names, behaviour })).endpoint)).toBe(expected);
  });

  it('keeps its records sorted, without duplicates', async () => {
    const double: Names = (at) => ({
      ...SIGNED,
      [at(HOST)]: { TLSA: [...tlsa(leaf), ...tlsa(other), ...tlsa(leaf)] },
    });
    const { endpoint } = await survey({ names: double });
    expect(endpoint?.dane?.records).toEqual(
      [leaf, other].map(({ spkiSha256 }) => `3 1 1 ${spkiSha256}`).toSorted(),
    );
  });
});

describe('DANE of a host that is an alias', () => {
  const TARGET = 'real.b.test';
  /** The host leads to TARGET, which has its addresses. */
  async function aliased(names: Names) {
    const spec: WorldSpec = {
      domains: { 'a.example': mx(HOST) },
      hosts: { [TARGET]: { behaviour: { tls: { certificate: leaf } } } },
    };
    const alias: Names = () => ({ ...SIGNED, test: { secure }, [HOST]: { CNAME: TARGET } });
    const world = await raiseWith(spec, with_(alias, names));
    const { endpoints } = await surveyWorld(world, spec);
    return [summary(endpoints[0]), ...tlsaQuestions(world)];
  }

  it.each<[string, Names, string[]]>([
    [
      'uses its target',
      (at) => ({ [at(TARGET)]: { TLSA: tlsa(leaf) } }),
      ['match secure 1', TARGET],
    ],
    [
      'uses its target first',
      (at) => ({ [at(TARGET)]: { TLSA: tlsa(leaf) }, [at(HOST)]: { TLSA: tlsa(other) } }),
      ['match secure 1', TARGET],
    ],
    [
      'uses its own name if the target has no records',
      (at) => ({ [at(HOST)]: { TLSA: tlsa(leaf) } }),
      ['match secure 1', TARGET, HOST],
    ],
    [
      'uses its own name if the target is not signed',
      (at) => ({
        [at(TARGET)]: { TLSA: tlsa(other), secure: false },
        [at(HOST)]: { TLSA: tlsa(leaf) },
      }),
      ['match secure 1', TARGET, HOST],
    ],
    [
      'does not go on where a question failed',
      (at) => ({
        [at(TARGET)]: { behaviours: { TLSA: { kind: 'rcode', rcode: 'SERVFAIL' } } },
        [at(HOST)]: { TLSA: tlsa(leaf) },
      }),
      ['failed unknown 0', TARGET],
    ],
    [
      'uses only its own name if it is signed and its addresses are not',
      (at) => ({
        test: { secure: false },
        [at(TARGET)]: { TLSA: tlsa(other) },
        [at(HOST)]: { TLSA: tlsa(leaf) },
      }),
      ['match secure 1', HOST],
    ],
    [
      'is not looked up if neither is signed',
      (at) => ({
        test: { secure: false },
        [HOST]: { CNAME: TARGET, secure: false },
        [at(HOST)]: { TLSA: tlsa(leaf) },
      }),
      ['not asked'],
    ],
  ])('%s', async (_, names, expected) => {
    expect(await aliased(names)).toEqual(expected);
  });
});

describe('a domain', () => {
  it.each<[string, Names, string, string]>([
    ['with matching TLSA records', MATCH, 'enforced', 'secure'],
    ['whose only host does not match', MISMATCH, 'encrypted', 'secure'],
    ['without DNSSEC', with_(MATCH, () => ({ example: {} })), 'encrypted', 'insecure'],
    [
      'without a validating resolver',
      with_(MATCH, () => ({ '': {}, example: {} })),
      'encrypted',
      'unknown',
    ],
  ])('%s', async (_, names, level, dnssec) => {
    const { records } = await survey({ names });
    expect(records.domains).toMatchObject([{ level, mx: { dnssec } }]);
  });

  it.each<[string, ZoneName, string, string]>([
    ['that is bogus', { behaviours: { MX: { kind: 'bogus' } } }, 'failed', 'bogus'],
    [
      'that fails',
      { behaviours: { MX: { kind: 'rcode', rcode: 'SERVFAIL' } } },
      'failed',
      'unknown',
    ],
    ['that takes no mail', { MX: [{ preference: 0, exchange: '.' }] }, 'null-mx', 'secure'],
  ])('%s', async (_, entry, kind, dnssec) => {
    const names: Names = () => ({ ...SIGNED, 'a.example': entry });
    const { records } = await survey({ names, domains: { 'a.example': mx(HOST) } });
    expect(records.domains).toMatchObject([{ mx: { kind, dnssec } }]);
  });

  it('without MX is looked up by its own name', async () => {
    const spec: WorldSpec = {
      domains: { 'a.example': { kind: 'implicit' } },
      hosts: { 'a.example': { behaviour: { tls: { certificate: leaf } } } },
      names: SIGNED,
    };
    const world = await raise(spec);
    const { domains, endpoints } = await surveyWorld(world, spec);
    expect(domains).toMatchObject([{ mx: { kind: 'implicit', dnssec: 'secure' } }]);
    expect(summary(endpoints[0])).toBe('none secure 0');
  });

  it('shares the TLSA records of its host with other domains', async () => {
    const { records, asked } = await survey({
      names: with_(MATCH, () => ({
        'b.example': { MX: [{ preference: 1, exchange: HOST }], secure: false },
      })),
      domains: { 'a.example': mx(HOST), 'b.example': mx(HOST), 'c.example': mx(HOST) },
    });
    expect(records.domains.map(({ domain, level }) => `${domain} ${level}`)).toEqual([
      'a.example enforced',
      'b.example encrypted',
      'c.example enforced',
    ]);
    expect(asked).toEqual([HOST]);
  });
});
