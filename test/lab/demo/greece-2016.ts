import { makeCertificate, type LabCertificate } from '../certificates.ts';
import type { AddressSpec, DomainSpec, WorldSpec } from '../world/world-spec.ts';
import {
  AUTHORITIES,
  CERTIFICATES,
  type AuthorityName,
  type CertificateFacts,
  type CertificateName,
} from './greece-2016-certificates.ts';
import { MOVED, PROVIDERS } from './greece-2016-providers.ts';

/** The days on which this Greece was surveyed. */
export const SURVEY_DAYS = ['2016-01-23', '2016-03-26'] as const;
export type SurveyDay = (typeof SURVEY_DAYS)[number];

/** Reads one of these days; null for any other text. */
export function parseDay(text: string | undefined): SurveyDay | null {
  return SURVEY_DAYS.find((day) => day === text) ?? null;
}

/** When it was surveyed: judge its certificates at this time. */
export function surveyedAt(day: SurveyDay): Date {
  return new Date(`${day}T03:00:00Z`);
}

/** The highest TLS version of a host, and its certificate. */
type TlsFacts = readonly ['TLSv1' | 'TLSv1.2', CertificateName];

/** The hosts that showed TLS on 2016-01-23, and did so on 2016-03-26, the same as before. */
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

/** The hosts that showed TLS on 2016-03-26 alone. */
const NEW_TLS_HOSTS: Readonly<Record<string, TlsFacts>> = {
  'mailsrv.forthnet.gr': ['TLSv1.2', '*.forthnet.gr'],
  'mx1.mydomain.ro': ['TLSv1.2', '*.megamailservers.eu'],
  'mx2.mydomain.ro': ['TLSv1.2', '*.megamailservers.eu'],
  'mx.spamexperts.com': ['TLSv1.2', 'mx.antispamcloud.com'],
  'fallbackmx.spamexperts.eu': ['TLSv1.2', 'mx.antispamcloud.com'],
  'lastmx.spamexperts.net': ['TLSv1.2', 'mx.antispamcloud.com'],
};

/**
 * Providers published as having TLS, and one host published as unreachable. Where a host of theirs showed no TLS, it is
 * made unreachable, as the survey of 2016 could not distinguish the two. Elsewhere a host without TLS is plaintext.
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

/** Greece with its certificates, each made once: what did not change from one day to the other is the same. */
export interface Greece {
  /** A world to start, 17 providers with 26 domains on MX hosts of one address each; its one root is the public CA. */
  on(day: SurveyDay): WorldSpec;
}

/**
 * Makes the certificates of Greece as it was on 2016-01-23 and 2016-03-26.
 * @param laterMs how much later than then all of them begin and end.
 */
export async function greece2016(laterMs = 0): Promise<Greece> {
  const root = await makePublicCa(laterMs);
  const authorities = await makeAll(AUTHORITIES, (facts) =>
    makeFrom(later(facts, laterMs), root, new Map(), true),
  );
  const certificates = await makeAll(CERTIFICATES, (facts) =>
    makeFrom(later(facts, laterMs), root, authorities),
  );
  return { on: (day) => worldOn(day, root, certificates) };
}

function worldOn(
  day: SurveyDay,
  root: LabCertificate,
  certificates: Made<CertificateName>,
): WorldSpec {
  const isFirst = day === '2016-01-23';
  const moved = isFirst ? {} : MOVED;
  const tlsHosts = isFirst ? TLS_HOSTS : { ...TLS_HOSTS, ...NEW_TLS_HOSTS };
  const before = Object.fromEntries(PROVIDERS.flatMap(({ domains }) => Object.entries(domains)));
  // Hosts of the first day stay where they stand, asked for or not.
  const hosts = new Set([...Object.values(before), ...Object.values(moved)].flat());
  return {
    domains: Object.fromEntries(
      Object.entries({ ...before, ...moved }).map(([domain, own]) => [domain, mailOf(own)]),
    ),
    hosts: Object.fromEntries(
      [...hosts].map((host) => [host, addressOf(host, tlsHosts[host], root, certificates)]),
    ),
    roots: [root],
  };
}

type Made<Name extends string> = ReadonlyMap<Name, LabCertificate>;

const PUBLIC_CA = { notBefore: '2000-05-30T10:48:38Z', notAfter: '2031-12-01T13:49:52Z' };

/** Facts with later dates. */
function later<F extends typeof PUBLIC_CA>(facts: F, laterMs: number): F {
  const move = (instant: string): string => new Date(Date.parse(instant) + laterMs).toISOString();
  return { ...facts, notBefore: move(facts.notBefore), notAfter: move(facts.notAfter) };
}

function makePublicCa(laterMs: number): Promise<LabCertificate> {
  const { notBefore, notAfter } = later(PUBLIC_CA, laterMs);
  return makeCertificate({
    subject: 'O=Lab, CN=Public CA of the lab',
    notBefore: new Date(notBefore),
    notAfter: new Date(notAfter),
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

function addressOf(
  host: string,
  facts: TlsFacts | undefined,
  root: LabCertificate,
  made: Made<CertificateName>,
): AddressSpec {
  if (UNREACHABLE.has(host)) return { behaviour: 'unreachable' };
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
