import { createHash } from 'node:crypto';
import { closeSync, openSync, writeSync } from 'node:fs';
import { judgeDomain } from '../../src/judge/mail-domain.ts';
import type { Certificate } from '../../src/model/records/certificate.ts';
import type { Endpoint } from '../../src/model/records/endpoint.ts';
import type { MailDomain } from '../../src/model/records/mail-domain.ts';
import { canonicalJson } from '../../src/model/records/snapshot-text.ts';
import type { Survey } from '../../src/model/records/survey.ts';
import {
  domainName,
  endpointsOf,
  mxHostsOf,
  operatorOf,
  type LargeEndpoint,
  type LargeWorld,
} from './large-world.ts';

/**
 * Writes what a survey of a world would have written, without asking anybody: for measuring what reads snapshots.
 * @param generation which certificates the servers have: of two generations each is another one, by another CA.
 */
export function writeLargeSnapshot(
  file: string,
  world: LargeWorld,
  date: string,
  generation = 1,
): void {
  const issuer = certificateOf(`Public CA ${generation}`, null, generation);
  const wanted = new Set<string>();
  for (let index = 0; index < world.domains; index++) {
    for (const host of mxHostsOf(operatorOf(world, index), index)) wanted.add(host);
  }
  // A host that no domain has is in no survey.
  const servers = [...endpointsOf(world)]
    .filter(({ host }) => wanted.has(host))
    .sort((a, b) => (a.host < b.host ? -1 : 1));
  const byHost = new Map(
    servers.map((each) => [each.host, endpointOf(each, issuer.id, generation)]),
  );
  const fd = openSync(file, 'wx');
  let gathered = '';
  const write = (text: string): void => {
    gathered += text;
    if (gathered.length < 1 << 20) return;
    writeSync(fd, gathered);
    gathered = '';
  };
  const section = (name: string, records: Iterable<object>, end: string): void => {
    write(`"${name}":[\n`);
    let separator = '';
    for (const each of records) {
      write(`${separator}${canonicalJson(each)}`);
      separator = ',\n';
    }
    write(`\n${end}\n`);
  };
  write(`{\n"format":"mxtls/1",\n"survey":${canonicalJson(surveyOf(world, servers, date))},\n`);
  section('domains', domainsOf(world, byHost), '],');
  section('endpoints', byHost.values(), '],');
  const leaves = servers.filter(({ outcome }) => outcome === 'tls').map(({ host }) => host);
  const certificates = [
    issuer,
    ...leaves.map((host) => certificateOf(host, issuer.subject, generation)),
  ];
  section(
    'certificates',
    certificates.sort((a, b) => (a.id < b.id ? -1 : 1)),
    ']\n}',
  );
  writeSync(fd, gathered);
  closeSync(fd);
}

function* domainsOf(
  world: LargeWorld,
  byHost: ReadonlyMap<string, Endpoint>,
): Generator<MailDomain> {
  for (let index = 0; index < world.domains; index++) {
    const hosts = mxHostsOf(operatorOf(world, index), index);
    const mx: MailDomain['mx'] = {
      kind: 'mx',
      failure: null,
      dnssec: 'insecure',
      hosts: hosts.map((host, nth) => ({ preference: 10 * (nth + 1), host, omittedAddresses: 0 })),
      omittedHosts: 0,
      excluded: 0,
    };
    const endpoints = hosts.flatMap((host) => byHost.get(host) ?? []);
    yield {
      ...{ domain: domainName(index), category: null, provider: null },
      ...judgeDomain(mx, endpoints, null),
      ...{ mx, mtaSts: null, tlsRpt: null, notes: [], onionMx: null },
    };
  }
}

function endpointOf(
  { host, address, outcome }: LargeEndpoint,
  issuer: string,
  generation: number,
): Endpoint {
  const smtp = {
    greeting: `220 ${host} ESMTP`,
    hello: 'EHLO' as const,
    ehlo: ['PIPELINING', 'SIZE 10240000', 'STARTTLS', '8BITMIME'],
  };
  const rest = { undetermined: [], notes: [], dane: null, deep: null, dnsbl: null };
  if (outcome === 'plaintext') {
    return {
      ...{ host, address, outcome, failure: null, reply: null },
      smtp: { ...smtp, starttls: 'not-offered' },
      ...{ tls: null, certificate: null, chain: [], path: null, problems: null },
      ...rest,
    };
  }
  const { id } = certificateOf(host, '', generation);
  const versions = {
    SSLv3: 'untested',
    TLSv1: 'untested',
    'TLSv1.1': 'untested',
    'TLSv1.2': 'untested',
    'TLSv1.3': 'yes',
  } as const;
  return {
    ...{ host, address, outcome, failure: null, reply: null },
    smtp: { ...smtp, starttls: 'offered' },
    tls: { version: 'TLSv1.3', cipher: 'TLS_AES_256_GCM_SHA384', group: 'X25519', versions },
    ...{ certificate: id, chain: [id, issuer], path: { outcome: 'trusted', via: [issuer] } },
    problems: [],
    ...rest,
  };
}

function certificateOf(name: string, issuer: string | null, generation: number): Certificate {
  return {
    id: sha256(`certificate ${generation} ${name}`),
    subject: `CN=${name}`,
    issuer: issuer ?? `CN=${name}`,
    names: issuer === null ? [] : [name],
    namesTotal: issuer === null ? 0 : 1,
    notBefore: '2026-10-04T00:00:00Z',
    notAfter: `2027-${name.length % 2 === 0 ? '01' : '02'}-${10 + (name.length % 18)}T00:00:00Z`,
    serial: sha256(`serial ${generation} ${name}`).slice(0, 32),
    key: 'ECDSA P-256',
    signature: 'ecdsa-with-SHA256',
    spkiSha256: sha256(`key ${generation} ${name}`),
    selfSigned: issuer === null,
    ca: issuer === null,
  };
}

function surveyOf(world: LargeWorld, servers: readonly LargeEndpoint[], date: string): Survey {
  const tls = servers.filter(({ outcome }) => outcome === 'tls').length;
  return {
    date,
    startedAt: `${date}T03:00:00Z`,
    finishedAt: `${date}T09:00:00Z`,
    vantage: null,
    degraded: [],
    scanner: { mxtls: '0.1.0', node: '20.20.2', openssl: '3.0.19', roots: null },
    ehlo: 'scan.example.org',
    resolver: 'local',
    dnssec: false,
    families: ['ipv4'],
    settings: { depth: 'quick', port: 25, passes: 1 },
    lists: [{ file: 'domains/all.txt', sha256: sha256('list'), domains: world.domains }],
    categories: [],
    excluded: { domains: 0, hosts: 0, addresses: 0 },
    givenMx: null,
    counts: {
      ...{ domains: world.domains, endpoints: servers.length },
      ...{ tls, plaintext: servers.length - tls, broken: 0, unknown: 0 },
    },
  };
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
