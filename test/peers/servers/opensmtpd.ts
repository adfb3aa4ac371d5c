import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startDaemon, type Daemon, type DaemonSpec } from './daemon.ts';
import { validChain, type Pki, type Presented } from './pki.ts';
import { makeRoot, unpackedRoot, type Account } from './root.ts';
import { hostOf, whetherInstalled, type Availability, type Running } from './served.ts';
import { ONLY_13_AND_12_KNOWN, PLAINTEXT, type EndpointTruth } from '../truth.ts';

interface OpensmtpdPersonality {
  /** The last part of its address. */
  readonly octet: number;
  /** What follows `listen on ADDRESS port PORT`. */
  readonly listens: string;
  readonly truth: EndpointTruth;
}

/**
 * How each OpenSMTPD listener differs, and what the snapshot must then say of it. The 6.8.0p2 of Debian 12 says 220 to
 * STARTTLS, and its server key then cannot sign under OpenSSL 3: every handshake ends with the alert internal_error.
 */
export const OPENSMTPD = {
  opensmtpd: {
    octet: 1,
    listens: 'tls pki lab',
    truth: {
      ...PLAINTEXT,
      outcome: 'tls-failed',
      failure: { stage: 'handshake', code: 'tls-alert' },
      starttls: 'offered',
      // A hello is answered up to the certificate, which it does not have.
      tls: { version: null, versions: ONLY_13_AND_12_KNOWN },
      problems: [],
      notes: ['certificate-not-seen'],
    },
  },
  'opensmtpd-plaintext': {
    octet: 2,
    listens: '',
    truth: PLAINTEXT,
  },
} as const satisfies Record<string, OpensmtpdPersonality>;

const EMPTY = '/var/lib/opensmtpd/empty';

const ACCOUNTS: readonly Account[] = [
  { name: 'opensmtpd', id: 64_997, home: EMPTY },
  { name: 'opensmtpq', id: 64_998, home: EMPTY },
];

/** The release that the table is about. */
const RELEASE = '6.8.0p2';

/** Whether OpenSMTPD is unpacked, in the release that the table is about, and can be started. */
export function opensmtpdAvailable(): Availability {
  const root = unpackedRoot('opensmtpd');
  const versionFile = join(root, 'unpacked');
  const installed = whetherInstalled('OpenSMTPD', [versionFile, join(root, 'usr/sbin/smtpd')]);
  if (!installed.ok) return installed;
  const version = readFileSync(versionFile, 'utf8').trim();
  return version.startsWith(RELEASE)
    ? installed
    : { ok: false, reason: `OpenSMTPD: ${version} is not the ${RELEASE} of the table` };
}

/**
 * Starts one OpenSMTPD with a listener for every personality. Its one rule rejects every message.
 * @param folder a folder that every account may enter
 * @throws Error when it does not serve
 */
export async function startOpensmtpd(folder: string, port: number, pki: Pki): Promise<Running> {
  const personalities = Object.entries<OpensmtpdPersonality>(OPENSMTPD);
  const presented = await validChain(pki, hostOf('opensmtpd'));
  const ready = { address: addressOf(OPENSMTPD.opensmtpd), port };
  const daemon = await startSmtpd(folder, presented, configuration(port), ready);
  const served = personalities.map(([name, personality]) => ({
    name,
    host: hostOf(name),
    address: addressOf(personality),
    presented: [],
    truth: personality.truth,
  }));
  return { daemons: [daemon], served };
}

/**
 * Starts an OpenSMTPD in a root folder of its own.
 * @param folder that every account may enter; @param lines of smtpd.conf(5), which may name the pki `lab`
 */
export function startSmtpd(
  folder: string,
  presented: Presented,
  lines: readonly string[],
  ready: DaemonSpec['ready'],
): Promise<Daemon> {
  const root = join(folder, 'opensmtpd');
  makeRoot('opensmtpd', root, ACCOUNTS);
  for (const path of [EMPTY, '/var/run', '/var/mail'])
    mkdirSync(join(root, path), { recursive: true });
  mkdirSync(join(root, 'var/spool/smtpd'), { recursive: true, mode: 0o711 });
  writeFileSync(join(root, 'etc/lab.crt'), presented.map(({ pem }) => pem).join('\n'));
  writeFileSync(join(root, 'etc/lab.key'), presented[0].keyPem, { mode: 0o600 });
  writeFileSync(join(root, 'etc/aliases'), '');
  const files = ['pki lab cert "/etc/lab.crt"', 'pki lab key "/etc/lab.key"'];
  writeFileSync(join(root, 'etc/smtpd.conf'), [...files, ...lines, ''].join('\n'));
  const args = [root, '/usr/sbin/smtpd', '-d', '-f', '/etc/smtpd.conf'];
  return startDaemon({ command: 'chroot', args, ready });
}

function addressOf({ octet }: Pick<OpensmtpdPersonality, 'octet'>): string {
  return `127.60.2.${octet}`;
}

/** smtpd.conf(5). */
function configuration(port: number): string[] {
  const listeners = Object.entries<OpensmtpdPersonality>(OPENSMTPD).map(
    ([name, personality]) =>
      `listen on ${addressOf(personality)} port ${port} ${personality.listens} hostname ${hostOf(name)}`,
  );
  return [...listeners, 'match from any for any reject'];
}
