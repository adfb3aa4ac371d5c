import { describe, expect, it } from 'vitest';
import { classOf, type Endpoint } from '../../src/model/endpoint.ts';
import { makeCertificate } from '../lab/certificates.ts';
import type { SmtpBehaviours } from '../lab/smtp-behaviour.ts';
import { mx, type WorldSpec } from '../lab/world-spec.ts';
import { planWorld, raise, surveyWorld } from './lab-survey.ts';

function oneHost(behaviour: SmtpBehaviours | 'unreachable'): WorldSpec {
  return { domains: { 'a.example': mx('mx.a.example') }, hosts: { 'mx.a.example': { behaviour } } };
}

/** What became of an endpoint, in one line. */
function summary(endpoint: Endpoint | undefined): string {
  if (endpoint === undefined) return 'nothing';
  const { end, failure, said, notes } = endpoint;
  const why = failure === null ? '' : `${failure.stage}:${failure.code}`;
  return [`${end} (${classOf(endpoint)})`, why, said?.code ?? '', ...notes]
    .filter((each) => each !== '')
    .join(' ');
}

const BUSY = { greeting: '421 4.7.0 try later' };
const PLAIN = { starttls: 'absent' } as const;

describe('an endpoint', () => {
  it.each<[string, SmtpBehaviours | 'unreachable', number, string, number]>([
    ['good at once', {}, 3, 'tls (tls)', 1],
    ['without STARTTLS is asked twice', PLAIN, 3, 'plaintext (plaintext)', 2],
    ['without STARTTLS once', [PLAIN, {}], 1, 'tls (tls) varied', 2],
    ['without STARTTLS, then busy', [PLAIN, BUSY], 1, 'deferred (untold) 421', 2],
    [
      'without STARTTLS, then busy, then without',
      [PLAIN, BUSY, PLAIN],
      3,
      'plaintext (plaintext)',
      3,
    ],
    ['that greylists', [BUSY, {}], 2, 'tls (tls)', 2],
    ['that greylists longer than we ask', [BUSY, BUSY, {}], 2, 'deferred (untold) 421', 2],
    ['busy at all times', BUSY, 3, 'deferred (untold) 421', 3],
    ['busy when asked once', BUSY, 1, 'deferred (untold) 421', 1],
    ['that rejects us is not asked again', { greeting: '554 no' }, 3, 'rejected (untold) 554', 1],
    ['that refuses TLS for now', [{ starttlsReply: '454 later' }, {}], 2, 'tls (tls)', 2],
    [
      'that always refuses TLS for now',
      { starttlsReply: '454 later' },
      2,
      'refused-starttls (untold) 454',
      2,
    ],
    [
      'that refuses TLS for good',
      { starttlsReply: '502 no' },
      1,
      'refused-starttls (broken) 502',
      2,
    ],
    ['that refused TLS once', [{ starttlsReply: '502 no' }, {}], 1, 'tls (tls) varied', 2],
    [
      'that resets in the handshake, once',
      [{ endAt: { step: 'client-hello', how: 'reset' } }, {}],
      2,
      'tls (tls)',
      2,
    ],
    [
      'that resets in the handshake',
      { endAt: { step: 'client-hello', how: 'reset' } },
      2,
      'tls-failed (untold) handshake:reset',
      2,
    ],
    [
      'that breaks the handshake',
      { onClientHello: () => ({ kind: 'say', reply: 'hello?' }) },
      3,
      'tls-failed (broken) handshake:malformed',
      2,
    ],
    ['with masked STARTTLS', { starttls: { keyword: 'XXXXXXXA' } }, 3, 'stripped (broken)', 2],
    ['that is silent', { greeting: 'silent' }, 2, 'failed (untold) greeting:timeout', 2],
    ['that refuses connections', 'unreachable', 3, 'failed (untold) connect:refused', 0],
    [
      'with anonymous suites only',
      { tls: { certificate: null, maxVersion: 'TLSv1.2', ciphers: 'AECDH:@SECLEVEL=0' } },
      1,
      'tls (tls)',
      2,
    ],
    [
      'with finite-field DHE only',
      { tls: { maxVersion: 'TLSv1.2', ciphers: 'DHE:@SECLEVEL=0', context: { dhparam: 'auto' } } },
      3,
      'tls-failed (untold) handshake:local-limit',
      2,
    ],
  ])('%s', async (_, behaviour, passes, expected, connections) => {
    const spec = oneHost(behaviour);
    const world = await raise(spec);
    const { endpoints, domains } = await surveyWorld(world, spec, { passes });
    expect(endpoints.map(summary)).toEqual([expected]);
    expect(world.connections()).toHaveLength(connections);
    expect(domains[0]?.counts[classOf(endpoints[0] ?? BROKEN)]).toBe(1);
  });

  it('without a certificate has that for its problem', async () => {
    const spec = oneHost({
      tls: { certificate: null, maxVersion: 'TLSv1.2', ciphers: 'AECDH:@SECLEVEL=0' },
    });
    const { endpoints } = await surveyWorld(await raise(spec), spec);
    expect(endpoints[0]).toMatchObject({
      certificate: null,
      chain: [],
      path: null,
      problems: ['no-certificate'],
    });
  });

  it('keeps what was learnt before the failure', async () => {
    const spec = oneHost({ onClientHello: () => ({ kind: 'say', reply: 'hello?' }) });
    const { endpoints } = await surveyWorld(await raise(spec), spec);
    expect(endpoints[0]?.smtp).toMatchObject({ hello: 'EHLO', starttls: 'offered' });
  });
});

