import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { TIMEOUTS } from '../../../src/net/deadline.ts';
import { dialDirectly } from '../../../src/net/dial.ts';
import { openDirectly } from '../../../src/net/open.ts';
import { Interruption } from '../../../src/net/interruption.ts';
import {
  attemptHere,
  type Attempted,
  type AttemptRequest,
} from '../../../src/net/smtp/make-attempt.ts';
import type * as Pool from '../../../src/net/workers/attempt-pool.ts';
import type { SmtpBehaviour } from '../../lab/smtp/smtp-behaviour.ts';
import { startSmtpServer, type LabSmtp } from '../../lab/smtp/smtp-server.ts';
import { buildProgram } from '../../program.ts';

/** A worker takes a while to start on a busy machine. */
const PATIENT = { timeout: 20_000 };

let pools: typeof Pool;

beforeAll(async () => {
  // A worker starts from a built file.
  pools = (await import(poolFile())) as typeof Pool;
});

function poolFile(): string {
  return pathToFileURL(join(dirname(buildProgram()), 'net/workers/attempt-pool.js')).href;
}

async function serve(behaviour: SmtpBehaviour = {}): Promise<LabSmtp> {
  const server = await startSmtpServer({ name: 'mx.lab.example', behaviour });
  onTestFinished(() => server.close());
  return server;
}

function poolOf(options: Partial<Pool.AttemptPoolOptions> = {}): Pool.AttemptPool {
  const here = attemptHere(openDirectly(dialDirectly), options.interruption);
  const pool = pools.createAttemptPool({ workers: 2, here, firstHere: 0, ...options });
  onTestFinished(() => pool.close());
  return pool;
}

function requestTo(port: number, more: Partial<AttemptRequest> = {}): AttemptRequest {
  return {
    host: 'mx.lab.example',
    address: '127.0.0.1',
    port,
    ehlo: 'scan.lab.example',
    clients: [],
    action: { kind: 'handshake', offer: 'certificate' },
    sni: true,
    timeouts: TIMEOUTS,
    keepLines: true,
    ...more,
  };
}

/** A result without the stalls, which differ from time to time. */
function lasting({ result, lines }: Attempted): unknown {
  return { result, lines };
}

const HELLO: AttemptRequest['action'] = {
  kind: 'hello',
  offer: {
    version: 'TLSv1.2',
    suites: [0xc02f, 0xc030],
    groups: ['X25519', 'P-256'],
    signatures: [0x0804, 0x0401],
  },
};

