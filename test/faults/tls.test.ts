import { describe, expect } from 'vitest';
import { classOf } from '../../src/model/records/endpoint.ts';
import { handshakeError } from '../../src/net/tls/tls-error.ts';
import { makeCertificate } from '../lab/certificates.ts';
import { dhParameters } from '../lab/dh-parameters.ts';
import type { SmtpBehaviour } from '../lab/smtp/smtp-behaviour.ts';
import {
  alert,
  certificates,
  helloDone,
  message,
  record,
  serverHello,
} from '../net/tls/server-bytes.ts';
import { fault } from './fault.ts';
import { endpointOf, oneHost, summaries, summary, surveyed } from './survey.ts';

const RESET = { kind: 'end', how: 'reset' } as const;

/** Whether a ClientHello offers TLS 1.3: it has the extension supported_versions with 0x0304 (RFC 8446 §4.2.1). */
function offers13(hello: Buffer): boolean {
  return /002b....*0304/.test(hello.toString('hex'));
}

function says(reply: Buffer): SmtpBehaviour {
  return { onClientHello: () => ({ kind: 'say', reply }) };
}

/** The suites that a ClientHello offers, behind its session id (RFC 8446 §4.1.2). */
function offers(record: Buffer, suite: number): boolean {
  const hello = record.subarray(5 + 4);
  const start = 35 + hello.readUInt8(34);
  const length = hello.readUInt16BE(start);
  const suites = Array.from({ length: length / 2 }, (_, index) =>
    hello.readUInt16BE(start + 2 + 2 * index),
  );
  return suites.includes(suite);
}

const RC4 = 0x0005;

