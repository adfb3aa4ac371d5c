import { describe, expect, it } from 'vitest';
import { classOf } from '../../../src/model/records/endpoint.ts';
import type { Depth } from '../../../src/model/records/words.ts';
import { makeCertificate } from '../../lab/certificates.ts';
import { dhParameters } from '../../lab/dh-parameters.ts';
import type { TlsBehaviour } from '../../lab/smtp/smtp-behaviour.ts';
import { mx, type WorldSpec } from '../../lab/world/world-spec.ts';
import { raise, surveyWorld } from '../lab-survey.ts';

/** Surveys one server that does TLS its own way; gives its record, and how many connections it had. */
async function survey(tls: TlsBehaviour, depth: Depth = 'standard') {
  const spec: WorldSpec = {
    domains: { 'a.example': mx('mx.a.example') },
    hosts: { 'mx.a.example': { behaviour: { tls } } },
  };
  const world = await raise(spec);
  const { endpoints } = await surveyWorld(world, spec, { depth });
  const [endpoint] = endpoints;
  if (endpoint === undefined) throw new Error('no endpoint');
  return { endpoint, connections: world.connections() };
}

it('a server that prefers anonymous suites still shows its certificate', async () => {
  const { endpoint, connections } = await survey({
    certificate: await makeCertificate({ subject: 'CN=mx', names: ['mx.a.example'] }),
    maxVersion: 'TLSv1.2',
    ciphers: 'aNULL:ECDHE:@SECLEVEL=0',
    context: { honorCipherOrder: true },
  });
  expect(endpoint).toMatchObject({ outcome: 'tls', problems: ['self-signed'] });
  expect(endpoint.tls?.cipher).toMatch(/^TLS_ECDHE_ECDSA/);
  expect(connections).toHaveLength(2);
});

it.each(['TLSv1.2', 'TLSv1.3'] as const)(
  'a server with two certificates shows the same one each time: %s',
  async (maxVersion) => {
    const names = ['mx.a.example'];
    const certificate = await makeCertificate({ subject: 'CN=rsa', names, key: 'RSA 2048' });
    const second = await makeCertificate({ subject: 'CN=ec', names });
    const tls = { certificate, second, maxVersion };
    const result = [await survey(tls, 'quick'), await survey(tls, 'standard')];
    expect(result.map(({ endpoint }) => endpoint.certificate)).toEqual([second.id, second.id]);
  },
);

describe('a server with only a finite-field group of 8,192 bits', () => {
  const DHE: TlsBehaviour = {
    maxVersion: 'TLSv1.2',
    ciphers: 'kDHE:@SECLEVEL=0',
    context: { dhparam: dhParameters('modp18') },
  };

  it('gets no handshake, which would block this process', async () => {
    const certificate = await makeCertificate({ subject: 'CN=mx', key: 'RSA 2048' });
    const { endpoint, connections } = await survey({ ...DHE, certificate }, 'deep');
    expect(endpoint).toMatchObject({
      outcome: 'tls-failed',
      failure: { stage: 'handshake', code: 'local-limit' },
      deep: { dheBits: 8_192 },
    });
    expect(classOf(endpoint)).toBe('unknown');
    expect(connections.filter(({ tls }) => tls !== null)).toEqual([]);
  });
});

it('a chain too long for OpenSSL does not make a server broken', async () => {
  const names = Array.from({ length: 3_000 }, (_, n) => `host${n}.of.a.long.name.example`);
  const certificate = await makeCertificate({ subject: 'CN=mx', names });
  const { endpoint } = await survey({ certificate, chain: [certificate, certificate] });
  expect(endpoint).toMatchObject({ outcome: 'tls-failed', failure: { code: 'too-long' } });
  expect(classOf(endpoint)).toBe('unknown');
});
