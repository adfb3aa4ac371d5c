import { makeCertificate, type LabCertificate } from '../certificates.ts';
import type { AddressSpec, DomainSpec, WorldSpec } from '../world-spec.ts';
import {
  AUTHORITIES,
  CERTIFICATES,
  type AuthorityName,
  type CertificateFacts,
  type CertificateName,
} from './greece-2016-certificates.ts';
import { PROVIDERS } from './greece-2016-providers.ts';

/** When this Greece was surveyed: judge its certificates at this time. */
export const surveyedAt = new Date('2016-01-23T03:00:00Z');

/** The highest TLS version of a host, and its certificate. */
type TlsFacts = readonly ['TLSv1' | 'TLSv1.2', CertificateName];

/** The hosts that showed TLS. */
const TLS_HOSTS: Readonly<Record<string, TlsFacts>> = {
  'kriton.ote.gr': ['TLSv1', 'kriton.ote.gr'],
  'platon.ote.gr': ['TLSv1', 'platon.ote.gr'],
  'socrates.ote.gr': ['TLSv1', 'socrates.ote.gr'],
  'solon.ote.gr': ['TLSv1', 'solon.ote.gr'],
  'deneb.otenet.gr': ['TLSv1', 'mailgate.otenet.gr'],
  'mx.otenet.gr': ['TLSv1', 'mailgate.otenet.gr'],
  'mx2.otenet.gr': ['TLSv1', 'mailgate.otenet.gr'],
  'mx3.otenet.gr': ['TLSv1', 'mailgate.otenet.gr'],
  'mx4.otenet.gr': ['TLSv1', 'mailgate.otenet.gr'],
  'mail1.dt-one.com': ['TLSv1.2', 'IMSVA'],
  'mail2.dt-one.com': ['TLSv1.2', 'IMSVA'],
  'mail3.dt-one.com': ['TLSv1.2', 'IMSVA'],
  'mail4.dt-one.com': ['TLSv1.2', 'IMSVA'],
  'mail5.dt-one.com': ['TLSv1.2', 'IMSVA'],
  'mail6.dt-one.com': ['TLSv1.2', 'IMSVA'],
  'mail7.dt-one.com': ['TLSv1.2', 'IMSVA'],
  'mail8.dt-one.com': ['TLSv1.2', 'IMSVA'],
  'mx2.windtools.gr': ['TLSv1', 'mail.windtools.gr'],
  'mx0.grnet.gr': ['TLSv1.2', 'mx0.grnet.gr'],
  'mx2.sch.gr': ['TLSv1', 'm1.ach.sch.gr'],
  'ml.mil.gr': ['TLSv1', 'mail.mil.gr'],
  'mailsrv1.ccf.auth.gr': ['TLSv1.2', 'AUTH'],
  'mailsrv2.ccf.auth.gr': ['TLSv1.2', 'AUTH'],
  'achilles.noc.ntua.gr': ['TLSv1', 'smtp.ntua.gr'],
  'diomedes.noc.ntua.gr': ['TLSv1', 'smtp.ntua.gr'],
  'ulysses.noc.ntua.gr': ['TLSv1.2', 'smtp.ntua.gr'],
  'albatross.upnet.gr': ['TLSv1', 'albatross.upnet.gr'],
  'mail.mailbox.gr': ['TLSv1.2', 'Parallels'],
  'mail.espiv.net': ['TLSv1.2', '*.espiv.net'],
};

/**
 * Providers published as having TLS, and one host published as unreachable: that a host of theirs showed none is
 * taken as that it could not be reached, which the survey of 2016 could not tell apart. Elsewhere a host without
 * TLS is one in plaintext.
 */
