import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { makeCertificate, type LabCertificate } from '../certificates.ts';
import { openClient, type AskingClient } from './smtp-ask.ts';
import type { Ending, SmtpBehaviour, SmtpStep, TlsBehaviour } from './smtp-behaviour.ts';
import { startSmtpServer, type LabSmtp } from './smtp-server.ts';

const started: LabSmtp[] = [];
let root: LabCertificate;
let leaf: LabCertificate;
let rsa: LabCertificate;

beforeAll(async () => {
  root = await makeCertificate({ subject: 'CN=Lab Root', ca: true });
  leaf = await makeCertificate({ subject: 'CN=mx.example', names: ['mx.example'], issuer: root });
  rsa = await makeCertificate({ subject: 'CN=rsa.example', key: 'RSA 1024', hash: 'SHA-1' });
});

afterEach(async () => {
  await Promise.all(started.splice(0).map((server) => server.close()));
});

async function start(behaviour: SmtpBehaviour): Promise<LabSmtp> {
  const server = await startSmtpServer({ behaviour });
  started.push(server);
  return server;
}

/** A client that has had its answer to STARTTLS. */
async function switching(server: LabSmtp): Promise<AskingClient> {
  const client = openClient(server);
  await client.reply();
  await client.ask('STARTTLS');
  return client;
}

const withTls = async (tls: TlsBehaviour): Promise<AskingClient> => switching(await start({ tls }));

