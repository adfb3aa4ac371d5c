import { describe, expect, it, vi } from 'vitest';
import { prepareRoots } from '../../src/judge/x509/certificate-path.ts';
import { classOf, type Endpoint } from '../../src/model/records/endpoint.ts';
import { makeCertificate } from '../lab/certificates.ts';
import type { SmtpBehaviour, SmtpBehaviours } from '../lab/smtp/smtp-behaviour.ts';
import { mx, type WorldSpec } from '../lab/world/world-spec.ts';
import { alert, helloRetryRequest } from '../net/tls/server-bytes.ts';
import { planWorld, raise, surveyWorld } from './lab-survey.ts';

// Connections are counted here. On a busy machine a timeout would be ours, and be asked again: test/scan/probe has that.
vi.mock(import('../../src/scan/probe/local-watch.ts'), () => ({
  watchLocally: () => ({
    troubleSince: () => null,
    checkRoutes: () => Promise.resolve(),
    stop: () => undefined,
  }),
}));

function oneHost(behaviour: SmtpBehaviours | 'unreachable'): WorldSpec {
  return { domains: { 'a.example': mx('mx.a.example') }, hosts: { 'mx.a.example': { behaviour } } };
}

/** The outcome of an endpoint, in one line. */
function summary(endpoint: Endpoint | undefined): string {
  if (endpoint === undefined) return 'nothing';
  const { outcome, failure, reply: said, notes } = endpoint;
  const why = failure === null ? '' : `${failure.stage}:${failure.code}`;
  return [`${outcome} (${classOf(endpoint)})`, why, said?.code ?? '', ...notes]
    .filter((each) => each !== '')
    .join(' ');
}

const DAY_MS = 86_400_000;
const BUSY = { greeting: '421 4.7.0 try later' };
const PLAIN = { starttls: 'absent' } as const;

