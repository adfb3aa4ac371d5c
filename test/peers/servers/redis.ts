import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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
  const folder = mkdtempSync(join(tmpdir(), 'mxtls-redis-'));
  const port = at ?? (await freePort('127.0.0.1'));
  const daemon = await startDaemon({
    command: PROGRAM,
    args: [
      ...['--bind', '127.0.0.1', '--port', String(port), '--dir', folder],
      ...['--save', '', '--appendonly', 'no', '--daemonize', 'no', ...options],
    ],
    ready: { address: '127.0.0.1', port },
  });
  return {
    url: `redis://127.0.0.1:${port}`,
    port,
    stop: async () => {
      await daemon.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
