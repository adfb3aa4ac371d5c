import { judgeDomain } from '../../src/judge/mail-domain.ts';
import type { Certificate } from '../../src/model/records/certificate.ts';
import type { Endpoint } from '../../src/model/records/endpoint.ts';
import type { MailDomain } from '../../src/model/records/mail-domain.ts';
import { canonicalJson, recordLine } from '../../src/model/records/snapshot-text.ts';
import type { Survey } from '../../src/model/records/survey.ts';
import {
  madePlaintextEndpoint,
  madeSurvey,
  madeTlsEndpoint,
  sha256,
  writeMadeSnapshot,
} from '../made-snapshot.ts';
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
  const leaves = servers.filter(({ outcome }) => outcome === 'tls').map(({ host }) => host);
  const certificates = [
    issuer,
    ...leaves.map((host) => certificateOf(host, issuer.subject, generation)),
  ].sort((a, b) => (a.id < b.id ? -1 : 1));
  const records = {
    domains: () => domainsOf(world, byHost),
    endpoints: () => byHost.values(),
    certificates: () => certificates,
  };
  writeMadeSnapshot(file, {
    survey: surveyOf(world, servers, date),
    *lines(section) {
      // Their keys are in the order of the format.
      const write = section === 'domains' ? canonicalJson : recordLine.bind(null, section);
      for (const each of records[section]()) yield write(each);
    },
  });
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

/** What a survey at depth `quick` shows of a server. */
function endpointOf(
  { host, address, outcome }: LargeEndpoint,
  issuer: string,
  generation: number,
): Endpoint {
  if (outcome === 'plaintext') return madePlaintextEndpoint({ host, address });
  const { id } = certificateOf(host, '', generation);
  const versions = {
    SSLv3: 'untested',
    TLSv1: 'untested',
    'TLSv1.1': 'untested',
    'TLSv1.2': 'untested',
    'TLSv1.3': 'yes',
  } as const;
  return madeTlsEndpoint({ host, address }, { version: 'TLSv1.3', versions }, id, [issuer]);
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
  return madeSurvey(date, world.domains, servers, {
    families: ['ipv4'],
    settings: { depth: 'quick', port: 25, passes: 1 },
  });
}
