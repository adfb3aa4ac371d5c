import { createHash } from 'node:crypto';
import type { Certificate } from '../model/records/certificate.ts';
import type { Endpoint, Versions } from '../model/records/endpoint.ts';
import { NO_TLS_SHOWN } from '../model/records/failure.ts';
import { TLS_VERSIONS, type TlsVersion } from '../model/records/words.ts';
import { isReal } from './openssl-text.ts';
import type { GrMxCertificate, GrMxHost } from './gr-mx-parser.ts';

/** What a result holds, as records of a snapshot in their order. Nothing in them is judged yet. */
export interface ImportedRecords {
  endpoints: Endpoint[];
  certificates: Certificate[];
}

/** The day that a result is of, `2016-01-23` from `results-20160123` in any folder; null for another name, or no day. */
export function grMxDate(file: string): string | null {
  const [, year, month, day] =
    /(?:^|[/\\])results-(\d{4})(\d\d)(\d\d)(?:\.[A-Za-z0-9]+)?$/.exec(file) ?? [];
  if (year === undefined || month === undefined || day === undefined) return null;
  const date = `${year}-${month}-${day}`;
  return isReal(`${date}T00:00:00Z`) ? date : null;
}

/**
 * Makes records of what a run printed. What it did not print is null, empty or `untested`, and stays so: the script
 * had no issuers, so that a certificate has '' for its issuer, which no certificate can have (RFC 5280 §4.1.2.4), and no
 * path.
 */
export function grMxRecords(hosts: readonly GrMxHost[]): ImportedRecords {
  const client = clientOf(hosts);
  const certificates = new Map<string, Certificate>();
  const endpoints = hosts.map((host): Endpoint => {
    const chain = host.chain.map(certificateOf);
    for (const each of chain) certificates.set(each.id, each);
    return endpointOf(host, chain, client);
  });
  return {
    endpoints: endpoints.sort((a, b) => (a.host < b.host ? -1 : 1)),
    certificates: [...certificates.values()].sort((a, b) => (a.id < b.id ? -1 : 1)),
  };
}

/** What the OpenSSL of a run is seen to speak, by the servers that it spoke it with. */
interface Client {
  highest: TlsVersion | null;
  ssl3: boolean;
}

function clientOf(hosts: readonly GrMxHost[]): Client {
  const spoken = hosts.map(({ highest }) => highest);
  return {
    highest: TLS_VERSIONS.findLast((version) => spoken.includes(version)) ?? null,
    ssl3: hosts.some(({ ssl3 }) => ssl3 === true),
  };
}

const NOTHING = {
  certificate: null,
  chain: [],
  path: null,
  problems: null,
  undetermined: [],
  notes: [],
  dane: null,
  deep: null,
  dnsbl: null,
} satisfies Partial<Endpoint>;

/**
 * A certificate is evidence of TLS, even where no version was found: the script asks for the versions on further
 * connections, and these can fail.
 */
function endpointOf(host: GrMxHost, chain: readonly Certificate[], client: Client): Endpoint {
  const { highest, ssl3 } = host;
  const common = { host: host.host, ...addressOf(host.addresses), reply: null, smtp: null };
  if (chain.length === 0 && highest === null && ssl3 !== true) {
    return { ...common, outcome: 'failed', failure: NO_TLS_SHOWN, tls: null, ...NOTHING };
  }
  const ids = chain.map(({ id }) => id);
  const version = highest ?? (ssl3 === true ? 'SSLv3' : null);
  return {
    ...common,
    outcome: 'tls',
    failure: null,
    tls: { version, cipher: null, group: null, versions: versionsOf(version, ssl3, client) },
    ...NOTHING,
    certificate: ids[0] ?? null,
    chain: ids,
  };
}

/** The outcome is of one of the addresses, and of several nobody knows which. */
function addressOf(addresses: readonly string[]): { address: string | null; addresses?: string[] } {
  if (addresses.length > 1) return { address: null, addresses: [...addresses].sort() };
  return { address: addresses[0] ?? null };
}

/**
 * The script offered one version after the other, from 1.2 down, until one was agreed on: that one is `yes`, and those
 * above it are `no`, up to the highest that its OpenSSL is seen to speak; what is below was not asked. It wrote `False`
 * for SSL 3.0 also where its OpenSSL had none, so that this is a `no` only where the same run spoke it with another.
 */
function versionsOf(version: TlsVersion | null, ssl3: boolean | null, client: Client): Versions {
  const own = version === null ? TLS_VERSIONS.length : TLS_VERSIONS.indexOf(version);
  const limit = client.highest === null ? -1 : TLS_VERSIONS.indexOf(client.highest);
  const answer = (each: TlsVersion): Versions[TlsVersion] => {
    const index = TLS_VERSIONS.indexOf(each);
    if (index === own) return 'yes';
    return index > own && index <= limit ? 'no' : 'untested';
  };
  return {
    SSLv3: ssl3 === true ? 'yes' : ssl3 === false && client.ssl3 ? 'no' : 'untested',
    TLSv1: answer('TLSv1'),
    'TLSv1.1': answer('TLSv1.1'),
    'TLSv1.2': answer('TLSv1.2'),
    'TLSv1.3': answer('TLSv1.3'),
  };
}

/** `selfSigned` and `ca` are null: the issuer and the extensions were not printed. */
function certificateOf(printed: GrMxCertificate): Certificate {
  const { subject, names, namesTotal, notBefore, notAfter } = printed;
  return {
    id: importedId(printed),
    subject,
    issuer: '',
    names,
    namesTotal,
    notBefore,
    notAfter,
    serial: null,
    key: null,
    signature: null,
    spkiSha256: null,
    selfSigned: null,
    ca: null,
  };
}

/**
 * `import:` and the SHA-256 of the canonical text of a certificate: the JSON array, without spaces, of its subject in
 * RFC 4514, notBefore and notAfter in ISO form, its dNSNames in their order, and their number, in UTF-8. Two releases of
 * OpenSSL that print one certificate in two styles give it one id.
 */
function importedId({ subject, notBefore, notAfter, names, namesTotal }: GrMxCertificate): string {
  const canonical = JSON.stringify([subject, notBefore, notAfter, names, namesTotal]);
  return `import:${createHash('sha256').update(canonical).digest('hex')}`;
}
