import { spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { startDaemon, type Daemon } from '../servers/daemon.ts';
import { writeEximChain } from '../servers/exim.ts';
import type { Sink } from './mail-server.ts';

const CHROOT = '/usr/sbin/chroot';

/** The lines of the configuration of Exim that are tried. */
export interface EximLines {
  /** For the top of the configuration. */
  readonly macros: readonly string[];
  /** For the smtp transport. */
  readonly transport: readonly string[];
}

/**
 * Starts an Exim that takes every message at the addresses of the sinks, and throws it away.
 * @param root made by `makeEximRoot`
 */
export function startEximSinks(
  root: string,
  port: number,
  sinks: readonly Sink[],
): Promise<Daemon> {
  for (const { address, presents } of sinks) {
    if (presents !== null) writeEximChain(root, address, presents);
  }
  const config = `${common('sinks')}
daemon_smtp_ports = ${port}
local_interfaces = ${sinks.map(({ address }) => address).join(' : ')}
pid_file_path = /var/run/sinks.pid
tls_certificate = /etc/$received_ip_address.crt
tls_privatekey = /etc/$received_ip_address.key
tls_advertise_hosts = \${if exists{/etc/$received_ip_address.crt}{*}{}}
acl_smtp_rcpt = takes
begin acl
takes:
  accept
begin routers
away:
  driver = redirect
  data = :blackhole:
begin transports
`;
  writeFileSync(join(root, 'etc/sinks.conf'), config);
  return startDaemon({
    command: CHROOT,
    args: [root, '/usr/sbin/exim4', '-C', '/etc/sinks.conf', '-bdf'],
    ready: { address: sinks[0]?.address ?? '', port },
  });
}

/** Writes the configuration of an Exim that delivers to MX hosts on a port, with these lines. */
export function writeEximSender(root: string, port: number, lines: EximLines): void {
  const config = `${lines.macros.join('\n')}
${common('sender')}
begin routers
mx:
  driver = dnslookup
  transport = mx
begin transports
mx:
  driver = smtp
  port = ${port}
  ${lines.transport.join('\n  ')}
begin retry
* * F,1h,1h
`;
  writeFileSync(join(root, 'etc/sender.conf'), config);
}

function common(name: string): string {
  return `primary_hostname = ${name}.test
spool_directory = /var/spool/exim4/${name}
log_file_path = /var/log/exim4/${name}-%slog
keep_environment =
host_lookup =
rfc1413_query_timeout = 0s
log_selector = +tls_certificate_verified`;
}

/**
 * Hands a message to Exim, which tries once to deliver it.
 * @param others to whom it goes as well
 * @returns the lines of its log about the message: `=>` a delivery, `==` a recipient for whom it waits
 * @throws Error where it says nothing
 */
export async function deliverByExim(
  root: string,
  recipient: string,
  ...others: readonly string[]
): Promise<string> {
  // A host that gave no TLS to an earlier message would not be asked again for a while.
  rmSync(join(root, 'var/spool/exim4/sender/db'), { recursive: true, force: true });
  const options = ['-C', '/etc/sender.conf', '-odf', '-f', '<>'];
  const args = [root, '/usr/sbin/exim4', ...options, recipient, ...others];
  const exim = spawn(CHROOT, args, { stdio: ['pipe', 'ignore', 'pipe'] });
  exim.stdin.end('Subject: test\n\ntest\n');
  const said = await text(exim.stderr);
  const file = join(root, 'var/log/exim4/sender-mainlog');
  const log = existsSync(file) ? readFileSync(file, 'utf8').split('\n') : [];
  const line = log.find((each) => / (?:=>|==|\*\*) /.test(each) && each.includes(` ${recipient} `));
  const id = line?.split(' ')[2];
  if (id === undefined) throw new Error(`nothing became of ${recipient}: ${said}`);
  return log.filter((each) => each.includes(` ${id} `)).join('\n');
}
