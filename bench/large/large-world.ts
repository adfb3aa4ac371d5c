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
const LARGE_HOSTS = GOOGLE_HOSTS + MICROSOFT_HOSTS;
/** Hosts that share an address, as at hosters: few enough addresses for one process to listen on. */
const HOSTS_OF_ADDRESS = 10;
/** Of 100 domains: Google 20, Microsoft 17, self-hosted 25; the rest is of hosters. */
const SHARES = { google: 20, microsoft: 37, own: 62 } as const;
/** Of the addresses of hosters and own servers, one of so many is without STARTTLS. */
const PLAINTEXT = 25;

/** A number from 0 to 1 that depends on the seed, a name and an index alone. */
function chance({ seed }: LargeWorld, name: string, index: number): number {
  const digest = createHash('sha256').update(`${seed} ${name} ${index}`).digest();
  return digest.readUInt32BE(0) / 2 ** 32;
}

/** How many hosts hosters and organisations with servers of their own have. */
function hostsOf({ endpoints }: LargeWorld): { hosters: number; owners: number } {
  const rest = Math.max(2, endpoints - LARGE_HOSTS);
  const owners = Math.floor(rest * 0.7);
  return { owners, hosters: rest - owners };
}

/**
 * Who runs the mail of the domain at an index. Hosters follow a power law: that of rank r has a share of 1/r. Each owner and hoster
 * has one domain at least, as far as there are so many; these are spread over all.
 */
export function operatorOf(world: LargeWorld, index: number): Operator {
  const { hosters, owners } = hostsOf(world);
  const step = Math.max(1, Math.floor(world.domains / (hosters + owners)));
  const first = index / step;
  if (first < owners && index % step === 0) return { kind: 'own', owner: first };
  if (first < owners + hosters && index % step === 0) {
    return { kind: 'hoster', rank: first - owners };
  }
  const percent = chance(world, 'operator', index) * 100;
  if (percent < SHARES.google) return { kind: 'google' };
  if (percent < SHARES.microsoft) return { kind: 'microsoft' };
  if (percent < SHARES.own) return { kind: 'own', owner: index % owners };
  return { kind: 'hoster', rank: Math.floor(hosters ** chance(world, 'rank', index)) - 1 };
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
      // By tens, as the domains that hosters and owners have at least stand at regular places.
      return [microsoftHost(Math.floor(index / 10) % MICROSOFT_HOSTS)];
    case 'hoster':
      return [`mx.hoster${operator.rank}.example`];
    case 'own':
      return [`mail.own${operator.owner}.example`];
  }
}

function microsoftHost(nth: number): string {
  return `mx${nth}.protection.outlook.example`;
}

/** The number of an MX host by its name, from 0; null where the world has none of this name. */
export function hostIndexOf(world: LargeWorld, host: string): number | null {
  const { hosters, owners } = hostsOf(world);
  for (const { pattern, from, count } of [
    { pattern: GOOGLE, from: 0, count: GOOGLE_HOSTS },
    { pattern: MICROSOFT, from: GOOGLE_HOSTS, count: MICROSOFT_HOSTS },
    { pattern: HOSTER, from: LARGE_HOSTS, count: hosters },
    { pattern: OWN, from: LARGE_HOSTS + hosters, count: owners },
  ]) {
    const nth = pattern.exec(host)?.[1];
    if (nth !== undefined) return Number(nth) < count ? from + Number(nth) : null;
  }
  return null;
}

const GOOGLE = /^alt(\d+)\.aspmx\.google\.example$/;
const MICROSOFT = /^mx(\d+)\.protection\.outlook\.example$/;
const HOSTER = /^mx\.hoster(\d+)\.example$/;
const OWN = /^mail\.own(\d+)\.example$/;

/** The number of a domain by its name; null where the world has none of this name. */
export function domainIndexOf(world: LargeWorld, domain: string): number | null {
  const nth = /^d(\d{7})\.example$/.exec(domain)?.[1];
  return nth !== undefined && Number(nth) < world.domains ? Number(nth) : null;
}

/** How many hosts the world has; each is one endpoint. */
export function hostCount(world: LargeWorld): number {
  const { hosters, owners } = hostsOf(world);
  return LARGE_HOSTS + hosters + owners;
}

/** How many addresses the world has. */
export function addressCount(world: LargeWorld): number {
  return Math.ceil(hostCount(world) / HOSTS_OF_ADDRESS);
}

/** The number of the address of a host by the host's number. */
export function addressIndexOf(host: number): number {
  return Math.floor(host / HOSTS_OF_ADDRESS);
}

/** The address of a number, of 127.64.0.0/10. */
export function addressAt(index: number): string {
  return `127.${64 + (index >> 16)}.${(index >> 8) & 255}.${index & 255}`;
}

/** Whether the servers at the address of a number offer STARTTLS. */
export function offersTls(address: number): boolean {
  const isLarge = address <= addressIndexOf(LARGE_HOSTS);
  return isLarge || address % PLAINTEXT !== 0;
}

/** All endpoints of the world, each host with one address. */
export function* endpointsOf(world: LargeWorld): Generator<LargeEndpoint> {
  const { hosters, owners } = hostsOf(world);
  const hosts = [
    ...mxHostsOf({ kind: 'google' }, 0),
    ...Array.from({ length: MICROSOFT_HOSTS }, (_, nth) => microsoftHost(nth)),
    ...Array.from({ length: hosters }, (_, rank) => mxHostsOf({ kind: 'hoster', rank }, 0)),
    ...Array.from({ length: owners }, (_, owner) => mxHostsOf({ kind: 'own', owner }, 0)),
  ].flat();
  for (const [index, host] of hosts.entries()) {
    const address = addressIndexOf(index);
    const outcome = offersTls(address) ? 'tls' : 'plaintext';
    yield { host, address: addressAt(address), outcome };
  }
}
