import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startDaemon, type Daemon } from '../servers/daemon.ts';
import { freePort } from '../servers/free-port.ts';
import { whetherInstalled, type Availability } from '../servers/served.ts';

/** Where the server of the lists and the resolver stand; nothing else of this project uses the addresses. */
const LISTS = '127.62.53.1';
const RESOLVER = '127.62.53.2';

const RBLDNSD = '/usr/sbin/rbldnsd';
const UNBOUND = '/usr/sbin/unbound';

/** A list of IPv4 and IPv6 addresses, one of IPv4 alone, one of names, and one that refuses. */
export const ZONES = {
  both: 'both.bl.test',
  plain: 'plain.bl.test',
  refusing: 'refusing.bl.test',
  names: 'names.bl.test',
} as const;

/** rbldnsd(8) with its lists, and unbound before it, which knows some other names as well. */
export interface ServedLists {
  /** `IP:PORT` of the resolver. */
  readonly resolver: string;
  /** The names that rbldnsd was asked for, with their types: `2.0.0.127.both.bl.test A`. */
  asked(): string[];
  stop(): Promise<void>;
}

export function listsAvailable(): Availability {
  return whetherInstalled('rbldnsd and unbound', [RBLDNSD, UNBOUND]);
}

/**
 * Starts the lists. @param folder an empty folder. @param listed the IPv4 addresses that are on the lists of addresses.
 * @param names what the resolver knows besides, as in a zone file.
 */
export async function startLists(
  folder: string,
  { listed, names }: { listed: readonly string[]; names: readonly string[] },
): Promise<ServedLists> {
  // rbldnsd does not run as root: its account has to read the zones and to write its log.
  chmodSync(folder, 0o777);
  const file = (name: string, lines: readonly string[]): string => {
    writeFileSync(join(folder, name), `${lines.join('\n')}\n`);
    return name;
  };
  const { both, plain, refusing, names: dn } = ZONES;
  const set = ['127.0.0.2', ...listed];
  const zones = [
    `${both}:ip4set:${file('four', [':127.0.0.4:Spam seen 2026-01-02, see https://bl.test/?$', ...set])}`,
    `${both}:ip6trie:${file('six', [':127.0.0.2:Listed', '0:0:0:0:0:ffff:7f00:0002'])}`,
    `${plain}:ip4tset:${file('trivial', [':127.0.0.2:Listed', ...set])}`,
    `${refusing}:ip4set:${file('refusing', [':127.255.255.254:public resolver', ...set])}`,
    `${dn}:dnset:${file('names', [':127.0.0.2:Listed', 'spam.example'])}`,
  ];
  const port = await freePort(LISTS);
  const log = join(folder, 'queries.log');
  writeFileSync(log, '');
  chmodSync(log, 0o666);
  const options = ['-n', '-u', 'nobody', '-b', `${LISTS}/${port}`, '-w', folder, '-l', `+${log}`];
  const child = spawn(RBLDNSD, [...options, ...zones], { stdio: ['ignore', 'pipe', 'pipe'] });
  const kill = (): void => void child.kill('SIGKILL');
  process.once('exit', kill);
  await serving(child);
  const resolverPort = await freePort(RESOLVER);
  const conf = join(folder, 'unbound.conf');
  writeFileSync(conf, unboundConf(folder, { port, resolverPort, names }));
  let unbound: Daemon;
  try {
    unbound = await startDaemon({
      command: UNBOUND,
      args: ['-d', '-p', '-c', conf],
      ready: { address: RESOLVER, port: resolverPort },
    });
  } catch (error) {
    kill();
    throw error;
  }
  return {
    resolver: `${RESOLVER}:${resolverPort}`,
    // 1700000000 127.0.0.1 2.0.0.127.both.bl.test A IN: NOERROR/1/61
    asked: () =>
      readFileSync(log, 'utf8')
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => line.split(' ').slice(2, 4).join(' ').toLowerCase()),
    async stop() {
      process.removeListener('exit', kill);
      await unbound.stop();
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      await ended;
    },
  };
}

/** Waits until it says that it serves. Throws an Error with what it printed where it ends before. */
async function serving(child: ReturnType<typeof spawn>): Promise<void> {
  let printed = '';
  await new Promise<void>((resolve, reject) => {
    const take = (bytes: Buffer): void => {
      printed += bytes.toString('latin1');
      if (/zones (?:re)?loaded/.test(printed)) resolve();
    };
    child.stdout?.on('data', take);
    child.stderr?.on('data', take);
    child.once('error', reject);
    child.once('exit', () => {
      reject(new Error(`rbldnsd does not serve: ${printed}`));
    });
  });
}

/** unbound.conf(5): the lists are at rbldnsd, some names are its own, and no other exists. */
function unboundConf(
  folder: string,
  { port, resolverPort, names }: { port: number; resolverPort: number; names: readonly string[] },
): string {
  return `server:
  interface: ${RESOLVER}
  port: ${resolverPort}
  access-control: 127.0.0.0/8 allow
  directory: "${folder}"
  chroot: ""
  username: ""
  use-syslog: no
  do-daemonize: no
  do-ip6: no
  do-not-query-localhost: no
  module-config: "iterator"
  num-threads: 1
  local-zone: "." static
  local-zone: "bl.test." transparent
${names.map((line) => `  local-data: "${line}"\n`).join('')}remote-control:
  control-enable: no
${Object.values(ZONES)
  .map((zone) => `stub-zone:\n  name: "${zone}"\n  stub-addr: ${LISTS}@${port}\n`)
  .join('')}`;
}
