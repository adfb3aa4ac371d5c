import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startDaemons, type Daemon } from '../servers/daemon.ts';
import { freePort } from '../servers/free-port.ts';
import { whetherInstalled, type Availability } from '../servers/served.ts';
import { writeZone, type ZoneFile, type ZoneSpec } from './signed-zone.ts';

/** Where the authoritative server of signed names stands; nothing else of this project uses the address. */
const AUTHORITATIVE = '127.61.53.1';
/** Where the validating resolver stands, at port 53, as resolv.conf(5) knows no other. */
const RESOLVER = '127.61.53.2';

const NSD = '/usr/sbin/nsd';
const UNBOUND = '/usr/sbin/unbound';

/** A validating resolver that knows the names of these zones and no others. */
export interface SignedNames {
  readonly daemons: readonly Daemon[];
  /** Its address, at port 53. */
  readonly resolver: string;
}

/** Whether nsd, unbound and the tools that sign zones are installed and can be started. */
export function signedNamesAvailable(): Availability {
  const tools = ['/usr/bin/ldns-keygen', '/usr/bin/ldns-signzone'];
  return whetherInstalled('nsd, unbound and ldnsutils', [NSD, UNBOUND, ...tools]);
}

/**
 * Signs the zones and a root above them, starts nsd with them all, and unbound with the key of the root as its trust
 * anchor. No query leaves the machine.
 * @param folder an empty folder
 * @throws Error when a zone cannot be signed, or one of the two does not serve
 */
export async function startSignedNames(
  folder: string,
  zones: readonly ZoneSpec[],
): Promise<SignedNames> {
  const port = await freePort(AUTHORITATIVE);
  const children = zones.map(({ lines, ...zone }) =>
    writeZone(folder, { ...zone, lines: [...apex(), ...lines] }),
  );
  const root = writeZone(folder, { origin: '.', lines: [...apex(), ...children.flatMap(cut)] });
  if (root.ds === null) throw new Error('the root is not signed');
  writeFileSync(join(folder, 'nsd.conf'), nsdConf(folder, port, [root, ...children]));
  writeFileSync(join(folder, 'unbound.conf'), unboundConf(folder, port, root.ds, children));
  const daemons = await startDaemons([
    {
      command: NSD,
      args: ['-d', '-c', join(folder, 'nsd.conf')],
      ready: { address: AUTHORITATIVE, port },
    },
    {
      command: UNBOUND,
      args: ['-d', '-p', '-c', join(folder, 'unbound.conf')],
      ready: { address: RESOLVER, port: 53 },
    },
  ]);
  return { daemons, resolver: RESOLVER };
}

function apex(): readonly string[] {
  return ['@ NS ns.dane.test.'];
}

/** The delegation of a zone, with its DS record where it has one. */
function cut({ origin, ds }: ZoneFile): readonly string[] {
  return [`${origin} NS ns.dane.test.`, ...(ds === null ? [] : [ds])];
}

/** nsd.conf(5). */
function nsdConf(folder: string, port: number, zones: readonly ZoneFile[]): string {
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
${zones.map(({ origin, file }) => `zone:\n  name: "${origin}"\n  zonefile: "${file}"\n`).join('')}`;
}

/** unbound.conf(5). By default it refuses the name test (RFC 6761), and asks no loopback server. */
function unboundConf(
  folder: string,
  port: number,
  anchor: string,
  zones: readonly ZoneFile[],
): string {
  const stub = (name: string): string => `stub-zone:
  name: "${name}"
  stub-addr: ${AUTHORITATIVE}@${port}
`;
  return `server:
  interface: ${RESOLVER}
  port: 53
  access-control: 127.0.0.0/8 allow
  directory: "${folder}"
  chroot: ""
  username: ""
  use-syslog: no
  do-daemonize: no
  do-ip6: no
  do-not-query-localhost: no
  local-zone: "test." nodefault
  trust-anchor: "${anchor.replaceAll('\t', ' ')}"
  num-threads: 1
remote-control:
  control-enable: no
${[stub('.'), ...zones.map(({ origin }) => stub(origin))].join('')}`;
}