describe('a pool of workers', () => {
  it.each<[string, SmtpBehaviour, Partial<AttemptRequest>]>([
    ['a handshake', {}, {}],
    ['a hello', { tls: { maxVersion: 'TLSv1.2' } }, { action: HELLO }],
    ['no STARTTLS', { starttls: 'absent' }, {}],
    ['a reply of bytes', { greeting: Buffer.from('\xff\xfe\r\n', 'latin1') }, {}],
    ['no lines', {}, { keepLines: false }],
  ])('gives the same as this process: %s', async (_, behaviour, more) => {
    const server = await serve(behaviour);
    const request = requestTo(server.port, more);
    const there = await poolOf().attempt(request);
    const here = await attemptHere(openDirectly(dialDirectly))(request);
    expect(lasting(there)).toEqual(lasting(here));
    expect(server.connections).toHaveLength(2);
  });

  it('gives certificates as Buffers with memory of their own', async () => {
    const { port } = await serve();
    const { result } = await poolOf().attempt(requestTo(port));
    const [leaf] = result.outcome === 'tls' ? result.handshake.chain : [];
    expect(Buffer.isBuffer(leaf)).toBe(true);
    expect(leaf?.buffer.byteLength).toBe(leaf?.length);
  });

  it('makes many connections at once', async () => {
    const { port } = await serve();
    const pool = poolOf();
    const made = await Promise.all(
      Array.from({ length: 100 }, () => pool.attempt(requestTo(port))),
    );
    expect(made.map(({ result }) => result.outcome)).toEqual(made.map(() => 'tls'));
  });

  it('makes the first connections in this process', async () => {
    const { port } = await serve();
    let here = 0;
    const attempt = attemptHere(openDirectly(dialDirectly));
    const pool = poolOf({
      firstHere: 3,
      here: (request) => {
        here++;
        return attempt(request);
      },
    });
    for (let count = 0; count < 5; count++) await pool.attempt(requestTo(port));
    expect(here).toBe(3);
  });

  it('says QUIT in open dialogues when it is interrupted, and makes no more connections', async () => {
    const server = await serve({ ehlo: 'silent' });
    const interruption = new Interruption();
    const pool = poolOf({ interruption });
    const open = Array.from({ length: 4 }, () => pool.attempt(requestTo(server.port)));
    await expect.poll(() => server.connections.filter(isGreeted), PATIENT).toHaveLength(4);
    interruption.raise();
    await interruption.over;
    for (const { result } of await Promise.all(open)) expect(result.outcome).toBe('failed');
    await expect
      .poll(() => server.connections.every(({ saidQuit }) => saidQuit), PATIENT)
      .toBe(true);
    const late = await pool.attempt(requestTo(server.port));
    expect(late.result).toMatchObject({ failure: { code: 'closed', detail: 'interrupted' } });
    expect(server.connections).toHaveLength(4);
  });

  it('makes what a failed worker had under way a limit of this machine, and replaces the worker', async () => {
    const server = await serve({ ehlo: 'silent' });
    const pool = poolOf({ workers: 1 });
    const open = pool.attempt(requestTo(server.port));
    await expect.poll(() => server.connections.filter(isGreeted), PATIENT).toHaveLength(1);
    // No port: a bug of the caller, which ends the worker.
    const wrong = await pool.attempt(requestTo(99_999));
    for (const { result } of [await open, wrong]) {
      expect(result).toMatchObject({
        outcome: 'failed',
        failure: {
          stage: 'connect',
          code: 'local-limit',
          detail: 'a worker of the scanner: ERR_SOCKET_BAD_PORT',
        },
      });
    }
    const good = await serve();
    const after = await pool.attempt(requestTo(good.port));
    expect(after.result.outcome).toBe('tls');
  });

  it('replaces a worker that has made its connections, and lets it end those under way', async () => {
    const server = await serve({ ehlo: 'silent' });
    const pool = poolOf({ workers: 1, life: 1 });
    const open = pool.attempt(requestTo(server.port));
    await expect.poll(() => server.connections.filter(isGreeted), PATIENT).toHaveLength(1);
    // A bug that ends the worker which makes this connection, and no other one.
    const wrong = await pool.attempt(requestTo(99_999));
    expect(wrong.result).toMatchObject({ failure: { code: 'local-limit' } });
    await server.close();
    expect((await open).result).toMatchObject({ failure: { stage: 'ehlo', code: 'closed' } });
  });

  it('is closed before a process ends that has nothing else to wait for', async () => {
    const { port } = await serve();
    const program = `
      const { createAttemptPool } = await import(${JSON.stringify(poolFile())});
      const pool = createAttemptPool({ workers: 1, firstHere: 0 });
      const { result } = await pool.attempt(${JSON.stringify(requestTo(port))});
      await pool.close();
      console.log(result.outcome);
    `;
    const run = promisify(execFile);
    const folder = mkdtempSync(join(tmpdir(), 'mxtls-pool-'));
    onTestFinished(() => {
      rmSync(folder, { recursive: true });
    });
    const file = join(folder, 'program.mjs');
    writeFileSync(file, program);
    const { stdout } = await run(process.execPath, [file]);
    expect(stdout).toBe('tls\n');
  });

  it('ends with connections under way', async () => {
    const server = await serve({ ehlo: 'silent' });
    const pool = poolOf();
    const open = pool.attempt(requestTo(server.port));
    await expect.poll(() => server.connections.filter(isGreeted), PATIENT).toHaveLength(1);
    await pool.close();
    expect((await open).result.outcome).toBe('failed');
    const late = await pool.attempt(requestTo(server.port));
    expect(late.result).toMatchObject({ failure: { code: 'closed' } });
  });
});

function isGreeted({ commands }: LabSmtp['connections'][number]): boolean {
  return commands.length > 0;
}