describe('an endpoint', () => {
  it.each<[string, SmtpBehaviours | 'unreachable', number, string, number]>([
    ['good at once', {}, 3, 'tls (tls)', 1],
    ['without STARTTLS is asked twice', PLAIN, 3, 'plaintext (plaintext)', 2],
    ['without STARTTLS once', [PLAIN, {}], 1, 'tls (tls) inconsistent', 2],
    ['without STARTTLS, then busy', [PLAIN, BUSY], 1, 'deferred (unknown) 421', 2],
    [
      'without STARTTLS, then busy, then without',
      [PLAIN, BUSY, PLAIN],
      3,
      'plaintext (plaintext)',
      3,
    ],
    ['that greylists', [BUSY, {}], 2, 'tls (tls)', 2],
    ['that greylists in all passes', [BUSY, BUSY, {}], 2, 'deferred (unknown) 421', 2],
    ['busy at all times', BUSY, 3, 'deferred (unknown) 421', 3],
    ['busy in a single pass', BUSY, 1, 'deferred (unknown) 421', 1],
    ['that rejects us is not probed again', { greeting: '554 no' }, 3, 'rejected (unknown) 554', 1],
    ['that refuses TLS for now', [{ starttlsReply: '454 later' }, {}], 2, 'tls (tls)', 2],
    [
      'that always refuses TLS for now',
      { starttlsReply: '454 later' },
      2,
      'refused-starttls (unknown) 454',
      2,
    ],
    [
      'that refuses TLS for good',
      { starttlsReply: '502 no' },
      1,
      'refused-starttls (broken) 502',
      2,
    ],
    ['that refused TLS once', [{ starttlsReply: '502 no' }, {}], 1, 'tls (tls) inconsistent', 2],
    [
      'that resets in the handshake, once',
      [{ endAt: { step: 'client-hello', how: 'reset' } }, {}],
      2,
      'tls (tls)',
      4,
    ],
    [
      'that resets in the handshake',
      { endAt: { step: 'client-hello', how: 'reset' } },
      2,
      'tls-failed (unknown) handshake:reset',
      3,
    ],
    [
      'that breaks the handshake',
      { onClientHello: () => ({ kind: 'say', reply: 'hello?' }) },
      3,
      'tls-failed (broken) handshake:malformed',
      2,
    ],
    ['with masked STARTTLS', { starttls: { keyword: 'XXXXXXXA' } }, 3, 'stripped (broken)', 2],
    ['that is silent', { greeting: 'silent' }, 2, 'failed (unknown) greeting:timeout', 2],
    ['that refuses connections', 'unreachable', 3, 'failed (unknown) connect:refused', 0],
    [
      'with anonymous suites only',
      { tls: { certificate: null, maxVersion: 'TLSv1.2', ciphers: 'AECDH:@SECLEVEL=0' } },
      1,
      'tls (tls)',
      4,
    ],
    [
      'that accepts no offer',
      { onClientHello: () => ({ kind: 'say', reply: alert(2, 40) }) },
      3,
      'tls-failed (broken) handshake:tls-alert',
      5,
    ],
    [
      'that supports no version',
      { onClientHello: () => ({ kind: 'say', reply: alert(2, 70) }) },
      3,
      'tls-failed (broken) handshake:no-shared-version',
      2,
    ],
    [
      'that refuses its name',
      { onClientHello: (hello) => (hasName(hello) ? refusal(112) : { kind: 'tls' }) },
      1,
      'tls (tls) sni-refused',
      2,
    ],
    [
      'that resets at TLS 1.3',
      { onClientHello: (hello) => (offers13(hello) ? RESET : { kind: 'tls' }) },
      1,
      'tls (tls) intolerant-tls13',
      3,
    ],
    [
      'that sends an alert at TLS 1.3',
      { onClientHello: (hello) => (offers13(hello) ? refusal(50) : { kind: 'tls' }) },
      1,
      'tls (tls) intolerant-tls13',
      3,
    ],
    [
      'that refuses every version if TLS 1.3 is offered',
      { onClientHello: (hello) => (offers13(hello) ? refusal(70) : { kind: 'tls' }) },
      1,
      'tls (tls) intolerant-tls13',
      4,
    ],
    [
      'that never answers a hello of more than 256 bytes',
      { onClientHello: (hello) => (hello.length > 256 ? SILENCE : { kind: 'tls' }) },
      1,
      'tls (tls) intolerant-large-hello',
      4,
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

  it('keeps the facts from before a failure', async () => {
    const spec = oneHost({ onClientHello: () => ({ kind: 'say', reply: 'hello?' }) });
    const { endpoints } = await surveyWorld(await raise(spec), spec);
    expect(endpoints[0]?.smtp).toMatchObject({ hello: 'EHLO', starttls: 'offered' });
  });
});

const BROKEN = { outcome: 'stripped' } as const;

type HelloAnswer = ReturnType<NonNullable<SmtpBehaviour['onClientHello']>>;

const RESET = { kind: 'end', how: 'reset' } as const;
const SILENCE = { kind: 'say', reply: 'silent' } as const;

function refusal(description: number): HelloAnswer {
  return { kind: 'say', reply: alert(2, description) };
}

/** Whether a hello has the extension that TLS 1.3 is offered in. */
function offers13(hello: Buffer): boolean {
  return hello.includes(Buffer.from('0304', 'hex')) && hello.includes(Buffer.from('002b', 'hex'));
}

function hasName(hello: Buffer): boolean {
  return hello.includes('mx.a.example');
}

describe('versions', () => {
  it.each([
    ['quick', 'TLSv1', 'TLSv1', 'untested yes no no no', 1],
    ['quick', 'TLSv1', 'TLSv1.2', 'untested untested untested yes no', 1],
    ['quick', 'TLSv1.2', 'TLSv1.3', 'untested untested untested untested yes', 1],
    ['standard', 'TLSv1', 'TLSv1', 'no yes no no no', 3],
    ['standard', 'TLSv1', 'TLSv1.1', 'no yes yes no no', 4],
    ['standard', 'TLSv1', 'TLSv1.2', 'no yes yes yes no', 5],
    ['standard', 'TLSv1', 'TLSv1.3', 'no yes yes yes yes', 6],
    ['standard', 'TLSv1.2', 'TLSv1.2', 'no no no yes no', 2],
    ['standard', 'TLSv1.2', 'TLSv1.3', 'no no no yes yes', 3],
    ['standard', 'TLSv1.3', 'TLSv1.3', 'no no no no yes', 2],
  ] as const)(
    'at depth %s from %s to %s',
    async (depth, minVersion, maxVersion, expected, connections) => {
      const spec = oneHost({ tls: { minVersion, maxVersion } });
      const world = await raise(spec);
      const { endpoints } = await surveyWorld(world, spec, { depth });
      expect(endpoints[0]?.tls?.version).toBe(maxVersion);
      expect(versionsOf(endpoints[0])).toBe(expected);
      expect(world.connections()).toHaveLength(connections);
    },
  );

  const ALL: SmtpBehaviour = { tls: { minVersion: 'TLSv1' } };
  it.each<[string, SmtpBehaviour, string]>([
    [
      'puts us off',
      { greeting: '421 4.7.0 too many connections' },
      'untested untested yes yes yes',
    ],
    ['refuses TLS for now', { starttlsReply: '454 too many' }, 'untested untested yes yes yes'],
    ['resets', { onClientHello: () => RESET }, 'untested untested yes yes yes'],
    ['is silent', { onClientHello: () => SILENCE }, 'untested untested yes yes yes'],
    ['fails inside', { onClientHello: () => refusal(80) }, 'untested untested yes yes yes'],
    ['refuses', { onClientHello: () => refusal(70) }, 'no no yes yes yes'],
  ])('of a server that %s at the fourth connection', async (_, fourth, expected) => {
    const spec = oneHost([ALL, ALL, ALL, fourth, ALL]);
    const world = await raise(spec);
    const { endpoints } = await surveyWorld(world, spec, { depth: 'standard', passes: 3 });
    expect(endpoints[0]?.outcome).toBe('tls');
    expect(versionsOf(endpoints[0])).toBe(expected);
    expect(world.connections()).toHaveLength(4);
  });

  it('of a server that throttles may be incomplete, and it does not count as changed', async () => {
    const spec = oneHost([ALL, { starttls: 'absent' }, ALL]);
    const { endpoints } = await surveyWorld(await raise(spec), spec, { depth: 'standard' });
    expect(summary(endpoints[0])).toBe('tls (tls) inconsistent');
    expect(versionsOf(endpoints[0])).toBe('untested untested untested untested yes');
  });

  it('of a server that is intolerant of TLS 1.3 are found in six connections', async () => {
    const spec = oneHost({
      tls: { minVersion: 'TLSv1' },
      onClientHello: (hello) => (offers13(hello) ? RESET : { kind: 'tls' }),
    });
    const world = await raise(spec);
    const { endpoints } = await surveyWorld(world, spec, { depth: 'standard' });
    expect(endpoints[0]).toMatchObject({ outcome: 'tls', tls: { version: 'TLSv1.2' } });
    expect(versionsOf(endpoints[0])).toBe('untested yes yes yes untested');
    expect(world.connections()).toHaveLength(6);
  });
});

function versionsOf(endpoint: Endpoint | undefined): string {
  return Object.values(endpoint?.tls?.versions ?? {}).join(' ');
}

describe('depth deep', () => {
  async function deep(behaviour: SmtpBehaviours, trusted: readonly string[] = []) {
    const spec = oneHost(behaviour);
    const world = await raise(spec);
    const roots = prepareRoots(trusted);
    const { endpoints, certificates } = await surveyWorld(world, spec, { depth: 'deep', roots });
    expect(world.connections().length).toBeLessThanOrEqual(14);
    const [endpoint] = endpoints;
    return {
      endpoint,
      deep: endpoint?.deep,
      certificates,
      connections: world.connections().length,
    };
  }

  it('makes eight connections to a modern server', async () => {
    const {
      deep: facts,
      endpoint,
      connections,
    } = await deep({
      tls: { ecdhCurve: 'X25519:P-256' },
    });
    expect(connections).toBe(8);
    expect(facts).toEqual({
      groups: { X25519MLKEM768: 'no', SecP256r1MLKEM768: 'no' },
      suites: { anonymous: 'no', export: 'no', RC4: 'no', '3DES': 'no' },
      dheBits: null,
      certificates: { RSA: null, ECDSA: endpoint?.certificate },
      withoutSni: 'same',
      presented: null,
    });
  });

  it('judges the second certificate, with its own chain', async () => {
    const names = ['mx.a.example'];
    const root = await makeCertificate({ subject: 'CN=root', ca: true });
    const middle = await makeCertificate({ subject: 'CN=middle', issuer: root, ca: true });
    const certificate = await makeCertificate({ subject: 'CN=ec', names, issuer: root });
    const second = await makeCertificate({
      ...{ subject: 'CN=rsa', names, issuer: middle, key: 'RSA 2048' },
      notBefore: new Date(Date.now() - 400 * DAY_MS),
      notAfter: new Date(Date.now() - 100 * DAY_MS),
    });
    const { endpoint, certificates } = await deep(
      { tls: { certificate, second, secondChain: [middle] } },
      [root.pem],
    );
    expect(endpoint).toMatchObject({
      certificate: certificate.id,
      path: { outcome: 'trusted', via: [root.id] },
      problems: ['expired'],
      undetermined: [],
    });
    expect(endpoint?.deep?.presented).toMatchObject({
      RSA: {
        chain: [second.id, middle.id],
        path: { outcome: 'trusted', via: [middle.id, root.id] },
        problems: ['expired'],
        undetermined: [],
        dane: null,
      },
      ECDSA: { chain: [certificate.id], problems: [], undetermined: [], dane: null },
    });
    expect(certificates.map(({ id }) => id)).toContain(middle.id);
  });

  it('records the second certificate', async () => {
    const names = ['mx.a.example'];
    const certificate = await makeCertificate({ subject: 'CN=ec', names });
    const second = await makeCertificate({ subject: 'CN=rsa', names, key: 'RSA 2048' });
    const { deep: facts, certificates } = await deep({ tls: { certificate, second } });
    expect(facts?.certificates).toEqual({ RSA: second.id, ECDSA: certificate.id });
    expect(certificates.map(({ subject }) => subject).toSorted()).toEqual(['CN=ec', 'CN=rsa']);
  });

  it('finds a group that the server asks for', async () => {
    const { deep: facts } = await deep({
      onClientHello: (hello) => {
        // supported_groups with one or two post-quantum groups first, and no other.
        const asked = /000a000[46]000[24](11e[bc])/.exec(hello.toString('hex'))?.[1];
        if (asked === undefined) return { kind: 'tls' };
        return asked === '11ec' ? { kind: 'say', reply: helloRetryRequest(0x11ec) } : refusal(40);
      },
    });
    expect(facts?.groups).toEqual({ X25519MLKEM768: 'yes', SecP256r1MLKEM768: 'no' });
  });

  it('finds another certificate without SNI', async () => {
    const own = await makeCertificate({ subject: 'CN=own', names: ['mx.a.example'] });
    const { deep: facts } = await deep({ tls: { sni: { 'mx.a.example': { certificate: own } } } });
    expect(facts?.withoutSni).toBe('different');
  });

  it('finds that the server requires SNI', async () => {
    const { deep: facts } = await deep({
      onClientHello: (hello) => (hasName(hello) ? { kind: 'tls' } : refusal(112)),
    });
    expect(facts?.withoutSni).toBe('failed');
  });

  it('stops when the server defers it, and leaves the rest untested', async () => {
    const { deep: facts, connections } = await deep([{}, {}, {}, {}, BUSY]);
    expect(connections).toBe(5);
    expect(facts).toMatchObject({
      groups: { X25519MLKEM768: 'untested', SecP256r1MLKEM768: 'untested' },
      suites: { anonymous: 'untested', export: 'untested', RC4: 'untested', '3DES': 'untested' },
      withoutSni: 'same',
    });
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
      expect(endpoint.path).toEqual({ outcome: 'trusted', via: [idOf('middle'), idOf('root')] });
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
      path: { outcome: 'self-signed', via: [] },
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
  it('probes each endpoint once, even if many domains share it', async () => {
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
    expect(domains[2]?.counts).toEqual({ tls: 6, plaintext: 1, broken: 0, unknown: 1 });
    expect(world.strays).toEqual([]);
  });

  it('never has two connections at one address', async () => {
    const world = await raise(MIXED);
    await surveyWorld(world, MIXED);
    for (const server of [...world.servers.values()].flat()) expect(server.maxSimultaneous).toBe(1);
  });

  it('gives the same records for unchanged servers in another order of addresses', async () => {
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

  it('reports its progress', async () => {
    const world = await raise(MIXED);
    const seen: string[] = [];
    await surveyWorld(world, MIXED, {
      onProgress: ({ done, total, counts }) =>
        seen.push(`${done}/${total} ${counts.tls + counts.plaintext + counts.unknown}`),
    });
    expect(seen).toEqual(Array.from({ length: 9 }, (_, done) => `${done}/8 ${done}`));
  });
});
