import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DaemonSpec } from '../servers/daemon.ts';
import { freePort } from '../servers/free-port.ts';
import { validChain, type Pki } from '../servers/pki.ts';
import { hostOf } from '../servers/served.ts';
import type { Behind, Wanted } from './personality.ts';
import { withTls, type TlsTruth } from './truth-facts.ts';

/** How one gnutls-serv differs, and what it then is. */
interface GnutlsServer {
  /** A priority string (GnuTLS manual, Priority Strings). */
  readonly priority: string;
  /** Default: it asks for no certificate of the client. */
  readonly asks?: readonly string[];
  readonly truth: TlsTruth;
}

const VALID = { key: 'RSA 2048', chain: 'trusted', dhe: null } as const;

const GNUTLS_SERVERS: Readonly<Record<string, GnutlsServer>> = {
  gnutls: { priority: 'NORMAL', truth: { ...VALID, versions: 'nyyyy' } },
  'gnutls-tls13': {
    priority: 'NORMAL:-VERS-ALL:+VERS-TLS1.3',
    truth: { ...VALID, versions: 'nnnny' },
  },
  'gnutls-3des': {
    priority: 'NORMAL:-VERS-ALL:+VERS-TLS1.2:-CIPHER-ALL:+3DES-CBC',
    truth: { ...VALID, versions: 'nnnyn', weak: ['3DES'] },
  },
  'gnutls-rc4': {
    priority: 'NORMAL:-VERS-ALL:+VERS-TLS1.0:-CIPHER-ALL:+ARCFOUR-128',
    truth: { ...VALID, versions: 'nynnn', weak: ['RC4'] },
  },
  'gnutls-weak-besides': {
    priority: 'NORMAL:+3DES-CBC:+ARCFOUR-128',
    truth: { ...VALID, versions: 'nyyyy', weak: ['RC4', '3DES'] },
  },
  'gnutls-anonymous': {
    priority: 'NORMAL:-VERS-TLS1.3:-KX-ALL:+ANON-ECDH:+ANON-DH',
    truth: { ...VALID, key: null, chain: null, versions: 'nyyyn', weak: ['anonymous'] },
  },
  'gnutls-unsafe-renegotiation': {
    priority: 'NORMAL:-VERS-TLS1.3:%DISABLE_SAFE_RENEGOTIATION',
    truth: { ...VALID, versions: 'nyyyn' },
  },
  'gnutls-asks-certificate': {
    priority: 'NORMAL',
    asks: [],
    truth: { ...VALID, versions: 'nyyyy' },
  },
  'gnutls-demands-certificate': {
    priority: 'NORMAL',
    asks: ['--require-client-cert'],
    truth: { ...VALID, versions: 'nyyyy' },
  },
  'gnutls-demands-certificate-tls12': {
    priority: 'NORMAL:-VERS-ALL:+VERS-TLS1.2',
    asks: ['--require-client-cert'],
    truth: { ...VALID, versions: 'nnnyn' },
  },
  'gnutls-camellia': {
    priority: 'NORMAL:-VERS-ALL:+VERS-TLS1.2:-CIPHER-ALL:+CAMELLIA-128-GCM',
    truth: { ...VALID, versions: 'nnnyn' },
  },
  'gnutls-ffdhe': {
    priority: 'NORMAL:-VERS-ALL:+VERS-TLS1.3:-GROUP-ALL:+GROUP-FFDHE3072',
    truth: { ...VALID, versions: 'nnnny' },
  },
};

/**
 * Writes the certificates of the wanted gnutls-servs, and returns how to start each and its truth. gnutls-serv has no
 * option for the address: its ports are open on every address while it runs.
 */
export async function prepareGnutls(
  folder: string,
  pki: Pki,
  wanted: Wanted,
): Promise<readonly Behind[]> {
  const entries = Object.entries(GNUTLS_SERVERS).filter(([name]) => wanted(name));
  const prepared = entries.map(async ([name, server]) => {
    const port = await freePort('127.0.0.1');
    const [own, ...issuers] = await validChain(pki, hostOf(name));
    const file = (suffix: string): string => join(folder, `${name}.${suffix}`);
    writeFileSync(file('crt'), [own, ...issuers].map(({ pem }) => pem).join('\n'));
    writeFileSync(file('key'), own.keyPem, { mode: 0o600 });
    const files =
      server.truth.chain === null
        ? []
        : ['--x509certfile', file('crt'), '--x509keyfile', file('key')];
    const { asks = ['--disable-client-cert'] } = server;
    const daemon: DaemonSpec = {
      command: 'gnutls-serv',
      args: ['--echo', '-p', String(port), '--priority', server.priority, ...files, ...asks],
      ready: { address: '127.0.0.1', port },
    };
    return { name, port, daemon, truth: withTls(server.truth) };
  });
  return Promise.all(prepared);
}
