import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeCertificate, type CertificateSpec } from '../../lab/certificates.ts';
import type { DaemonSpec } from '../servers/daemon.ts';
import { freePort } from '../servers/free-port.ts';
import {
  chainFile,
  expiredChain,
  selfSigned,
  validChain,
  type Pki,
  type Presents,
} from '../servers/pki.ts';
import { hostOf } from '../servers/served.ts';
import { ownKeyFile, type KeyOptions } from './own-key.ts';
import type { Behind, Wanted } from './personality.ts';
import { withTls, type TlsTruth } from './truth-facts.ts';

/** How one `openssl s_server` differs, and what it then is. */
interface SServer {
  readonly args: readonly string[];
  /** Default: a valid chain; null: no certificate. */
  readonly presents?: Presents | null;
  /** A key that only OpenSSL makes here, and a certificate that signs itself, in place of what it presents. */
  readonly ownKey?: KeyOptions;
  /** A second certificate. */
  readonly besides?: { readonly presents: Presents; readonly option: 'both' | 'by name' };
  readonly dhBits?: 1024;
  readonly truth: TlsTruth;
}

const DAY_MS = 86_400_000;

const ecdsa: Presents = async (pki, host) => [
  await leaf(host, { issuer: pki.intermediate, key: 'EC P-256' }),
  pki.intermediate,
];

const elsewhere: Presents = (pki) => validChain(pki, 'mx.elsewhere.test');

/** Everything wrong at once. */
const expiredSelfSignedElsewhere: Presents = async () => [
  await leaf('mx.elsewhere.test', {
    key: 'RSA 1024',
    hash: 'SHA-1',
    notBefore: new Date(Date.now() - 90 * DAY_MS),
    notAfter: new Date(Date.now() - DAY_MS),
  }),
];

const VALID = { key: 'RSA 2048', chain: 'trusted' } as const;
/** The comparison has no words for these keys. */
const OWN_KEY = { key: null, chain: 'self-signed', dhe: null } as const;
const AT_LEVEL_0 = ['-cipher', 'DEFAULT:@SECLEVEL=0'];
/** With its own groups OpenSSL takes one as strong as the key of the certificate (SSL_CTX_set_dh_auto(3)). */
const AS_THE_KEY = '2048';

