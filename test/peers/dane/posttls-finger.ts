import { execFile, spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { PostfixWord } from './dane-cases.ts';
import { whetherInstalled, type Availability } from '../servers/served.ts';

const FINGER = '/usr/sbin/posttls-finger';
const UNSHARE = '/usr/bin/unshare';

/** Whether Postfix's posttls-finger(1) is installed and can be given a resolver of its own. */
export function postTlsFingerAvailable(): Availability {
  const installed = whetherInstalled('posttls-finger', [FINGER, UNSHARE]);
  if (!installed.ok || spawnSync(UNSHARE, ['-m', 'true']).status === 0) return installed;
  return { ok: false, reason: 'posttls-finger: no mount namespace can be made here' };
}

/**
 * Asks posttls-finger for a domain at the security level `dane-only`, as it then says what it found; in a mount namespace
 * where /etc/resolv.conf names another resolver.
 * @param folder a folder of its own
 * @param resolver an IP address, asked at port 53
 * @throws Error when it says nothing that is known
 */
export async function fingerDane(
  folder: string,
  { domain, port, resolver }: { domain: string; port: number; resolver: string },
): Promise<PostfixWord> {
  mkdirSync(folder, { recursive: true });
  const conf = join(folder, 'resolv.conf');
  writeFileSync(conf, `nameserver ${resolver}\noptions trust-ad edns0 timeout:2 attempts:1\n`);
  writeFileSync(join(folder, 'main.cf'), 'compatibility_level = 3.6\ninet_protocols = ipv4\n');
  const script = 'mount --bind "$0" /etc/resolv.conf && exec "$@"';
  const finger = [FINGER, '-c', '-l', 'dane-only', '-t', '10', '-T', '10', `${domain}:${port}`];
  const { stdout, stderr } = await promisify(execFile)(
    UNSHARE,
    ['-m', 'sh', '-c', script, conf, ...finger],
    { env: { ...process.env, MAIL_CONFIG: folder }, timeout: 60_000 },
  ).catch((error: unknown) => {
    // The exit status too says that a server is not trusted.
    if (error instanceof Error && 'stdout' in error && 'stderr' in error) {
      return { stdout: String(error.stdout), stderr: String(error.stderr) };
    }
    throw error;
  });
  return wordOf(`${stdout}${stderr}`);
}

/** The first that its log has decides. */
const WORDS: readonly (readonly [RegExp, PostfixWord])[] = [
  [/no TLSA records found/, 'no DANE'],
  [/no usable TLSA records found|all TLSA records unusable/, 'unusable'],
  [/TLSA lookup error|address lookup failed/, 'DNS failure'],
  [/MX RRset insecure/, 'insecure MX'],
  [/Verified TLS connection established/, 'verified'],
  [/Untrusted TLS connection established/, 'not verified'],
];

function wordOf(log: string): PostfixWord {
  const word = WORDS.find(([pattern]) => pattern.test(log))?.[1];
  if (word === undefined) throw new Error(`posttls-finger says: ${log}`);
  return word;
}
