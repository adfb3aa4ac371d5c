import { chownSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startDaemons, type DaemonSpec } from './daemon.ts';
import { selfSigned, validChain, type Pki, type Presented, type Presents } from './pki.ts';
import { makeRoot, unpackedRoot, type Account } from './root.ts';
import {
  hostOf,
  whetherInstalled,
  type Availability,
  type Running,
  type Served,
} from './served.ts';
import {
  demandsCertificate,
  FROM_10_TO_13,
  ONLY_12,
  PLAINTEXT,
  SELF_SIGNED,
  VALID_13,
  type EndpointTruth,
} from '../truth.ts';

interface EximPersonality {
  /** The last part of its address. */
  readonly octet: number;
  readonly presents: Presents;
  /** Lines of the main section. */
  readonly settings: readonly string[];
  readonly truth: EndpointTruth;
}

/** How each Exim differs, and what the snapshot must then say of it. The TLS is GnuTLS. */
export const EXIM = {
  exim: {
    octet: 1,
    presents: validChain,
    settings: ['tls_advertise_hosts = *'],
    truth: VALID_13,
  },
  'exim-tls12': {
    octet: 2,
    presents: selfSigned,
    settings: ['tls_advertise_hosts = *', 'tls_require_ciphers = NORMAL:-VERS-ALL:+VERS-TLS1.2'],
    truth: { ...SELF_SIGNED, tls: { version: 'TLSv1.2', versions: ONLY_12 } },
  },
  'exim-wants-certificate': {
    octet: 3,
    presents: validChain,
    settings: [
      'tls_advertise_hosts = *',
      'tls_verify_hosts = *',
      'tls_verify_certificates = /etc/exim-wants-certificate.crt',
    ],
    truth: demandsCertificate(FROM_10_TO_13, null),
  },
  'exim-plaintext': {
    octet: 4,
    presents: selfSigned,
    settings: ['tls_advertise_hosts ='],
    truth: PLAINTEXT,
  },
} as const satisfies Record<string, EximPersonality>;

const ACCOUNT: Account = { name: 'Debian-exim', id: 64_999, home: '/var/spool/exim4' };

/** Whether Exim is unpacked and can be started. */
export function eximAvailable(): Availability {
  const root = unpackedRoot('exim');
  return whetherInstalled('Exim', [join(root, 'unpacked'), join(root, 'usr/sbin/exim4')]);
}

/**
 * Starts one Exim for every personality. Its access lists deny every message, and it has neither routers nor transports.
 * @param folder a folder that every account may enter
 * @throws Error when one of them does not serve
 */
export async function startExim(folder: string, port: number, pki: Pki): Promise<Running> {
  const root = makeEximRoot(folder);
  const personalities = Object.entries<EximPersonality>(EXIM);
  const all = await Promise.all(personalities.map((entry) => serve(root, port, pki, ...entry)));
  const daemons = await startDaemons(all.map(({ spec }) => spec));
  return { daemons, served: all.map(({ served }) => served) };
}

async function serve(
  root: string,
  port: number,
  pki: Pki,
  name: string,
  personality: EximPersonality,
): Promise<{ spec: DaemonSpec; served: Served }> {
  const host = hostOf(name);
  const address = `127.60.1.${personality.octet}`;
  const presented = await personality.presents(pki, host);
  writeEximChain(root, name, presented);
  const settings = [
    `tls_certificate = /etc/${name}.crt`,
    `tls_privatekey = /etc/${name}.key`,
    ...personality.settings,
  ];
  const spec = eximDaemon(root, { name, address, port, settings });
  return { spec, served: { name, host, address, presented, truth: personality.truth } };
}

/** Makes the root folder of Exim in a folder, for one run, and gives its path. */
export function makeEximRoot(folder: string): string {
  const root = join(folder, 'exim');
  makeRoot('exim', root, [ACCOUNT]);
  for (const path of ['var/spool/exim4', 'var/log/exim4']) {
    mkdirSync(join(root, path), { recursive: true });
    chownSync(join(root, path), ACCOUNT.id, ACCOUNT.id);
  }
  return root;
}

/** One Exim: where it listens, and the lines of its main section beside those that all have. */
interface EximSpec {
  readonly name: string;
  readonly address: string;
  readonly port: number;
  readonly settings: readonly string[];
}

/** Writes the configuration of one Exim into its root folder, and returns how to start it. */
export function eximDaemon(root: string, spec: EximSpec): DaemonSpec {
  const { name, address, port } = spec;
  writeReadable(join(root, `etc/${name}.conf`), configuration(spec));
  return {
    command: 'chroot',
    args: [root, '/usr/sbin/exim4', '-C', `/etc/${name}.conf`, '-bdf'],
    ready: { address, port },
  };
}

/** Writes the certificates of a server and the key of the first as etc/NAME.crt and etc/NAME.key. */
export function writeEximChain(root: string, name: string, presented: Presented): void {
  writeReadable(join(root, `etc/${name}.crt`), presented.map(({ pem }) => pem).join('\n'));
  writeReadable(join(root, `etc/${name}.key`), presented[0].keyPem);
}

/** Exim reads its certificate as its own account. */
function writeReadable(path: string, text: string): void {
  writeFileSync(path, text, { mode: 0o644 });
}

function configuration({ name, address, port, settings }: EximSpec): string {
  return `primary_hostname = ${hostOf(name)}
daemon_smtp_ports = ${port}
local_interfaces = ${address}
spool_directory = /var/spool/exim4
log_file_path = /var/log/exim4/${name}-%slog
pid_file_path = /var/run/${name}.pid
keep_environment =
host_lookup =
rfc1413_query_timeout = 0s
${settings.join('\n')}
acl_smtp_mail = nothing
acl_smtp_rcpt = nothing
begin acl
nothing:
  deny
begin routers
begin transports
`;
}
