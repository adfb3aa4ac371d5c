import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { timeCommand, type TimedCommand } from '../survey/time-command.ts';
import type { FarmEndpoint } from '../survey/world.ts';

/** What a run of a scanner took; `answered` counts the endpoints that it reports TLS of. */
export interface PeerRun {
  cpuMs: number;
  wallMs: number;
  answered: number;
}

export interface PeerOptions {
  program: string;
  /** For its files. */
  folder: string;
  endpoints: readonly FarmEndpoint[];
  port: number;
  concurrency: number;
}

/** Asks endpoints with zgrab2: banner, EHLO, STARTTLS, one handshake and its chain, as mxtls does at `--depth quick`. */
export async function runZgrab2(options: PeerOptions): Promise<PeerRun> {
  const { program, folder, endpoints, port, concurrency } = options;
  const file = (name: string): string => join(folder, `zgrab2.${name}`);
  await writeFile(file('in'), endpoints.map(({ address }) => `${address}\n`).join(''));
  const timed = await timeCommand([
    ...[program, 'smtp', '--starttls', '--ehlo-domain', 'bench.example', '--send-quit'],
    ...['--port', String(port), '--senders', String(concurrency)],
    ...['--input-file', file('in'), '--output-file', file('out'), '--metadata-file', file('meta')],
    // Its usual list blocks loopback; without an address it connects to a server in the Internet to learn its own.
    ...['--blocklist-file=', '--local-addr', '127.0.0.1'],
  ]);
  const lines = await outputOf(timed, file('out'));
  return { ...timed, answered: lines.split('\n').filter((line) => HAS_TLS.test(line)).length };
}

const HAS_TLS = /"handshake_log":\{.*"server_certificates"/;

/** Asks endpoints with sslyze: certificate and chain, and the suites of TLS 1.0 to 1.3, of which mxtls needs only the first. */
export async function runSslyze(options: Omit<PeerOptions, 'concurrency'>): Promise<PeerRun> {
  const { program, folder, endpoints, port } = options;
  const file = (name: string): string => join(folder, `sslyze.${name}`);
  await writeFile(file('in'), endpoints.map(({ address }) => `${address}:${port}\n`).join(''));
  const timed = await timeCommand([
    ...[program, '--starttls', 'smtp', '--mozilla_config', 'disable', '--certinfo'],
    ...['--tlsv1', '--tlsv1_1', '--tlsv1_2', '--tlsv1_3', '--quiet'],
    ...['--targets_in', file('in'), '--json_out', file('out')],
  ]);
  const { server_scan_results: results } = SslyzeSchema.parse(
    JSON.parse(await outputOf(timed, file('out'))),
  );
  const answered = results.filter(({ scan_status: status }) => status === 'COMPLETED').length;
  return { ...timed, answered };
}

const SslyzeSchema = z.object({
  server_scan_results: z.array(z.object({ scan_status: z.string() })),
});

/** What a scanner wrote; the next run writes it anew. Throws where it failed. */
async function outputOf({ status, stderr }: TimedCommand, file: string): Promise<string> {
  if (status !== 0) throw new Error(`a scanner ended with status ${status}: ${stderr}`);
  const text = await readFile(file, 'utf8');
  await rm(file);
  return text;
}