describe('TLS', () => {
  it.each(['TLSv1', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3'] as const)(
    'goes up to %s',
    async (maxVersion) => {
      const client = await withTls({ maxVersion, certificate: rsa });
      expect((await client.secure()).getProtocol()).toBe(maxVersion);
      expect(await client.ask('QUIT')).toMatch(/^221/);
    },
  );

  it('refuses what is below its lowest version', async () => {
    const client = await withTls({ minVersion: 'TLSv1.2' });
    await expect(client.secure({ maxVersion: 'TLSv1.1' })).rejects.toThrow(/protocol version/);
  });

  it('sends the chain in the given order', async () => {
    const tls = await (await withTls({ certificate: leaf, chain: [root, rsa] })).secure();
    const sent = [];
    for (let one = tls.getPeerX509Certificate(); one; one = one.issuerCertificate)
      sent.push(one.subject);
    expect(sent).toEqual(['CN=mx.example', 'CN=Lab Root', 'CN=rsa.example']);
  });

  it('chooses the certificate by name', async () => {
    const tls = { certificate: leaf, sni: { 'rsa.example': { certificate: rsa } } };
    const server = await start({ tls });
    const subject = async (servername: string) => {
      const client = await switching(server);
      const secured = await client.secure({ servername });
      await client.ask('QUIT');
      return secured.getPeerX509Certificate()?.subject;
    };
    expect(await subject('rsa.example')).toBe('CN=rsa.example');
    expect(await subject('mx.example')).toBe('CN=mx.example');
    expect(server.connections.map((one) => one.tls?.servername)).toEqual([
      'rsa.example',
      'mx.example',
    ]);
  });

  it('has a second certificate for clients that prefer another kind of key', async () => {
    const server = await start({ tls: { certificate: leaf, second: rsa, maxVersion: 'TLSv1.2' } });
    const subject = async (sigalgs: string) =>
      (await (await switching(server)).secure({ sigalgs })).getPeerX509Certificate()?.subject;
    expect(await subject('ECDSA+SHA256')).toBe('CN=mx.example');
    expect(await subject('RSA+SHA256')).toBe('CN=rsa.example');
  });

  it('does without a certificate', async () => {
    const ciphers = 'aNULL:@SECLEVEL=0';
    const client = await withTls({ certificate: null, ciphers, maxVersion: 'TLSv1.2' });
    expect((await client.secure({ ciphers })).getCipher().name).toMatch(/^AECDH-/);
  });

  it('keeps to its suites and curves', async () => {
    const ciphers = 'ECDHE-RSA-AES128-SHA:@SECLEVEL=0';
    const tls = { certificate: rsa, ciphers, ecdhCurve: 'P-384', maxVersion: 'TLSv1.2' } as const;
    const secured = await (await withTls(tls)).secure();
    expect(secured.getCipher().name).toBe('ECDHE-RSA-AES128-SHA');
    expect(secured.getEphemeralKeyInfo()).toMatchObject({ name: 'secp384r1' });
  });

  it('turns away clients without a certificate', async () => {
    const client = await withTls({ requiresClientCertificate: true, maxVersion: 'TLSv1.2' });
    await expect(client.secure()).rejects.toThrow(/handshake failure/);
  });
});

describe('instead of TLS', () => {
  it('answers the ClientHello with any bytes, and keeps the hello', async () => {
    const alert = Buffer.from('15030100020246', 'hex');
    const server = await start({ onClientHello: () => ({ kind: 'say', reply: alert }) });
    await expect((await switching(server)).secure()).rejects.toThrow(/protocol version/);
    expect(server.connections[0]?.clientHello?.[0]).toBe(22);
  });

  it('answers it in plaintext', async () => {
    const server = await start({ onClientHello: () => ({ kind: 'say', reply: '500 what' }) });
    const failed = (await switching(server)).secure();
    await expect(failed).rejects.toMatchObject({ code: 'ERR_SSL_WRONG_VERSION_NUMBER' });
  });

  it('breaks off for some hellos', async () => {
    const server = await start({
      onClientHello: (hello) =>
        hello.includes(Buffer.from('002b', 'hex'))
          ? { kind: 'end', how: 'reset' }
          : { kind: 'tls' },
    });
    await expect((await switching(server)).secure()).rejects.toMatchObject({ code: 'ECONNRESET' });
    const older = await (await switching(server)).secure({ maxVersion: 'TLSv1.2' });
    expect(older.getProtocol()).toBe('TLSv1.2');
  });
});

describe('endings', () => {
  const lines: Record<SmtpStep, readonly string[]> = {
    connect: [],
    greeting: [],
    ehlo: ['EHLO x'],
    starttls: ['STARTTLS'],
    'starttls-answered': ['STARTTLS'],
    'client-hello': ['STARTTLS', 'not even a hello'],
    'after-handshake': ['STARTTLS'],
    quit: ['QUIT'],
  };
  const cases = Object.keys(lines).flatMap((step) => [
    { step, how: 'close', ended: 'end' },
    { step, how: 'reset', ended: 'ECONNRESET' },
  ]) as { step: SmtpStep; how: Ending; ended: string }[];

  it.each(cases)('$how at $step', async ({ step, how, ended }) => {
    const server = await start({ endAt: { step, how } });
    const client = openClient(server);
    client.socket.on('end', () => client.socket.end());
    await client.reply();
    for (const line of lines[step]) await client.ask(line);
    if (step === 'after-handshake') {
      const tls = await client.secure();
      const result = new Promise<string>((resolve) => {
        tls.on('error', ({ code }: NodeJS.ErrnoException) => {
          resolve(code ?? '');
        });
        tls.on('end', () => {
          resolve('end');
        });
      });
      expect(await result).toBe(ended);
    } else {
      expect(await client.ended).toBe(ended);
    }
    await expect.poll(() => server.connections[0]?.endedAt).not.toBeNull();
  });

  /** How many bytes a client has got when the server has ended TLS; sizes are constant with RSA and TLS 1.2. */
  async function bytesUntil(how: Ending): Promise<number> {
    const server = await start({
      tls: { certificate: rsa, maxVersion: 'TLSv1.2' },
      endAt: { step: 'after-handshake', how },
    });
    const client = await switching(server);
    const raw = client.socket;
    const tls = await client.secure();
    await new Promise((resolve) => tls.on('end', resolve));
    tls.destroy();
    await expect.poll(() => server.connections[0]?.endedAt).not.toBeNull();
    return raw.bytesRead;
  }

  it('cuts TLS off without a close_notify', async () => {
    expect(await bytesUntil('cut')).toBeLessThan(await bytesUntil('close'));
  });
});
