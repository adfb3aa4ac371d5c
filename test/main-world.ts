import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { makeCertificate, type LabCertificate } from './lab/certificates.ts';
import type { SmtpBehaviours } from './lab/smtp/smtp-behaviour.ts';
import { startWorld, type LabWorld } from './lab/world/world.ts';
import { mx, type WorldSpec } from './lab/world/world-spec.ts';

/** Hosts of the lab stand on addresses of 127/8, which only Linux listens on without being told to. */
export const LAB_RUNS = process.platform === 'linux';

const root = await makeCertificate({ subject: 'CN=Lab Root', ca: true });

/** A certificate that the roots of `worldOptions` vouch for. */
export function certified(...names: string[]): Promise<LabCertificate> {
  return makeCertificate({ subject: `CN=${names[0] ?? ''}`, names, issuer: root });
}

/** Starts a world for the running test; its DNS may be closed before it. */
export async function labWorld(spec: WorldSpec): Promise<LabWorld> {
  const world = await startWorld(spec);
  const close = world.dns.close.bind(world.dns);
  let closing: Promise<void> | undefined;
  Object.assign(world.dns, { close: () => (closing ??= close()) });
  onTestFinished(() => world.close());
  return world;
}

/** A world of domains that have one MX host each, `mx.` and their name, that behaves as told. */
export function worldOf(
  domains: Readonly<Record<string, SmtpBehaviours | 'unreachable'>>,
): Promise<LabWorld> {
  const names = Object.keys(domains);
  return labWorld({
    domains: Object.fromEntries(names.map((name) => [name, mx(`mx.${name}`)])),
    hosts: Object.fromEntries(
      Object.entries(domains).map(([name, behaviour]) => [`mx.${name}`, { behaviour }]),
    ),
  });
}

/**
 * The options with which the program surveys a world, in no time and under a name: DNS, port, roots. Writes the
 * root's file into the folder.
 */
export function worldOptions(world: LabWorld, folder: string): string[] {
  writeFileSync(join(folder, 'roots.pem'), root.pem);
  return [
    ...['--resolver', world.resolver, '--port', String(world.port), '--allow-private'],
    ...['--roots', 'roots.pem', '--pause', '0', '--pass-delay', '0'],
    ...['--ehlo', 'scan.example.org'],
  ];
}

/** Which hosts were connected to, each once, sorted. */
export function hostsAsked(world: LabWorld): string[] {
  return [...new Set(world.connections().map(({ host }) => host))].sort();
}