const BROKEN = { end: 'stripped' } as const;

describe('versions', () => {
  it.each([
    ['TLSv1', 'untested yes no no no'],
    ['TLSv1.1', 'untested untested yes no no'],
    ['TLSv1.2', 'untested untested untested yes no'],
    ['TLSv1.3', 'untested untested untested untested yes'],
  ] as const)('up to %s', async (maxVersion, expected) => {
    const spec = oneHost({ tls: { minVersion: 'TLSv1', maxVersion } });
    const { endpoints } = await surveyWorld(await raise(spec), spec);
    expect(endpoints[0]?.tls?.version).toBe(maxVersion);
    expect(Object.values(endpoints[0]?.tls?.versions ?? {}).join(' ')).toBe(expected);
  });
});

describe('certificates', () => {
  it('are stored once, with the chain as sent and the path to its root', async () => {
    const root = await makeCertificate({ subject: 'CN=root', ca: true });
    const middle = await makeCertificate({ subject: 'CN=middle', issuer: root, ca: true });
    const leaf = await makeCertificate({
      subject: 'CN=leaf',
      names: ['*.a.example'],
      issuer: middle,
    });
    const stranger = await makeCertificate({ subject: 'CN=stranger' });
    const tls = { certificate: leaf, chain: [stranger, middle] };
    const spec: WorldSpec = {
      domains: { 'a.example': mx('mx1.a.example', 'mx2.a.example') },
      hosts: { 'mx1.a.example': { behaviour: { tls } }, 'mx2.a.example': { behaviour: { tls } } },
      roots: [root],
    };
    const { endpoints, certificates, domains } = await surveyWorld(await raise(spec), spec);
    const idOf = (name: string) => certificates.find((each) => each.subject === `CN=${name}`)?.id;
    for (const endpoint of endpoints) {
      expect(endpoint.chain).toEqual([idOf('leaf'), idOf('stranger'), idOf('middle')]);
      expect(endpoint.path).toEqual({ end: 'trusted', via: [idOf('middle'), idOf('root')] });
      expect(endpoint.problems).toEqual([]);
    }
    expect(certificates.map(({ subject }) => subject).toSorted()).toEqual([
      'CN=leaf',
      'CN=middle',
      'CN=root',
      'CN=stranger',
    ]);
    expect(domains[0]?.level).toBe('authenticated');
  });

  it('of a self-signed server are one, not a loop', async () => {
    const certificate = await makeCertificate({
      subject: 'CN=mx.a.example',
      names: ['mx.a.example'],
    });
    const spec = oneHost({ tls: { certificate } });
    const { endpoints, certificates } = await surveyWorld(await raise(spec), spec);
    expect(endpoints[0]).toMatchObject({
      path: { end: 'self-signed', via: [] },
      problems: ['self-signed'],
    });
    expect(certificates).toHaveLength(1);
    expect(endpoints[0]?.chain).toHaveLength(1);
  });

  it('with more names than are stored keep the one that fits', async () => {
    const names = [...Array.from({ length: 3_000 }, (_, i) => `n${i}.example`), 'mx.a.example'];
    const certificate = await makeCertificate({ subject: 'CN=many', names });
    const spec = oneHost({ tls: { certificate } });
    const { endpoints, certificates } = await surveyWorld(await raise(spec), spec);
    expect(endpoints[0]?.problems).toEqual(['self-signed']);
    expect(certificates[0]?.namesTotal).toBe(3_001);
    expect(certificates[0]?.names).toHaveLength(101);
    expect(certificates[0]?.names).toContain('mx.a.example');
  });
});

