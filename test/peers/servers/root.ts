import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** An account of a server, made in its root folder alone. */
export interface Account {
  readonly name: string;
  readonly id: number;
  readonly home: string;
}

/** Where unpack.sh puts the root folder of a server. */
export function unpackedRoot(server: 'exim' | 'opensmtpd'): string {
  return join(process.env['MXTLS_PEERS'] ?? join(tmpdir(), 'mxtls-peers'), server);
}

/**
 * Copies the root folder of a server, for one run, and names its accounts there.
 * @param into a folder that does not exist yet
 */
export function makeRoot(
  server: 'exim' | 'opensmtpd',
  into: string,
  accounts: readonly Account[],
): void {
  cpSync(unpackedRoot(server), into, { recursive: true, verbatimSymlinks: true });
  const all = [{ name: 'root', id: 0, home: '/' }, ...accounts];
  const lines = (line: (account: Account) => string): string =>
    all.map((account) => `${line(account)}\n`).join('');
  mkdirSync(join(into, 'etc'), { recursive: true });
  writeFileSync(
    join(into, 'etc/passwd'),
    lines(({ name, id, home }) => `${name}:x:${id}:${id}::${home}:/bin/false`),
  );
  writeFileSync(
    join(into, 'etc/group'),
    lines(({ name, id }) => `${name}:x:${id}:`),
  );
}
