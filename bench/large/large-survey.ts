import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { domainName, type LargeWorld } from './large-world.ts';

/** Writes the list of all domains of a world, one a line. */
export async function writeList(file: string, world: LargeWorld): Promise<void> {
  const lines = function* (): Generator<string> {
    for (let index = 0; index < world.domains; index++) yield `${domainName(index)}\n`;
  };
  await pipeline(Readable.from(lines()), createWriteStream(file));
}

/** How a survey of a large world is made, on a machine of its own: no pauses, and no more than one handshake an endpoint. */
export function scanArguments(at: { resolver: string; port: number }): string[] {
  return [
    ...['scan', '--list', 'domains.txt', '--results', 'results', '--ehlo', 'bench.example'],
    ...['--resolver', at.resolver, '--port', String(at.port), '--allow-private', '-4'],
    ...['--roots', 'root.pem', '--depth', 'quick', '--pause', '0', '--pass-delay', '0'],
  ];
}