/** Two operators: one with a rotating pool that three domains share, one mixed. */
const MIXED: WorldSpec = {
  domains: {
    'a.example': mx('pool.big.example'),
    'b.example': mx('pool.big.example'),
    'c.example': mx('pool.big.example', 'mx.c.example', 'gone.c.example'),
    'd.example': { kind: 'null-mx' },
    'e.example': { kind: 'implicit' },
    'f.example': { kind: 'nxdomain' },
  },
  hosts: {
    'pool.big.example': Array.from({ length: 6 }, () => ({})),
    'mx.c.example': { behaviour: PLAIN },
    'e.example': { behaviour: 'unreachable' },
  },
  names: { 'pool.big.example': { behaviours: { A: { kind: 'rotate' } } } },
};

describe('a run', () => {
  it('asks each endpoint once, however many domains share it', async () => {
    const world = await raise(MIXED);
    const { domains, endpoints } = await surveyWorld(world, MIXED);
    expect(world.connections()).toHaveLength(8);
    expect(endpoints).toHaveLength(9);
    expect(domains.map(({ domain, level }) => `${domain} ${level}`)).toEqual([
      'a.example encrypted',
      'b.example encrypted',
      'c.example none',
      'd.example no-mail',
      'e.example unknown',
      'f.example no-mail',
    ]);
    expect(domains[2]?.counts).toEqual({ tls: 6, plaintext: 1, broken: 0, untold: 1 });
    expect(world.strays).toEqual([]);
  });

  it('never has two connections at one address', async () => {
    const world = await raise(MIXED);
    await surveyWorld(world, MIXED);
    for (const server of [...world.servers.values()].flat()) expect(server.maxSimultaneous).toBe(1);
  });

  it('says the same of an unchanged world, its pool rotated', async () => {
    const world = await raise(MIXED);
    const at = new Date();
    const first = await surveyWorld(world, MIXED, { at });
    const second = await surveyWorld(world, MIXED, { at });
    expect(JSON.stringify(second)).toBe(JSON.stringify(first));
  });

  it('carries out what was planned', async () => {
    const world = await raise(MIXED);
    const { jobs, settled } = await planWorld(world, MIXED);
    const { endpoints } = await surveyWorld(world, MIXED);
    const planned = [...jobs, ...settled].map(({ host, address }) => `${host} ${String(address)}`);
    expect(endpoints.map(({ host, address }) => `${host} ${String(address)}`)).toEqual(
      planned.toSorted(),
    );
  });

  it('tells how far it is', async () => {
    const world = await raise(MIXED);
    const seen: string[] = [];
    await surveyWorld(world, MIXED, {
      onProgress: ({ done, total, counts }) =>
        seen.push(`${done}/${total} ${counts.tls + counts.plaintext + counts.untold}`),
    });
    expect(seen).toEqual(Array.from({ length: 8 }, (_, i) => `${i + 1}/8 ${i + 1}`));
  });
});