/** At Debian's security level 2 OpenSSL 3 has no signature algorithm for TLS 1.1 and below, and completes none of them. */
const S_SERVERS: Readonly<Record<string, SServer>> = {
  's-server': { args: [], truth: { ...VALID, versions: 'nnnyy', dhe: AS_THE_KEY } },
  's-server-tls10': {
    args: ['-tls1', ...AT_LEVEL_0],
    truth: { ...VALID, versions: 'nynnn', dhe: AS_THE_KEY },
  },
  's-server-tls11': {
    args: ['-tls1_1', ...AT_LEVEL_0],
    truth: { ...VALID, versions: 'nnynn', dhe: AS_THE_KEY },
  },
  's-server-tls12': { args: ['-tls1_2'], truth: { ...VALID, versions: 'nnnyn', dhe: AS_THE_KEY } },
  's-server-tls13': { args: ['-tls1_3'], truth: { ...VALID, versions: 'nnnny', dhe: null } },
  's-server-static-rsa': {
    args: ['-tls1_2', '-cipher', 'AES128-SHA'],
    truth: { ...VALID, versions: 'nnnyn', dhe: 'none' },
  },
  's-server-dhe-1024': {
    args: ['-tls1_2', '-cipher', 'DHE-RSA-AES128-SHA:@SECLEVEL=0'],
    dhBits: 1024,
    truth: { ...VALID, versions: 'nnnyn', dhe: '1024' },
  },
  's-server-anonymous': {
    args: ['-nocert', '-tls1_2', '-cipher', 'aNULL:@SECLEVEL=0'],
    presents: null,
    truth: { versions: 'nnnyn', key: null, chain: null, weak: ['anonymous'], dhe: null },
  },
  's-server-prefers-anonymous': {
    args: ['-serverpref', '-tls1_2', '-cipher', 'aNULL:HIGH:@SECLEVEL=0'],
    truth: { ...VALID, versions: 'nnnyn', weak: ['anonymous'], dhe: AS_THE_KEY },
  },
  's-server-ecdsa': {
    args: ['-tls1_2'],
    presents: ecdsa,
    truth: { ...VALID, key: 'EC 256', versions: 'nnnyn', dhe: 'none' },
  },
  's-server-both-kinds': {
    args: [],
    besides: { presents: ecdsa, option: 'both' },
    truth: { ...VALID, key: null, versions: 'nnnyy', dhe: null },
  },
  's-server-second-expired': {
    args: ['-tls1_2'],
    presents: ecdsa,
    besides: { presents: expiredChain, option: 'both' },
    truth: { ...VALID, key: null, versions: 'nnnyn', expired: null, dhe: null },
  },
  's-server-by-name': {
    args: [],
    besides: { presents: elsewhere, option: 'by name' },
    truth: { ...VALID, versions: 'nnnyy', dhe: AS_THE_KEY },
  },
  's-server-all-wrong': {
    args: ['-tls1_2', ...AT_LEVEL_0],
    presents: expiredSelfSignedElsewhere,
    truth: {
      versions: 'nnnyn',
      key: 'RSA 1024',
      chain: 'self-signed',
      expired: 'yes',
      name: 'no',
      dhe: '1024',
    },
  },
  's-server-self-signed': {
    args: [],
    presents: selfSigned,
    truth: { ...VALID, chain: 'self-signed', versions: 'nnnyy', dhe: AS_THE_KEY },
  },
  's-server-demands-certificate': {
    args: ['-tls1_3', '-Verify', '1', '-verify_return_error'],
    truth: { ...VALID, versions: 'nnnny', dhe: null },
  },
  's-server-demands-certificate-tls12': {
    args: ['-tls1_2', '-Verify', '1', '-verify_return_error'],
    truth: { ...VALID, versions: 'nnnyn', dhe: AS_THE_KEY },
  },
  's-server-rsa-pss': {
    args: [],
    ownKey: ['-algorithm', 'RSA-PSS', '-pkeyopt', 'rsa_keygen_bits:2048'],
    truth: { ...OWN_KEY, versions: 'nnnyy' },
  },
  's-server-ed25519': {
    args: [],
    ownKey: ['-algorithm', 'ED25519'],
    truth: { ...OWN_KEY, versions: 'nnnyy', dhe: 'none' },
  },
  's-server-ed448': {
    args: [],
    ownKey: ['-algorithm', 'ED448'],
    truth: { ...OWN_KEY, versions: 'nnnyy', dhe: 'none' },
  },
  's-server-secp256k1': {
    args: ['-tls1_2', '-groups', 'secp256k1:P-256', '-cipher', 'ALL:@SECLEVEL=0'],
    ownKey: ['-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:secp256k1'],
    truth: { ...OWN_KEY, versions: 'nnnyn', weak: ['anonymous'] },
  },
  's-server-brainpool': {
    args: ['-tls1_2', '-cipher', 'ALL:@SECLEVEL=0'],
    ownKey: ['-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:brainpoolP256r1'],
    truth: { ...OWN_KEY, versions: 'nnnyn', weak: ['anonymous'] },
  },
  's-server-sect283k1': {
    args: ['-tls1_2', '-cipher', 'ALL:@SECLEVEL=0'],
    ownKey: ['-algorithm', 'EC', '-pkeyopt', 'ec_paramgen_curve:sect283k1'],
    truth: { ...OWN_KEY, versions: 'nnnyn', weak: ['anonymous'] },
  },
  's-server-dsa': {
    args: ['-tls1_2', '-cipher', 'ALL:!aNULL:@SECLEVEL=0'],
    ownKey: 'DSA',
    truth: { ...OWN_KEY, versions: 'nnnyn' },
  },
  's-server-aria': {
    args: ['-tls1_2', '-cipher', 'ARIA128-GCM-SHA256'],
    truth: { ...VALID, versions: 'nnnyn', dhe: 'none' },
  },
  's-server-camellia': {
    args: ['-tls1_2', '-cipher', 'ECDHE-RSA-CAMELLIA128-SHA256'],
    truth: { ...VALID, versions: 'nnnyn', dhe: 'none' },
  },
  's-server-ccm': {
    args: ['-tls1_2', '-cipher', 'AES128-CCM'],
    truth: { ...VALID, versions: 'nnnyn', dhe: 'none' },
  },
  's-server-tls13-ccm': {
    args: ['-tls1_3', '-ciphersuites', 'TLS_AES_128_CCM_SHA256'],
    truth: { ...VALID, versions: 'nnnny', dhe: null },
  },
  's-server-ffdhe': {
    args: ['-tls1_3', '-groups', 'ffdhe8192'],
    truth: { ...VALID, key: null, chain: null, versions: 'nnnny', dhe: null },
  },
};

