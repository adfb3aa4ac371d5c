import { chmodSync, chownSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { execFileSync } from 'node:child_process';
import { basename, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { startDaemon, type Daemon } from '../servers/daemon.ts';
import { chainFile, type Presented } from '../servers/pki.ts';
import { postfixAvailable, makeQueue } from '../servers/postfix.ts';
import { whetherInstalled, type Availability } from '../servers/served.ts';

const SBIN = '/usr/lib/postfix/sbin';
const UNSHARE = '/usr/bin/unshare';

/** Where the sending Postfix takes messages. */
export const SUBMISSION = '127.60.20.1';

/** A server that takes every message and throws it away. */
export interface Sink {
  readonly host: string;
  readonly address: string;
  /** Null: it does not offer STARTTLS. */
  readonly presents: Presented | null;
}

/** A Postfix that delivers to sinks, which are services of its own. */
export interface MailServer extends Daemon {
  /** Its log since it was started. */
  readonly log: () => string;
}

/** Whether Postfix can be started with a resolver of its own. */
export function mailServerAvailable(): Availability {
  const postfix = postfixAvailable();
  if (!postfix.ok) return postfix;
  const programs = ['smtp', 'qmgr', 'cleanup', 'trivial-rewrite', 'bounce', 'discard'];
  const installed = whetherInstalled('Postfix', [
    ...programs.map((program) => join(SBIN, program)),
    '/usr/sbin/postmap',
    UNSHARE,
  ]);
  if (!installed.ok) return installed;
  try {
    execFileSync(UNSHARE, ['-m', 'true'], { stdio: 'ignore' });
    return installed;
  } catch {
    return { ok: false, reason: 'no mount namespace can be made here' };
  }
}

/** The text of /etc/resolv.conf that names one resolver. */
export function resolvConf(resolver: string): string {
  return `nameserver ${resolver}\noptions timeout:2 attempts:1\n`;
}

/**
 * Starts a Postfix in a mount namespace where other files stand in the place of files of this machine. It tries each message
 * once.
 * @param folder an empty folder that every account may enter
 * @param inPlaceOf the texts of these files, by their paths; @param settings lines of main.cf; @param services lines of
 * master.cf, beside those of every mail server
 */
export async function startMailServer(
  folder: string,
  spec: {
    port: number;
    inPlaceOf: Readonly<Record<string, string>>;
    sinks: readonly Sink[];
    settings: readonly string[];
    services: readonly string[];
  },
): Promise<MailServer> {
  const { port, inPlaceOf, sinks, settings, services } = spec;
  const mounts = Object.entries(inPlaceOf).map(([path, text]) => {
    const own = join(folder, basename(path));
    writeFileSync(own, text);
    return `mount --bind ${own} ${path} && `;
  });
  writeFileSync(join(folder, 'main.cf'), [...mainCf(folder, port), ...settings, ''].join('\n'));
  const sinkLines = sinks.map((sink) => sinkService(folder, port, sink));
  writeFileSync(
    join(folder, 'master.cf'),
    [...sinkLines, ...services, ...SERVICES(port), ''].join('\n'),
  );
  makeQueue(folder);
  for (const name of QUEUES) makeFolder(join(folder, 'queue', name));
  const log = (): string =>
    existsSync(join(folder, 'log')) ? readFileSync(join(folder, 'log'), 'utf8') : '';
  const master = `exec ${join(SBIN, 'master')} -c ${folder} -d`;
  const daemon = await startDaemon({
    command: UNSHARE,
    args: ['-m', 'sh', '-c', mounts.join('') + master],
    ready: { address: SUBMISSION, port },
  }).catch((error: unknown) => {
    throw new Error(`${String(error)}\n${log()}`);
  });
  return { ...daemon, log };
}

const WAIT_MS = 20_000;
const POLL_MS = 50;

/** What the SMTP client of Postfix made of the message to an address: the status and its reason, as its log has them. */
export async function fateOf({ log }: MailServer, recipient: string): Promise<string> {
  const deadline = performance.now() + WAIT_MS;
  const line = new RegExp(`postfix/smtp\\[.*to=<${recipient}>.*status=(.*)$`, 'm');
  for (;;) {
    const [, status] = line.exec(log()) ?? [];
    if (status !== undefined) return status;
    if (performance.now() > deadline) throw new Error(`nothing became of ${recipient}:\n${log()}`);
    await sleep(POLL_MS);
  }
}

const QUEUES = [
  'maildrop',
  'incoming',
  'active',
  'deferred',
  'defer',
  'bounce',
  'trace',
  'corrupt',
];

function makeFolder(path: string): void {
  mkdirSync(path, { recursive: true });
  chmodSync(path, 0o700);
  const id = (kind: string) => Number(execFileSync('id', [kind, 'postfix'], { encoding: 'utf8' }));
  chownSync(path, id('-u'), id('-g'));
}

function mainCf(folder: string, port: number): string[] {
  return [
    'compatibility_level = 3.6',
    `queue_directory = ${folder}/queue`,
    `data_directory = ${folder}/data`,
    `maillog_file = ${folder}/log`,
    `maillog_file_prefixes = ${folder}`,
    'myhostname = sender.test',
    'mydestination =',
    'mynetworks = 127.0.0.0/8',
    'alias_maps =',
    'alias_database =',
    'local_recipient_maps =',
    'smtpd_peername_lookup = no',
    'smtpd_relay_restrictions = permit_mynetworks, reject',
    `smtp_tcp_port = ${port}`,
    'smtp_tls_security_level = may',
    'minimal_backoff_time = 1h',
    'queue_run_delay = 1h',
    'notify_classes =',
  ];
}

function sinkService(folder: string, port: number, { host, address, presents }: Sink): string {
  const chain = join(folder, `${host}.pem`);
  if (presents !== null) writeFileSync(chain, chainFile(presents), { mode: 0o600 });
  const tls =
    presents === null
      ? ['smtpd_tls_security_level=none']
      : ['smtpd_tls_security_level=may', `smtpd_tls_chain_files=${chain}`];
  const settings = [`myhostname=${host}`, 'content_filter=discard:', ...tls];
  return [
    `${address}:${port} inet n - n - - smtpd`,
    ...settings.map((each) => `  -o ${each}`),
  ].join('\n');
}

/** master(5); the service that takes messages comes last, as the sign that all are served. */
const SERVICES = (port: number): string[] => [
  'cleanup unix n - n - 0 cleanup',
  'qmgr unix n - n 300 1 qmgr',
  'tlsmgr unix - - n - 1 tlsmgr',
  'rewrite unix - - n - - trivial-rewrite',
  'bounce unix - - n - 0 bounce',
  'defer unix - - n - 0 bounce',
  'trace unix - - n - 0 bounce',
  'verify unix - - n - 1 verify',
  'smtp unix - - n - - smtp',
  'relay unix - - n - - smtp',
  'error unix - - n - - error',
  'retry unix - - n - - error',
  'discard unix - - n - - discard',
  'anvil unix - - n - 1 anvil',
  'scache unix - - n - 1 scache',
  'postlog unix-dgram n - n - 1 postlogd',
  `${SUBMISSION}:${port} inet n - n - - smtpd`,
];