const UNREACHABLE: ReadonlySet<string> = new Set([
  'amrsrv01.cosmote.gr',
  'extahrmail1.cosmote.gr',
  'extahrmail2.cosmote.gr',
  'extahrmailb.cosmote.gr',
  'extmarmail1.cosmote.gr',
  'extmarmail2.cosmote.gr',
  'mmrsrv01.cosmote.gr',
  'pvextmailah01.cosmote.gr',
  'pvextmaildr01.cosmote.gr',
  'iris.otenet.gr',
  'mx1.windtools.gr',
  'mx.sch.gr',
]);

/**
 * Greece as it was on 2016-01-23: 17 providers with 26 domains and 77 MX hosts of one address each.
 * @returns a world to start; its one root is the public CA
 */
export async function greece2016(): Promise<WorldSpec> {
  const root = await makePublicCa();
  const authorities = await makeAll(AUTHORITIES, (facts) => makeFrom(facts, root, new Map(), true));
  const certificates = await makeAll(CERTIFICATES, (facts) => makeFrom(facts, root, authorities));
  const domains = PROVIDERS.flatMap((provider) => Object.entries(provider.domains));
  const hosts = new Set(domains.flatMap(([, own]) => own));
  return {
    domains: Object.fromEntries(domains.map(([domain, own]) => [domain, mailOf(own)])),
    hosts: Object.fromEntries(
      [...hosts].map((host) => [host, addressOf(host, root, certificates)]),
    ),
    roots: [root],
  };
}

type Made<Name extends string> = ReadonlyMap<Name, LabCertificate>;

function makePublicCa(): Promise<LabCertificate> {
  return makeCertificate({
    subject: 'O=Lab, CN=Public CA of the lab',
    notBefore: new Date('2000-05-30T10:48:38Z'),
    notAfter: new Date('2031-12-01T13:49:52Z'),
    ca: true,
  });
}

async function makeAll<Name extends string>(
  table: Readonly<Record<Name, CertificateFacts>>,
  make: (facts: CertificateFacts) => Promise<LabCertificate>,
): Promise<Made<Name>> {
  const entries = Object.entries(table) as [Name, CertificateFacts][];
  return new Map(
    await Promise.all(entries.map(async ([name, facts]) => [name, await make(facts)] as const)),
  );
}

function makeFrom(
  facts: CertificateFacts,
  root: LabCertificate,
  authorities: Made<AuthorityName>,
  ca = false,
): Promise<LabCertificate> {
  const { subject, names, issuer } = facts;
  const signer =
    issuer === 'public CA' ? root : issuer === 'itself' ? null : authorities.get(issuer);
  if (signer === undefined) throw new Error(`${subject} is signed by an authority not made yet`);
  return makeCertificate({
    subject,
    ...(names && { names }),
    ...(signer && { issuer: signer }),
    notBefore: new Date(facts.notBefore),
    notAfter: new Date(facts.notAfter),
    // What keys they had is not known. RSA as old servers have it, from the pool; for CAs what is quickest to make.
    key: ca ? 'EC P-256' : 'RSA 2048',
    ca,
  });
}

function mailOf(hosts: readonly string[]): DomainSpec {
  return { kind: 'mx', mx: hosts.map((host) => ({ preference: 10, host })) };
}

function addressOf(host: string, root: LabCertificate, made: Made<CertificateName>): AddressSpec {
  if (UNREACHABLE.has(host)) return { behaviour: 'unreachable' };
  const facts = TLS_HOSTS[host];
  if (!facts) return { behaviour: { starttls: 'absent' } };
  const [maxVersion, name] = facts;
  const certificate = made.get(name);
  if (!certificate) throw new Error(`${host} has no certificate ${name}`);
  const { issuer } = certificate;
  const sendsIssuer = issuer !== undefined && issuer !== root && !isAlone(CERTIFICATES[name]);
  const chain = sendsIssuer ? [issuer] : [];
  return { behaviour: { tls: { certificate, chain, minVersion: 'TLSv1', maxVersion } } };
}

function isAlone(facts: CertificateFacts): boolean {
  return facts.alone === true;
}
