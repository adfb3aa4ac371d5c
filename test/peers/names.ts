import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startDaemons, type Daemon } from './servers/daemon.ts';
import { freePort } from './servers/free-port.ts';
import { whetherInstalled, ZONE, type Availability, type Served } from './servers/served.ts';
import { DOMAINS } from './domains.ts';

/** Where the authoritative server stands; nothing else of this project uses the address. */
const AUTHORITATIVE = '127.60.53.1';

const NSD = '/usr/sbin/nsd';
const UNBOUND = '/usr/sbin/unbound';

/** A resolver that knows the names of the peers and no others. */
export interface Names {
  readonly daemons: readonly Daemon[];
  /** IP:PORT, as --resolver takes it. */
  readonly resolver: string;
}

/** What has a mail domain, an MX host and an address. */
type NamedServer = Pick<Served, 'name' | 'host' | 'address'>;

/** Whether nsd and unbound are installed and can be started. */
export function namesAvailable(): Availability {
  return whetherInstalled('nsd and unbound', [NSD, UNBOUND]);
}

/**
 * Starts nsd, authoritative for the root and for the zone of the peers, and unbound as the resolver before it. No query
 * leaves the machine, as the root is there too.
 * @param folder an empty folder
 * @throws Error when one of the two does not serve
 */
export async function startNames(folder: string, served: readonly NamedServer[]): Promise<Names> {
  const authoritativePort = await freePort(AUTHORITATIVE);
  const port = await freePort('127.0.0.1');
  writeFileSync(join(folder, 'root.zone'), rootZone());
  writeFileSync(join(folder, 'peers.zone'), peersZone(served));
  writeFileSync(join(folder, 'nsd.conf'), nsdConf(folder, authoritativePort));
  writeFileSync(join(folder, 'unbound.conf'), unboundConf(folder, port, authoritativePort));
  const daemons = await startDaemons([
    {
      command: NSD,
      args: ['-d', '-c', join(folder, 'nsd.conf')],
      ready: { address: AUTHORITATIVE, port: authoritativePort },
    },
    {
      command: UNBOUND,
      args: ['-d', '-p', '-c', join(folder, 'unbound.conf')],
      ready: { address: '127.0.0.1', port },
    },
  ]);
  return { daemons, resolver: `127.0.0.1:${port}` };
}

/** nsd.conf(5). */
function nsdConf(folder: string, port: number): string {
  return `server:
  ip-address: ${AUTHORITATIVE}@${port}
  server-count: 1
  username: root
  zonesdir: "${folder}"
  database: ""
  pidfile: ""
  xfrdfile: "${folder}/xfrd.state"
  xfrdir: "${folder}"
  zonelistfile: "${folder}/zone.list"
remote-control:
  control-enable: no
zone:
  name: "."
  zonefile: "root.zone"
zone:
  name: "${ZONE}"
  zonefile: "peers.zone"
`;
}

/** unbound.conf(5). By default it refuses the name test (RFC 6761), and asks no loopback server. */
function unboundConf(folder: string, port: number, authoritativePort: number): string {
  const stub = (name: string): string => `stub-zone:
  name: "${name}"
  stub-addr: ${AUTHORITATIVE}@${authoritativePort}
`;
  return `server:
  interface: 127.0.0.1
  port: ${port}
  access-control: 127.0.0.0/8 allow
  directory: "${folder}"
  chroot: ""
  username: ""
  use-syslog: no
  do-daemonize: no
  do-ip6: no
  do-not-query-localhost: no
  local-zone: "test." nodefault
  domain-insecure: "."
  num-threads: 1
remote-control:
  control-enable: no
${stub('.')}${stub(ZONE)}`;
}

function rootZone(): string {
  return zone('.', [`${ZONE}. NS ns.${ZONE}.`, `ns.${ZONE}. A ${AUTHORITATIVE}`]);
}

/** A domain with one MX for each endpoint, the domains of the table, and a delegation to a server that does not exist. */
function peersZone(served: readonly NamedServer[]): string {
  return zone(`${ZONE}.`, [
    ...served.map(({ name, host }) => `${name} MX 10 ${host}.`),
    ...served.map(({ host, address }) => `${host}. A ${address}`),
    ...Object.values(DOMAINS).flatMap(({ records }) => records),
    'dead NS ns.nowhere',
  ]);
}

function zone(origin: string, records: readonly string[]): string {
  return [
    `$ORIGIN ${origin}`,
    '$TTL 60',
    `@ SOA ns.${ZONE}. hostmaster.${ZONE}. 1 3600 600 86400 60`,
    `@ NS ns.${ZONE}.`,
    ...(origin === '.' ? [] : [`ns A ${AUTHORITATIVE}`]),
    ...records,
    '',
  ].join('\n');
}
