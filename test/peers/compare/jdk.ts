import { startOldTls, type OldTls, type OldTlsServer } from '../java/old-tls.ts';
import type { Truth } from './facts.ts';
import type { Wanted } from './personality.ts';
import { withTls, type TlsTruth } from './truth-facts.ts';

/** One server of the JDK, and what it is. */
interface JdkServer {
  readonly server: OldTlsServer;
  /** Default 1024. */
  readonly dhBits?: 768;
  readonly truth: Pick<TlsTruth, 'versions' | 'weak' | 'dhe'> & { readonly certificate?: null };
}

const EVERY = ['SSLv3', 'TLSv1', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3'];

/** Of the JDK's default suites 3DES is one where nothing is disabled; RC4, export and anonymous suites are none. */
const DEFAULTS = { weak: ['3DES'], dhe: '1024' } as const;

const JDK_SERVERS: Readonly<Record<string, JdkServer>> = {
  'jdk-every-version': {
    server: { protocols: EVERY },
    truth: { versions: 'yyyyy', ...DEFAULTS },
  },
  'jdk-sslv3': { server: { protocols: ['SSLv3'] }, truth: { versions: 'ynnnn', ...DEFAULTS } },
  'jdk-sslv3-tls10': {
    server: { protocols: ['SSLv3', 'TLSv1'] },
    truth: { versions: 'yynnn', ...DEFAULTS },
  },
  'jdk-tls13': {
    server: { protocols: ['TLSv1.3'] },
    truth: { versions: 'nnnny', dhe: null },
  },
  'jdk-rc4': {
    server: { protocols: EVERY, suites: ['SSL_RSA_WITH_RC4_128_SHA', 'SSL_RSA_WITH_RC4_128_MD5'] },
    truth: { versions: 'yyyyn', weak: ['RC4'], dhe: 'none' },
  },
  'jdk-3des': {
    server: {
      protocols: ['TLSv1'],
      suites: ['SSL_RSA_WITH_3DES_EDE_CBC_SHA', 'SSL_DHE_RSA_WITH_3DES_EDE_CBC_SHA'],
    },
    truth: { versions: 'nynnn', weak: ['3DES'], dhe: '1024' },
  },
  'jdk-export': {
    server: { protocols: ['SSLv3', 'TLSv1'], suites: ['SSL_RSA_EXPORT_WITH_RC4_40_MD5'] },
    truth: { versions: 'yynnn', weak: ['export', 'RC4'], dhe: 'none' },
  },
  'jdk-dhe-1024': {
    server: { protocols: ['TLSv1.2'], suites: ['TLS_DHE_RSA_WITH_AES_128_CBC_SHA'] },
    truth: { versions: 'nnnyn', dhe: '1024' },
  },
  'jdk-dhe-768': {
    server: { protocols: ['TLSv1.2'], suites: ['TLS_DHE_RSA_WITH_AES_128_CBC_SHA'] },
    dhBits: 768,
    truth: { versions: 'nnnyn', dhe: '768' },
  },
  'jdk-anonymous': {
    server: {
      protocols: ['TLSv1', 'TLSv1.2'],
      suites: ['TLS_DH_anon_WITH_AES_128_CBC_SHA', 'SSL_DH_anon_WITH_RC4_128_MD5'],
    },
    truth: { versions: 'nynyn', weak: ['anonymous', 'RC4'], dhe: null, certificate: null },
  },
  'jdk-anonymous-export': {
    server: { protocols: ['TLSv1'], suites: ['SSL_DH_anon_EXPORT_WITH_RC4_40_MD5'] },
    truth: {
      versions: 'nynnn',
      weak: ['anonymous', 'export', 'RC4'],
      dhe: null,
      certificate: null,
    },
  },
};

/** The names of them all. */
export const JDK_NAMES: readonly string[] = Object.keys(JDK_SERVERS);

/** Running servers of the JDK. */
export interface RunningJdk {
  readonly servers: readonly {
    readonly name: string;
    readonly port: number;
    readonly truth: Truth;
  }[];
  readonly running: readonly OldTls[];
}

/**
 * Starts the wanted servers of the JDK, a process for each size of its groups.
 * @throws Error when one does not start
 */
export async function startJdk(wanted: Wanted): Promise<RunningJdk> {
  const servers: { name: string; port: number; truth: Truth }[] = [];
  const running: OldTls[] = [];
  for (const bits of [1024, 768] as const) {
    const own = Object.entries(JDK_SERVERS).filter(
      ([name, { dhBits = 1024 }]) => dhBits === bits && wanted(name),
    );
    if (own.length === 0) continue;
    const java = await startOldTls(
      own.map(([, { server }]) => server),
      bits,
    );
    running.push(java);
    for (const [i, [name, { truth }]] of own.entries()) {
      servers.push({ name, port: java.ports[i] ?? 0, truth: jdkTruth(truth) });
    }
  }
  return { servers, running };
}

/** All present one certificate, which is of RSA 1024, signs itself and is for another name. */
function jdkTruth({ certificate, ...tls }: JdkServer['truth']): Truth {
  const presented = { key: 'RSA 1024', chain: 'self-signed', name: 'no' } as const;
  return withTls({ ...tls, ...(certificate === null ? { key: null, chain: null } : presented) });
}
