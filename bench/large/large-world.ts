import { createHash } from 'node:crypto';

/** A world of mail: so many domains on so many endpoints, always the same for one seed. */
export interface LargeWorld {
  domains: number;
  endpoints: number;
  seed: number;
}

/** Who runs the mail of a domain, in the shares that MX surveys publish. */
export type Operator =
  | { kind: 'google' | 'microsoft' }
  | { kind: 'hoster'; rank: number }
  | { kind: 'own'; owner: number };

/** One (MX host, address) of the world, with what a survey finds there. */
export interface LargeEndpoint {
  host: string;
  address: string;
  outcome: 'tls' | 'plaintext';
}

const GOOGLE_HOSTS = 5;
const MICROSOFT_HOSTS = 200;
/** Of 100 domains: Google 20, Microsoft 17, self-hosted 25; the rest is of hosters. */
const SHARES = { google: 20, microsoft: 37, own: 62 } as const;
/** Of a hundred endpoints of hosters and own servers, those without STARTTLS. */
const PLAINTEXT = 4;

/** A number from 0 to 1 that depends on the seed, a name and an index alone. */
export function chance({ seed }: LargeWorld, name: string, index: number): number {
  const digest = createHash('sha256').update(`${seed} ${name} ${index}`).digest();
  return digest.readUInt32BE(0) / 2 ** 32;
}

/** How many hosts hosters and organisations with servers of their own have. */
export function hostsOf({ endpoints }: LargeWorld): { hosters: number; owners: number } {
  const rest = Math.max(2, endpoints - GOOGLE_HOSTS - MICROSOFT_HOSTS);
  const owners = Math.floor(rest * 0.7);
  return { owners, hosters: rest - owners };
}

/** Who runs the mail of the domain at an index. Hosters follow a power law: that of rank r has a share of 1/r. */
export function operatorOf(world: LargeWorld, index: number): Operator {
  const percent = chance(world, 'operator', index) * 100;
  if (percent < SHARES.google) return { kind: 'google' };
  if (percent < SHARES.microsoft) return { kind: 'microsoft' };
  const { hosters, owners } = hostsOf(world);
  // Each owner and hoster has a domain, as far as there are so many.
  if (percent < SHARES.own) return { kind: 'own', owner: index % owners };
  const rank = Math.floor(hosters ** chance(world, 'rank', index)) - 1;
  return { kind: 'hoster', rank: index % 3 === 0 ? index % hosters : rank };
}

export function domainName(index: number): string {
  return `d${String(index).padStart(7, '0')}.example`;
}

/** The MX hosts of an operator for a domain, best preference first. */
export function mxHostsOf(operator: Operator, index: number): string[] {
  switch (operator.kind) {
    case 'google':
      return Array.from({ length: GOOGLE_HOSTS }, (_, nth) => `alt${nth}.aspmx.google.example`);
    case 'microsoft':
      return [`mx${index % MICROSOFT_HOSTS}.protection.outlook.example`];
    case 'hoster':
      return [`mx.hoster${operator.rank}.example`];
    case 'own':
      return [`mail.own${operator.owner}.example`];
  }
}

/** All endpoints of the world, each host with one address of 127.64.0.0/10. */
export function* endpointsOf(world: LargeWorld): Generator<LargeEndpoint> {
  const { hosters, owners } = hostsOf(world);
  const hosts = [
    ...mxHostsOf({ kind: 'google' }, 0),
    ...Array.from({ length: MICROSOFT_HOSTS }, (_, nth) => mxHostsOf({ kind: 'microsoft' }, nth)),
    ...Array.from({ length: hosters }, (_, rank) => mxHostsOf({ kind: 'hoster', rank }, 0)),
    ...Array.from({ length: owners }, (_, owner) => mxHostsOf({ kind: 'own', owner }, 0)),
  ].flat();
  for (const [index, host] of hosts.entries()) {
    const isLarge = index < GOOGLE_HOSTS + MICROSOFT_HOSTS;
    const outcome = !isLarge && index % 100 < PLAINTEXT ? 'plaintext' : 'tls';
    yield { host, address: addressAt(index), outcome };
  }
}

function addressAt(index: number): string {
  return `127.${64 + (index >> 16)}.${(index >> 8) & 255}.${index & 255}`;
}