describe('TLS', () => {
  fault(
    86,
    {
      case: 'only TLS 1.0 or 1.1',
      does: 'a whole handshake at security level 0; the version is recorded, and no verdict depends on it',
    },
    async () => {
      for (const maxVersion of ['TLSv1', 'TLSv1.1'] as const) {
        const endpoint = await endpointOf({ tls: { minVersion: 'TLSv1', maxVersion } });
        expect([summary(endpoint), endpoint.tls?.version]).toEqual(['tls tls', maxVersion]);
      }
    },
  );

  fault(
    87,
    {
      case: 'SSL 3.0, RC4, 3DES, export, DHE below 1,024 bits',
      does: 'a ClientHello written by hand shows what the server chose; `local-limit`, class `unknown`, as the library cannot speak it',
    },
    async () => {
      const { der } = await makeCertificate({ subject: 'CN=old', key: 'RSA 2048' });
      const flight = Buffer.concat([serverHello({ suite: RC4 }), certificates(der), helloDone]);
      const endpoint = await endpointOf({
        onClientHello: (hello) => ({
          kind: 'say',
          reply: offers(hello, RC4) ? flight : alert(2, 40),
        }),
      });
      expect(classOf(endpoint)).toBe('unknown');
      expect(endpoint.failure?.code).toBe('local-limit');
      expect(endpoint.tls?.cipher).toBe('TLS_RSA_WITH_RC4_128_SHA');
    },
  );

  fault(
    88,
    { case: 'only anonymous suites', does: '`tls` with the problem `no-certificate`' },
    async () => {
      const endpoint = await endpointOf({
        tls: { certificate: null, maxVersion: 'TLSv1.2', ciphers: 'aNULL:@SECLEVEL=0' },
      });
      expect([summary(endpoint), endpoint.problems]).toEqual(['tls tls', ['no-certificate']]);
    },
  );

  fault(
    89,
    {
      case: 'a server that prefers anonymous suites',
      does: 'they are offered only after the others failed, so the server shows its certificate',
    },
    async () => {
      const endpoint = await endpointOf({
        tls: {
          maxVersion: 'TLSv1.2',
          ciphers: 'aNULL:ECDHE:@SECLEVEL=0',
          context: { honorCipherOrder: true },
        },
      });
      expect(endpoint.certificate).not.toBeNull();
    },
  );

  fault(
    90,
    {
      case: 'no secure renegotiation',
      does: 'the handshake goes on; note `no-secure-renegotiation`',
    },
    async () => {
      // The ServerHello lacks renegotiation_info, and mxtls waits for what follows.
      const endpoint = await endpointOf(says(serverHello({ suite: 0x002f })));
      expect(endpoint.failure?.code).not.toBe('tls-alert');
      expect(endpoint.failure?.code).not.toBe('malformed');
    },
  );

  fault(
    91,
    {
      case: 'a finite-field group of 8,192 bits',
      does: 'measured by a ClientHello probe; only 1,024 to 4,096 bits get a handshake',
    },
    async () => {
      const certificate = await makeCertificate({ subject: 'CN=mx', key: 'RSA 2048' });
      const tls = {
        certificate,
        maxVersion: 'TLSv1.2',
        ciphers: 'kDHE:@SECLEVEL=0',
        context: { dhparam: dhParameters('modp18') },
      } as const;
      const { endpoints, world } = await surveyed(oneHost({ tls }), { depth: 'deep' });
      expect(endpoints[0]?.deep?.dheBits).toBe(8_192);
      expect(world.connections().filter((each) => each.tls !== null)).toEqual([]);
    },
  );

  fault(
    92,
    {
      case: 'a server that breaks off, sends an alert or is silent at TLS 1.3',
      does: 'asked once more with a small ClientHello up to TLS 1.2; note `intolerant-tls13`',
    },
    async () => {
      const answers = [
        RESET,
        { kind: 'say', reply: alert(2, 50) },
        { kind: 'say', reply: 'silent' },
      ] as const;
      for (const answer of answers) {
        const endpoint = await endpointOf({
          onClientHello: (hello) => (offers13(hello) ? answer : { kind: 'tls' }),
        });
        expect([summary(endpoint), endpoint.notes]).toEqual(['tls tls', ['intolerant-tls13']]);
      }
    },
  );

  fault(
    93,
    {
      case: 'a server that fails at a large ClientHello',
      does: 'the first ClientHello has at most 512 bytes and the second at most 256; note `intolerant-large-hello`',
    },
    async () => {
      const { endpoints, world } = await surveyed(
        oneHost({ onClientHello: (hello) => (hello.length > 256 ? RESET : { kind: 'tls' }) }),
      );
      expect(endpoints.map(summary)).toEqual(['tls tls']);
      expect(endpoints[0]?.notes).toContain('intolerant-large-hello');
      expect(
        world.connections().every(({ clientHello }) => (clientHello?.length ?? 0) <= 512),
      ).toBe(true);
    },
  );

  fault(
    94,
    {
      case: '`unrecognized_name` as a fatal alert; as a warning',
      does: 'asked again without SNI, note `sni-refused`; the handshake goes on',
    },
    async () => {
      const hasSni = (hello: Buffer) => hello.includes('mx.d.example');
      const endpoint = await endpointOf({
        onClientHello: (hello) =>
          hasSni(hello) ? { kind: 'say', reply: alert(2, 112) } : { kind: 'tls' },
      });
      expect([summary(endpoint), endpoint.notes]).toEqual(['tls tls', ['sni-refused']]);
    },
  );

  fault(95, { case: 'a certificate that depends on SNI', does: 'SNI is the MX host' }, async () => {
    const right = await makeCertificate({ subject: 'CN=right', names: ['mx.d.example'] });
    const wrong = await makeCertificate({ subject: 'CN=wrong', names: ['other.example'] });
    const endpoint = await endpointOf({
      tls: { certificate: wrong, sni: { 'mx.d.example': { certificate: right } } },
    });
    expect(endpoint.certificate).toBe(right.id);
  });

  fault(
    96,
    {
      case: 'a certificate that depends on RSA or ECDSA being offered',
      does: 'everybody gets the same offer, ECDSA first, so the answer is the same each time',
    },
    async () => {
      const names = ['mx.d.example'];
      const certificate = await makeCertificate({ subject: 'CN=rsa', names, key: 'RSA 2048' });
      const second = await makeCertificate({ subject: 'CN=ec', names });
      for (const maxVersion of ['TLSv1.2', 'TLSv1.3'] as const) {
        const endpoint = await endpointOf({ tls: { certificate, second, maxVersion } });
        expect(endpoint.certificate).toBe(second.id);
      }
    },
  );

  fault(
    97,
    {
      case: 'a client certificate that is required',
      does: '`tls-failed` by an alert, and the certificate of the server is known; note `client-certificate-required`',
    },
    async () => {
      const endpoint = await endpointOf({ tls: { requiresClientCertificate: true } });
      expect(endpoint.outcome).toBe('tls-failed');
      expect(endpoint.notes).toContain('client-certificate-required');
    },
  );

  fault(
    98,
    {
      case: 'silence after the ClientHello, half a record, byte by byte',
      does: 'the deadline of the handshake',
    },
    async () => {
      const drip = { kind: 'drip', everyMs: 50, text: serverHello().toString('latin1') } as const;
      const ends = await summaries(
        { onClientHello: () => ({ kind: 'say', reply: 'silent' }) },
        says(serverHello().subarray(0, 20)),
        { onClientHello: () => ({ kind: 'say', reply: drip }) },
      );
      expect(new Set(ends)).toEqual(new Set(['unknown tls-failed handshake:timeout']));
    },
  );

  fault(
    99,
    {
      case: 'wrong lengths, a million alerts, empty records',
      does: 'the limits of the library: `malformed` or `too-long`, without a crash',
    },
    async () => {
      const empty = record(22, Buffer.alloc(0));
      const ends = await summaries(
        says(message(2, Buffer.alloc(9), 0xffffff)),
        says(Buffer.alloc(7_000, alert(1, 90))),
        says(Buffer.alloc(5_000, empty)),
      );
      for (const end of ends) expect(end).toMatch(/handshake:(malformed|too-long)$/);
    },
  );

  fault(
    100,
    {
      case: 'a chain of more than 100 KB, where OpenSSL gives up',
      does: '`too-long`, class `unknown`: it is a limit of the library',
    },
    async () => {
      const names = Array.from({ length: 3_000 }, (_, nth) => `host${nth}.of.a.long.name.example`);
      const certificate = await makeCertificate({ subject: 'CN=mx', names });
      expect(await summaries({ tls: { certificate, chain: [certificate, certificate] } })).toEqual([
        'unknown tls-failed handshake:too-long',
      ]);
    },
  );

  fault(
    101,
    {
      case: 'TLS 1.3: an alert after the handshake (certificate required, access denied)',
      does: 'read until QUIT is answered; a certificate that is required is told apart from a handshake that works',
    },
    async () => {
      const endpoint = await endpointOf({
        tls: { requiresClientCertificate: true, minVersion: 'TLSv1.3' },
      });
      expect(endpoint.outcome).toBe('tls-failed');
      expect(endpoint.notes).toContain('client-certificate-required');
    },
  );

  fault(
    102,
    {
      case: 'a flood after the handshake: replies without end; tickets, KeyUpdates or renegotiations',
      does: '64 KB and 3 seconds, then the socket is destroyed. The flood of tickets is not made, as the TLS of the lab cannot be made to send one',
    },
    async () => {
      const drip = { kind: 'drip', everyMs: 20, text: '2'.repeat(999) } as const;
      expect(
        await summaries(
          { quit: { kind: 'flood', chunk: '221-a\r\n'.repeat(999) } },
          { quit: drip },
        ),
      ).toEqual(['tls tls', 'tls tls']);
    },
  );

  fault(
    103,
    { case: 'FIN without close_notify; RST', does: 'no fault: what was seen is recorded' },
    async () => {
      expect(
        await summaries(
          { endAt: { step: 'after-handshake', how: 'cut' } },
          { endAt: { step: 'after-handshake', how: 'reset' } },
        ),
      ).toEqual(['tls tls', 'tls tls']);
    },
  );

  fault(
    104,
    {
      case: "the library's error texts change with its version",
      does: 'mapped in one place to a closed list; a text that is not in it is `unexpected`, class `unknown`',
    },
    () => {
      const { code } = handshakeError(
        Object.assign(new Error('new words'), { code: 'ERR_SSL_NEW_WORDS' }),
      );
      expect(code).toBe('unexpected');
      expect(classOf({ outcome: 'tls-failed', failure: { code } })).toBe('unknown');
    },
  );
});
