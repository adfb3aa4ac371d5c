import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { LabCertificate } from '../../lab/certificates.ts';
import { startDaemon } from './daemon.ts';
import { freePort } from './free-port.ts';

const PROGRAM = '/usr/bin/redis-server';

/** Whether Debian's Redis is installed; where peers are required, its tests run without it and fail. */
export const HAS_REDIS = existsSync(PROGRAM) || process.env['MXTLS_REQUIRE_PEERS'] === '1';

/** A Redis server of a test, on loopback, which keeps nothing. */
export interface LabRedis {
  url: string;
  port: number;
  stop(): Promise<void>;
}

/** Starts one. @param options further options, as `--requirepass secret`. */
export async function startRedis(options: readonly string[] = [], at?: number): Promise<LabRedis> {
  const port = at ?? (await freePort('127.0.0.1'));
  return start('redis', port, ['--port', String(port), ...options]);
}

/** Starts one that speaks TLS alone, with a certificate and its key. */
export async function startTlsRedis({ pem, keyPem }: LabCertificate): Promise<LabRedis> {
  const folder = mkdtempSync(join(tmpdir(), 'mxtls-redis-tls-'));
  const [certificate, key] = [join(folder, 'certificate.pem'), join(folder, 'key.pem')];
  writeFileSync(certificate, pem);
  writeFileSync(key, keyPem);
  const port = await freePort('127.0.0.1');
  const redis = await start('rediss', port, [
    ...['--port', '0', '--tls-port', String(port), '--tls-auth-clients', 'no'],
    ...['--tls-cert-file', certificate, '--tls-key-file', key],
  ]);
  // It has read its files.
  rmSync(folder, { recursive: true });
  return redis;
}

async function start(
  scheme: 'redis' | 'rediss',
  port: number,
  options: readonly string[],
): Promise<LabRedis> {
  const folder = mkdtempSync(join(tmpdir(), 'mxtls-redis-'));
  const daemon = await startDaemon({
    command: PROGRAM,
    args: [
      ...['--bind', '127.0.0.1', '--dir', folder],
      ...['--save', '', '--appendonly', 'no', '--daemonize', 'no', ...options],
    ],
    ready: { address: '127.0.0.1', port },
  });
  return {
    url: `${scheme}://127.0.0.1:${port}`,
    port,
    stop: async () => {
      await daemon.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
