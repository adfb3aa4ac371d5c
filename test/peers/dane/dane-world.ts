import { createHash, X509Certificate } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { LabCertificate } from '../../lab/certificates.ts';
import { startSmtpServer, type LabSmtp } from '../../lab/smtp/smtp-server.ts';
import type { Daemon } from '../servers/daemon.ts';
import { DANE_CASES, type DaneCase, type ZoneName } from './dane-cases.ts';
import { makeDanePki, type DanePki } from './dane-pki.ts';
import { freePort } from '../servers/free-port.ts';
import { startSignedNames } from './signed-names.ts';
import type { ZoneSpec } from './signed-zone.ts';

/** A case as it is served. */
export interface ServedCase {
  readonly name: string;
  readonly domain: string;
  readonly host: string;
  readonly expected: DaneCase;
}

/** The servers of all cases, on one port, and the resolver that knows them. */
export interface DaneWorld {
  readonly cases: readonly ServedCase[];
  readonly port: number;
  /** An IP address, at port 53. */
  readonly resolver: string;
  readonly rootsPem: string;
  readonly daemons: readonly Daemon[];
  readonly servers: readonly LabSmtp[];
}

/**
 * Starts a server for every case, and names that are signed for them.
 * @param folder an empty folder
 * @throws Error when something does not serve
 */
export async function startDaneWorld(folder: string): Promise<DaneWorld> {
  const { root, of } = await makeDanePki();
  const port = await freePort(addressOf(0));
  const cases: ServedCase[] = [];
  const servers: LabSmtp[] = [];
  const lines: string[] = [];
  for (const [name, expected] of Object.entries<DaneCase>(DANE_CASES)) {
    const domain = `${name}.${expected.zones?.domain ?? 'dane.test'}`;
    const host = `mx.${name}.${expected.zones?.host ?? 'dane.test'}`;
    const address = addressOf(cases.length);
    const pki = await of(host, domain);
    servers.push(await serve({ host, address, port, pki }, expected));
    lines.push(`${domain}. MX 10 ${host}.`);
    lines.push(...(expected.host?.(host, address) ?? [`${host}. A ${address}`]));
    lines.push(...expected.tlsa.map((text) => `_${port}._tcp.${host}. TLSA ${tlsaOf(text, pki)}`));
    cases.push({ name, domain, host, expected });
  }
  const zones = join(folder, 'names');
  mkdirSync(zones);
  const { daemons, resolver } = await startSignedNames(zones, zonesOf(lines));
  return { cases, port, resolver, rootsPem: root.pem, daemons, servers };
}

function addressOf(index: number): string {
  return `127.61.0.${index + 1}`;
}

function serve(
  at: { host: string; address: string; port: number; pki: DanePki },
  { presents }: DaneCase,
): Promise<LabSmtp> {
  const [certificate, ...chain] = presents.map((name) => find(at.pki, name));
  if (certificate === undefined) throw new Error(`${at.host} presents nothing`);
  const behaviour = { tls: { certificate, chain } };
  return startSmtpServer({ address: at.address, port: at.port, name: at.host, behaviour });
}

/** Lines of the cases by zone. A record with `cd` for its digest is changed after it was signed, and so is bogus.test. */
function zonesOf(lines: readonly string[]): readonly ZoneSpec[] {
  const own = (zone: ZoneName) =>
    lines.filter((line) => (line.split(' ')[0] ?? '').endsWith(`.${zone}.`));
  const ns = 'ns A 127.61.53.1';
  return [
    {
      origin: 'dane.test.',
      lines: [ns, ...own('dane.test')],
      spoil: (signed) => signed.replaceAll('cd'.repeat(32), 'ce'.repeat(32)),
    },
    { origin: 'unsigned.test.', lines: own('unsigned.test'), unsigned: true },
    {
      origin: 'bogus.test.',
      lines: own('bogus.test'),
      spoil: (signed) => signed.replaceAll('MX\t10', 'MX\t11'),
    },
  ];
}

const DIGESTS = new Map([
  ['1', 'sha256'],
  ['2', 'sha512'],
]);

/** A record of the table in the presentation format of RFC 6698 §2.2. */
function tlsaOf(text: string, pki: DanePki): string {
  const [usage = '', selector = '', matchingType = '', ...what] = text.split(' ');
  const named = what.join(' ');
  const data = named.startsWith('=')
    ? named.slice(1)
    : dataOf(find(pki, named), selector, DIGESTS.get(matchingType));
  return `${usage} ${selector} ${matchingType} ${data}`;
}

function dataOf(certificate: LabCertificate, selector: string, digest?: string): string {
  const key = new X509Certificate(certificate.der).publicKey;
  const selected = selector === '0' ? certificate.der : key.export({ type: 'spki', format: 'der' });
  const bytes = digest === undefined ? selected : createHash(digest).update(selected).digest();
  return bytes.toString('hex');
}

function find(pki: DanePki, name: string): LabCertificate {
  const certificate = pki.get(name);
  if (certificate === undefined) throw new Error(`no certificate is called ${name}`);
  return certificate;
}
