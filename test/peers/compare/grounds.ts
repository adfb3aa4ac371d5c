import { spawnSync } from 'node:child_process';
import { startDaemons } from '../servers/daemon.ts';
import { freePort } from '../servers/free-port.ts';
import { hasJava } from '../java/old-tls.ts';
import { startNames } from '../names.ts';
import { makePki, type Pki } from '../servers/pki.ts';
import { hostOf, type Availability, type Served } from '../servers/served.ts';
import { KINDS, subfolder, type Ground } from '../world.ts';
import { startFront, type FrontSpec } from './front.ts';
import { prepareGnutls } from './gnutls-serv.ts';
import { JDK_NAMES, startJdk } from './jdk.ts';
import type { Behind, Personality, Wanted } from './personality.ts';
import { prepareSServers } from './s-server.ts';
import { truthOf, type LibraryTruth } from './truth-facts.ts';
import type { Truth } from './facts.ts';

/** Everything that serves, and what a tool needs to be sent there. */
export interface Grounds {
  readonly personalities: readonly Personality[];
  /** IP:PORT of a resolver that knows their names. */
  readonly resolver: string;
  /** Where every front listens. */
  readonly port: number;
  readonly rootPem: string;
  /** Kinds of server that this machine lacks, each with the reason. */
  readonly absent: readonly string[];
  readonly close: () => Promise<void>;
}

/** A server that runs, before its front is put up. */
interface Standing {
  readonly kind: string;
  readonly name: string;
  readonly behind: FrontSpec['behind'];
  readonly speaksSmtp: boolean;
  readonly truth: Truth;
}

/** The third number of the fronts' addresses, 127.62.N.x; nothing else of this project stands below 127.62. */
const NETS = ['Postfix', 'Exim', 'OpenSMTPD', 's_server', 'gnutls-serv', 'JDK'];

/**
 * Debian's OpenSSL has no export, RC4 or 3DES suites. Postfix accepts anonymous ones where TLS is not required, and leaves
 * the group to OpenSSL. GnuTLS has none of these in its priority NORMAL.
 */
const LIBRARIES: Readonly<Record<string, LibraryTruth>> = {
  Postfix: { weak: ['anonymous'], dhe: 'as the key' },
  Exim: { weak: [], dhe: null },
  OpenSMTPD: { weak: [], dhe: null },
};

/**
 * Starts all servers, a front before each, and their names.
 * @param wanted which personalities get a front, by name; kinds of server with none of them are not started
 * @throws Error when one does not serve
 */
export async function startGrounds(ground: Ground, wanted: Wanted): Promise<Grounds> {
  const pki = await makePki();
  const port = await freePort('127.62.0.1');
  const absent: string[] = [];
  const standing = [...(await startMailServers(ground, pki, wanted, absent))];
  standing.push(...(await startBehind(ground, pki, wanted, absent)));
  const jdk = hasJava ? await startJdk(wanted) : null;
  if (jdk === null && JDK_NAMES.some(wanted)) absent.push('JDK: no java');
  for (const { name, port: own, truth } of jdk?.servers ?? []) {
    const behind = { address: '127.0.0.1', port: own };
    standing.push({ kind: 'JDK', name, behind, speaksSmtp: true, truth });
  }
  const personalities = await Promise.all(
    standing
      .filter(({ name }) => wanted(name))
      .map((each, i) => putUpFront(each, `127.62.${NETS.indexOf(each.kind)}.${i + 1}`, port)),
  );
  const names = await startNames(subfolder(ground, 'names'), personalities);
  ground.daemons.push(...names.daemons);
  const close = async (): Promise<void> => {
    for (const { front } of personalities) await front.close();
    for (const java of jdk?.running ?? []) await java.close();
  };
  return { personalities, resolver: names.resolver, port, rootPem: pki.root.pem, absent, close };
}

async function putUpFront(
  { kind, name, behind, speaksSmtp, truth }: Standing,
  address: string,
  port: number,
): Promise<Personality> {
  const host = hostOf(name);
  const greets = speaksSmtp ? {} : { greets: host };
  const front = await startFront({ place: { address, port }, behind, ...greets });
  return { kind, name, host, address, front, truth };
}

async function startMailServers(
  ground: Ground,
  pki: Pki,
  wanted: Wanted,
  absent: string[],
): Promise<readonly Standing[]> {
  const port = await freePort('127.60.0.1');
  const standing: Standing[] = [];
  for (const { name: kind, available, personalities, start } of KINDS) {
    if (!personalities.some(wanted)) continue;
    if (!available.ok) {
      absent.push(available.reason);
      continue;
    }
    const running = await start(subfolder(ground, kind), port, pki);
    ground.daemons.push(...running.daemons);
    standing.push(...running.served.map((served) => standingOf(kind, served, port)));
  }
  return standing;
}

function standingOf(kind: string, { name, address, truth }: Served, port: number): Standing {
  const library = LIBRARIES[kind];
  if (library === undefined) throw new Error(`${kind}: nothing is known of its library`);
  const behind = { address, port };
  return { kind, name, behind, speaksSmtp: true, truth: truthOf(truth, library) };
}

/** Starts the servers that speak TLS alone. */
async function startBehind(
  ground: Ground,
  pki: Pki,
  wanted: Wanted,
  absent: string[],
): Promise<readonly Standing[]> {
  const standing: Standing[] = [];
  for (const [kind, program, prepare] of BEHIND) {
    const available = whetherRuns(program);
    if (!available.ok) {
      absent.push(available.reason);
      continue;
    }
    const servers: readonly Behind[] = await prepare(subfolder(ground, kind), pki, wanted);
    ground.daemons.push(...(await startDaemons(servers.map(({ daemon }) => daemon))));
    for (const { name, port, truth } of servers) {
      const behind = { address: '127.0.0.1', port };
      standing.push({ kind, name, behind, speaksSmtp: false, truth });
    }
  }
  return standing;
}

const BEHIND = [
  ['s_server', 'openssl', prepareSServers],
  ['gnutls-serv', 'gnutls-serv', prepareGnutls],
] as const;

function whetherRuns(program: string): Availability {
  return spawnSync(program, ['--version']).error === undefined
    ? { ok: true }
    : { ok: false, reason: `${program}: not installed` };
}
