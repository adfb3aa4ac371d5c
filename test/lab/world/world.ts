import { once } from 'node:events';
import { connect, createServer, Socket, type AddressInfo } from 'node:net';
import type { LabCertificate } from '../certificates.ts';
import { startDnsServer, type LabDns } from '../dns/dns-server.ts';
import { startSmtpServer, type LabSmtp } from '../smtp/smtp-server.ts';
import type { LabConnection } from '../smtp/smtp-session.ts';
import { allotPlaces, type Place, type Places } from './world-places.ts';
import type { WorldSpec } from './world-spec.ts';
import { worldZone } from './world-zone.ts';

/** How to start a world. */
export interface WorldOptions {
  /** Which addresses the DNS gives: those of the spec (default), or those where the servers stand. */
  readonly publish?: 'spec' | 'stands';
  /** Whether servers get loopback addresses of their own; default: if this system has them. */
  readonly manyAddresses?: boolean;
  /** Called with each connection when it ends. */
  readonly onConnection?: ((connection: SeenConnection) => void) | undefined;
}

/** A connection as one server saw it. */
export type SeenConnection = LabConnection & { readonly host: string };

/** A running mail world. */
export interface LabWorld {
  /** `IP:PORT` of its DNS server. */
  readonly resolver: string;
  readonly dns: LabDns;
  /** The port of every server whose published address is where it stands. */
  readonly port: number;
  /**
   * Whether a program that only gets `resolver` and `port` finds every server. Otherwise `dial` is needed: on a
   * system with one loopback address, and where addresses of the spec are published.
   */
  readonly reachableWithoutDial: boolean;
  /**
   * Connects to the server of a published address, whatever the port. No address leaves the machine: one that the
   * world does not have is unreachable, and noted in `strays`.
   */
  readonly dial: (address: string, port: number) => Socket;
  readonly strays: readonly string[];
  /** The servers by host, without those that are unreachable. */
  readonly servers: ReadonlyMap<string, readonly LabSmtp[]>;
  /** What the DNS gives for each host. */
  readonly addresses: ReadonlyMap<string, readonly string[]>;
  readonly roots: readonly LabCertificate[];
  /** The connections of all servers in the order in which they began. */
  connections(): readonly (LabConnection & { readonly host: string; readonly address: string })[];
  close(): Promise<void>;
}

/** Where one address has to do for all: a port on which nothing listens, not even by chance. */
const REFUSING_PORT = 1;

/** An address with its server, or with the port that refuses. */
interface Standing {
  readonly place: Place;
  readonly port: number;
  readonly server: LabSmtp | null;
}

/**
 * Starts a world: one DNS server, and the SMTP servers of all its hosts.
 * @throws what listening throws, and what the spec's TLS options throw
 */
export async function startWorld(spec: WorldSpec, options: WorldOptions = {}): Promise<LabWorld> {
  const manyAddresses = options.manyAddresses ?? (await canListen('127.0.0.2'));
  const places = allotPlaces(spec, { manyAddresses, publish: options.publish ?? 'spec' });
  const { port, standings } = await standAll(
    [...new Set([...places.values()].flat())],
    options.onConnection,
  );
  const dns = await startDnsServer({ zone: worldZone(spec, places) });
  const strays: string[] = [];
  return {
    resolver: `${dns.address}:${dns.port}`,
    dns,
    port,
    reachableWithoutDial: standings.every(
      (one) => one.port === port && one.place.stand === one.place.published,
    ),
    dial: dialler(standings, strays),
    strays,
    servers: serversByHost(places, standings),
    addresses: new Map([...places].map(([host, own]) => [host, own.map((one) => one.published)])),
    roots: spec.roots ?? [],
    connections: () => allConnections(standings),
    close: async () => {
      await Promise.all([dns.close(), closeServers(standings)]);
    },
  };
}

async function canListen(address: string): Promise<boolean> {
  const server = createServer().listen(0, address);
  try {
    await once(server, 'listening');
    return true;
  } catch {
    return false;
  } finally {
    server.close();
  }
}

async function standAll(
  places: readonly Place[],
  onConnection: WorldOptions['onConnection'],
): Promise<{ port: number; standings: readonly Standing[] }> {
  for (let attempt = 1; ; attempt++) {
    const port = await freePort();
    const results = await Promise.allSettled(
      places.map((place) => stand(place, port, onConnection)),
    );
    const standings = results.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
    const failed = results.find((one) => one.status === 'rejected');
    if (!failed) return { port, standings };
    await closeServers(standings);
    // Another process may have the port at one of the addresses: there are more ports.
    const taken = (failed.reason as NodeJS.ErrnoException).code === 'EADDRINUSE';
    if (!taken || attempt === 5) throw failed.reason;
  }
}

async function stand(
  place: Place,
  port: number,
  onConnection: WorldOptions['onConnection'],
): Promise<Standing> {
  const { behaviour, host, stand: address, onePort } = place;
  if (behaviour === 'unreachable') {
    return { place, port: onePort ? port : REFUSING_PORT, server: null };
  }
  const server = await startSmtpServer({
    ...{ address, port: onePort ? port : 0, name: host, behaviour },
    onConnection: (connection) => onConnection?.({ ...connection, host }),
  });
  return { place, port: server.port, server };
}

async function closeServers(standings: readonly Standing[]): Promise<void> {
  await Promise.all(standings.flatMap(({ server }) => server?.close() ?? []));
}

/** A port on which nothing listens at this moment. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

function dialler(standings: readonly Standing[], strays: string[]): LabWorld['dial'] {
  const routes = new Map(standings.map((one) => [one.place.published, one]));
  return (address) => {
    const route = routes.get(address);
    if (route) return connect({ host: route.place.stand, port: route.port });
    strays.push(address);
    const error = Object.assign(new Error(`no ${address} in this world`), { code: 'EHOSTUNREACH' });
    return new Socket().destroy(error);
  };
}

function serversByHost(places: Places, standings: readonly Standing[]): LabWorld['servers'] {
  const byPlace = new Map(standings.map(({ place, server }) => [place, server]));
  return new Map(
    [...places].map(([host, own]) => [host, own.flatMap((place) => byPlace.get(place) ?? [])]),
  );
}

function allConnections(standings: readonly Standing[]): ReturnType<LabWorld['connections']> {
  return standings
    .flatMap(({ place: { host, published }, server }) =>
      (server?.connections ?? []).map((one) => ({ ...one, host, address: published })),
    )
    .sort((a, b) => a.startedAt - b.startedAt);
}
