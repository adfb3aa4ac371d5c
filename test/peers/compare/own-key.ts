import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** The options of `openssl genpkey`; DSA needs parameters of its own first. */
export type KeyOptions = readonly string[] | 'DSA';

/**
 * Makes a key of a kind that only OpenSSL has, and a certificate that signs itself.
 * @returns the file with both, in the folder
 */
export function ownKeyFile(
  folder: string,
  name: string,
  host: string,
  options: KeyOptions,
): string {
  const file = (suffix: string): string => join(folder, `${name}.${suffix}`);
  const key = file('key');
  openssl(['genpkey', ...(options === 'DSA' ? dsaParameters(file('dsa')) : options), '-out', key]);
  const names = ['-subj', `/CN=${host}`, '-addext', `subjectAltName=DNS:${host}`];
  const certificate = openssl(['req', '-x509', '-key', key, '-days', '30', ...names]);
  writeFileSync(file('own'), `${readFileSync(key, 'utf8')}\n${certificate}`, { mode: 0o600 });
  return file('own');
}

function dsaParameters(file: string): string[] {
  const size = ['-pkeyopt', 'dsa_paramgen_bits:2048'];
  openssl(['genpkey', '-genparam', '-algorithm', 'DSA', ...size, '-out', file]);
  return ['-paramfile', file];
}

function openssl(args: readonly string[]): string {
  return execFileSync('openssl', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
}
