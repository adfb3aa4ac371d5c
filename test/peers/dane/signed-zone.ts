import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A zone to be served. Names in the lines without a final dot stand under its origin. */
export interface ZoneSpec {
  /** With its final dot. */
  readonly origin: string;
  readonly lines: readonly string[];
  /** Not signed: no chain of trust leads to it. */
  readonly unsigned?: boolean;
  /** Changes the text of the signed zone, so that signatures in it are bad. */
  readonly spoil?: (signed: string) => string;
}

/** A zone in a file, with what its parent has to say of it. */
export interface ZoneFile {
  readonly origin: string;
  readonly file: string;
  /** The DS record of its key; null without one. */
  readonly ds: string | null;
}

/**
 * Writes a zone file, signed with a key of its own by ldns-signzone(1).
 * @throws what execFileSync throws, when the tools of ldns do
 */
export function writeZone(folder: string, zone: ZoneSpec): ZoneFile {
  const { origin } = zone;
  const name = origin === '.' ? 'root' : origin.replace(/\.$/, '');
  const plain = join(folder, `${name}.zone`);
  writeFileSync(plain, zoneText(zone));
  if (zone.unsigned === true) return { origin, file: plain, ds: null };
  const key = run(folder, 'ldns-keygen', '-a', 'ECDSAP256SHA256', '-k', origin).trim();
  const signed = join(folder, `${name}.signed`);
  run(folder, 'ldns-signzone', '-o', origin, '-f', signed, plain, key);
  if (zone.spoil !== undefined) spoilFile(signed, zone.spoil);
  return { origin, file: signed, ds: readFileSync(join(folder, `${key}.ds`), 'utf8').trim() };
}

function spoilFile(file: string, spoil: (signed: string) => string): void {
  const text = readFileSync(file, 'utf8');
  const spoilt = spoil(text);
  if (spoilt === text) throw new Error(`nothing to spoil in ${file}`);
  writeFileSync(file, spoilt);
}

function zoneText({ origin, lines }: ZoneSpec): string {
  const head = [`$ORIGIN ${origin}`, '$TTL 60', '@ SOA @ @ 1 3600 600 86400 60'];
  return [...head, ...lines, ''].join('\n');
}

function run(folder: string, program: string, ...args: readonly string[]): string {
  return execFileSync(program, args, { cwd: folder, encoding: 'utf8' });
}
