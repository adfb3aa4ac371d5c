import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { attemptHere } from '../../src/net/smtp/make-attempt.ts';
import { dialDirectly, type Dialler } from '../../src/net/dial.ts';
import { openDirectly } from '../../src/net/open.ts';
import { TIMEOUTS } from '../../src/net/deadline.ts';
import { makeCertificate } from '../lab/certificates.ts';
import { startSmtpServer } from '../lab/smtp/smtp-server.ts';

const DOCS = join(import.meta.dirname, '..', '..', 'docs');
const scale = readFileSync(join(DOCS, 'scale.md'), 'utf8');

/** Connections to an endpoint at depth `standard`, to a modern server (docs/method.md). */
const CONNECTIONS = 3;

/** The CPU of an endpoint at depth `standard` in ms, as docs/performance.md has it. */
function cpuMs(): number {
  const text = readFileSync(join(DOCS, 'performance.md'), 'utf8');
  return Number(/^- ([\d.]+) ms of CPU an endpoint/m.exec(text)?.[1]);
}

/** Bytes of one connection, both ways, as the document has it. */
function bytes(): number {
  return Number(/takes about ([\d.]+) kB/.exec(scale)?.[1]) * 1_000;
}

it('scale.md calculates its table from measured figures', () => {
  const rows = [1_000, 100_000, 10_000_000].map((domains) => {
    // As in the worlds of docs/performance.md: 4 endpoints for 10 domains, fewer where many share a provider.
    const endpoints = domains * 0.4;
    const connections = endpoints * CONNECTIONS;
    const gigabytes = (connections * bytes()) / 1e9;
    const hours = (endpoints * cpuMs()) / 3.6e6;
    const cells = [domains, endpoints, connections].map((each) => each.toLocaleString('en'));
    return `| ${[...cells, rounded(gigabytes), rounded(hours)].join(' | ')} |`;
  });
  expect(rows.filter((row) => !scale.includes(row))).toEqual([]);
});

function rounded(value: number): string {
  return Number(value.toPrecision(2)).toString();
}

it('scale.md has the bytes of a connection as they are measured in the lab', async () => {
  const issuer = await makeCertificate({ subject: 'CN=Issuer', ca: true });
  const certificate = await makeCertificate({
    subject: 'CN=mx',
    names: ['mx.example.org'],
    issuer,
  });
  const server = await startSmtpServer({ behaviour: { tls: { certificate, chain: [issuer] } } });
  let counted = 0;
  const dial: Dialler = (address, port) => {
    const socket = dialDirectly(address, port);
    socket.on('close', () => (counted = socket.bytesRead + socket.bytesWritten));
    return socket;
  };
  const attempt = attemptHere(openDirectly(dial));
  const { result } = await attempt({
    ...{ host: 'mx.example.org', address: server.address, port: server.port, sni: true },
    ...{ ehlo: 'scan.example.org', clients: [], timeouts: TIMEOUTS, keepLines: false },
    action: { kind: 'handshake', offer: 'certificate' },
  });
  await expect.poll(() => counted).toBeGreaterThan(0);
  await server.close();
  expect(result.outcome).toBe('tls');
  // Packets and their headers are not in it, and chains of other keys are longer.
  expect(counted).toBeGreaterThan(bytes() * 0.5);
  expect(counted).toBeLessThan(bytes() * 1.5);
});

it('scale.md has manifests whose commands and options there are', () => {
  const ofOthers = ['--now', '--from-env-file'];
  const options = [...scale.matchAll(/[ `](--[a-z][a-z-]+)/g)]
    .map(([, option = '']) => option)
    .filter((each) => !ofOthers.includes(each));
  const known = readFileSync(join(DOCS, '../src/commands/worker.ts'), 'utf8');
  const table = readFileSync(join(DOCS, '../src/commands/options/scan-options.ts'), 'utf8');
  const camel = (text: string) =>
    text.slice(2).replace(/-([a-z])/g, (_, each: string) => each.toUpperCase());
  const missing = options.filter(
    (each) => !known.includes(each) && !table.includes(`${camel(each)}:`),
  );
  expect(missing).toEqual([]);
});