/** Makes the files of the wanted s_servers, and returns how to start each and its truth. */
export async function prepareSServers(
  folder: string,
  pki: Pki,
  wanted: Wanted,
): Promise<readonly Behind[]> {
  const entries = Object.entries(S_SERVERS).filter(([name]) => wanted(name));
  const prepared = entries.map(async ([name, server]) => {
    const port = await freePort('127.0.0.1');
    const args = await filesOf(folder, name, server, pki);
    const daemon: DaemonSpec = {
      command: 'openssl',
      args: ['s_server', '-accept', `127.0.0.1:${port}`, '-rev', ...args, ...server.args],
      ready: { address: '127.0.0.1', port },
    };
    return { name, port, daemon, truth: withTls(server.truth) };
  });
  return Promise.all(prepared);
}

/** Writes what a server presents, and gives the options that name the files. */
async function filesOf(
  folder: string,
  name: string,
  server: SServer,
  pki: Pki,
): Promise<readonly string[]> {
  const host = hostOf(name);
  const write = (suffix: string, text: string): string => {
    const file = join(folder, `${name}.${suffix}`);
    writeFileSync(file, text, { mode: 0o600 });
    return file;
  };
  const made = async (presents: Presents, kind: string): Promise<string> =>
    write(kind, chainFile(await presents(pki, host)));
  const { presents = validChain, besides, dhBits, ownKey } = server;
  const args: string[] = [];
  if (ownKey !== undefined) return certificateOptions('', ownKeyFile(folder, name, host, ownKey));
  if (dhBits !== undefined) args.push('-dhparam', write('dh', dhParameters()));
  if (presents === null) return args;
  const own = await made(presents, 'own');
  if (besides === undefined) return [...args, ...certificateOptions('', own)];
  const other = await made(besides.presents, 'other');
  if (besides.option === 'both') {
    return [...args, ...certificateOptions('', own), ...certificateOptions('d', other)];
  }
  // Without the name, the other one; its option for the second certificate takes no chain, but looks for one.
  const issuers = write('issuers', pki.intermediate.pem);
  const named = ['-servername', host, '-cert2', own, '-key2', own, '-CAfile', issuers];
  return [...args, '-cert', other, '-key', other, ...named];
}

function certificateOptions(kind: '' | 'd', file: string): readonly string[] {
  return [`-${kind}cert`, file, `-${kind}key`, file, `-${kind}cert_chain`, file];
}

/** The group of RFC 5114 §2.1, whose prime has 1024 bits. */
function dhParameters(): string {
  const args = ['genpkey', '-genparam', '-algorithm', 'DH', '-pkeyopt', 'dh_rfc5114:1'];
  return execFileSync('openssl', args, { encoding: 'utf8' });
}

function leaf(
  host: string,
  spec: Omit<CertificateSpec, 'subject' | 'names'>,
): ReturnType<typeof makeCertificate> {
  return makeCertificate({ key: 'RSA 2048', ...spec, subject: `CN=${host}`, names: [host] });
}
