/** Who signed a certificate: itself, the CA public in this world, or one of `AUTHORITIES`. */
type Issuer = 'itself' | 'public CA' | AuthorityName;

/** The facts that are known of a certificate. */
export interface CertificateFacts {
  /** In encoding order. */
  readonly subject: string;
  /** dNSNames; absent: no subjectAltName. */
  readonly names?: readonly string[];
  readonly notBefore: string;
  readonly notAfter: string;
  readonly issuer: Issuer;
  /** The server did not send the issuer's certificate, though it is no root. */
  readonly alone?: true;
}

/** CAs between the leaves and the public CA, and CAs of providers' own. */
export type AuthorityName =
  | 'TERENA SSL CA'
  | 'TERENA SSL CA 2'
  | 'Symantec G4'
  | 'GeoTrust G3'
  | 'RapidSSL G3'
  | 'Go Daddy G2'
  | 'COMODO DV'
  | 'AUTH R4'
  | 'SCH'
  | 'MIL';

/**
 * The authorities. The public CA of the lab stands for the roots of 2016, HARICA's too, and for what was between
 * them and these. Only subject and dates are known, so that keys and signatures are taken to be good ones.
 */
export const AUTHORITIES = {
  'TERENA SSL CA': {
    subject: 'C=NL, O=TERENA, CN=TERENA SSL CA',
    notBefore: '2009-05-18T00:00:00Z',
    notAfter: '2020-05-30T10:48:38Z',
    issuer: 'public CA',
  },
  'TERENA SSL CA 2': {
    subject: 'C=NL, ST=Noord-Holland, L=Amsterdam, O=TERENA, CN=TERENA SSL CA 2',
    notBefore: '2014-10-09T00:00:00Z',
    notAfter: '2024-10-08T23:59:59Z',
    issuer: 'public CA',
  },
  'Symantec G4': {
    subject:
      'C=US, O=Symantec Corporation, OU=Symantec Trust Network, CN=Symantec Class 3 Secure Server CA - G4',
    notBefore: '2013-10-31T00:00:00Z',
    notAfter: '2023-10-30T23:59:59Z',
    issuer: 'public CA',
  },
  'GeoTrust G3': {
    subject: 'C=US, O=GeoTrust Inc., CN=GeoTrust SSL CA - G3',
    notBefore: '2013-11-05T21:36:50Z',
    notAfter: '2022-05-20T21:36:50Z',
    issuer: 'public CA',
  },
  'RapidSSL G3': {
    subject: 'C=US, O=GeoTrust Inc., CN=RapidSSL SHA256 CA - G3',
    notBefore: '2014-08-29T21:39:32Z',
    notAfter: '2022-05-20T21:39:32Z',
    issuer: 'public CA',
  },
  'Go Daddy G2': {
    subject:
      'C=US, ST=Arizona, L=Scottsdale, O=GoDaddy.com\\, Inc., OU=http://certs.godaddy.com/repository/, CN=Go Daddy Secure Certificate Authority - G2',
    notBefore: '2011-05-03T07:00:00Z',
    notAfter: '2031-05-03T07:00:00Z',
    issuer: 'public CA',
  },
  'COMODO DV': {
    subject:
      'C=GB, ST=Greater Manchester, L=Salford, O=COMODO CA Limited, CN=COMODO RSA Domain Validation Secure Server CA',
    notBefore: '2014-02-12T00:00:00Z',
    notAfter: '2029-02-11T23:59:59Z',
    issuer: 'public CA',
  },
  'AUTH R4': {
    subject:
      'C=GR, O=Hellenic Academic and Research Institutions Cert. Authority, CN=Aristotle University of Thessaloniki Central CA R4',
    notBefore: '2014-01-09T12:44:39Z',
    notAfter: '2022-01-07T12:44:39Z',
    issuer: 'public CA',
  },
  SCH: {
    subject: 'C=GR, O=SCH, CN=SCH_SERVERS_CA',
    notBefore: '2008-04-28T13:27:30Z',
    notAfter: '2011-03-11T13:18:00Z',
    issuer: 'itself',
  },
  // Never sent: that it was the provider's own is published, its subject and dates are made up.
  MIL: {
    subject: 'C=GR, CN=MIL own CA',
    notBefore: '2010-01-01T00:00:00Z',
    notAfter: '2020-01-01T00:00:00Z',
    issuer: 'itself',
  },
} satisfies Record<AuthorityName, CertificateFacts>;

const numbered = (name: string, first: number, last: number, zone: string): string[] =>
  Array.from({ length: last - first + 1 }, (_, n) => `${name}${first + n}.${zone}`);

const authNames = (zone: string): string[] => [
  ...numbered('mailsrv', 1, 4, zone),
  `mail.${zone}`,
  ...numbered('mail', 0, 8, zone),
];

const SCH_PREFECTURES =
  'ach ilei ait fok evr rod xan kav dra ser chal thess kil pel ima pie flo kas gre koz ioa thesp pre art tri kar ' +
  'lar mag eyr eyv fth voi att kor arg ark mes lak les chi sam kyk dod ira las chan reth ker lef zak kef';

function oteServer(host: string, state: string): CertificateFacts {
  return {
    subject: `C=GR, ST=${state}, L=Marousi, O=Hellenic Telecommunications Organization S.A., OU=Powered by Adacom, CN=${host}`,
    names: [host],
    notBefore: '2015-03-02T00:00:00Z',
    notAfter: '2017-04-30T23:59:59Z',
    issuer: 'GeoTrust G3',
  };
}

/** The certificates that servers sent on 2016-01-23 or 2016-03-26. Hosts that name the same one share it. */
export const CERTIFICATES = {
  'kriton.ote.gr': oteServer('kriton.ote.gr', 'Attiki'),
  'platon.ote.gr': oteServer('platon.ote.gr', 'Attiki'),
  'socrates.ote.gr': oteServer('socrates.ote.gr', 'Greece'),
  'solon.ote.gr': oteServer('solon.ote.gr', 'Attiki'),
  'mailgate.otenet.gr': {
    subject:
      'C=GR, ST=ATTICA, L=MAROUSI, O=HELLENIC TELECOMMUNICATIONS ORGANIZATION S.A., OU=Internet Services, CN=mailgate.otenet.gr',
    names: ['mailgate.otenet.gr'],
    notBefore: '2015-04-21T00:00:00Z',
    notAfter: '2016-04-21T23:59:59Z',
    issuer: 'Symantec G4',
  },
  IMSVA: {
    subject: 'ST=CA, L=CU, O=TREND, OU=IMSVA, CN=IMSVA.TREND',
    notBefore: '2011-04-02T09:29:00Z',
    notAfter: '2031-04-02T09:29:00Z',
    issuer: 'itself',
  },
  // Published as valid, though the host's name, mx2.windtools.gr, is not in it.
  'mail.windtools.gr': {
    subject: 'OU=Domain Control Validated, CN=mail.windtools.gr',
    names: [
      'mail.windtools.gr',
      'www.mail.windtools.gr',
      'smtp.windtools.gr',
      'www.windtools.gr',
      'new.windtools.gr',
      'windtools.gr',
    ],
    notBefore: '2015-06-03T16:39:39Z',
    notAfter: '2016-06-27T18:50:02Z',
    issuer: 'public CA',
  },
  'mx0.grnet.gr': {
    subject: 'OU=Domain Control Validated, CN=mx0.grnet.gr',
    names: ['mx0.grnet.gr'],
    notBefore: '2014-10-23T00:00:00Z',
    notAfter: '2017-10-22T23:59:59Z',
    issuer: 'TERENA SSL CA 2',
  },
  'm1.ach.sch.gr': {
    subject: 'C=GR, O=SCH, CN=m1.ach.sch.gr',
    names: [...SCH_PREFECTURES.split(' ').map((name) => `mail.${name}.sch.gr`), 'mail.sch.gr'],
    notBefore: '2009-02-11T09:30:20Z',
    notAfter: '2010-02-11T09:30:20Z',
    issuer: 'SCH',
  },
  // 2.5.4.13 is description.
  'mail.mil.gr': {
    subject: '2.5.4.13=1LGyBQG8YsIsF6KC, C=GR, CN=mail.mil.gr, E=hostmaster@mil.gr',
    names: ['mail.mil.gr', 'mil.gr'],
    notBefore: '2014-05-14T18:27:41Z',
    notAfter: '2015-05-15T10:26:32Z',
    issuer: 'MIL',
    alone: true,
  },
  AUTH: {
    subject:
      'C=GR, O=Aristotle University of Thessaloniki, OU=IT Center, CN=AUTH Mail Servers 2014',
    names: [
      'mail.auth.gr',
      ...authNames('it.auth.gr'),
      ...authNames('ccf.auth.gr').toSpliced(4, 0, 'mail.auth.gr'),
    ],
    notBefore: '2014-04-10T00:00:00Z',
    notAfter: '2016-04-09T20:55:12Z',
    issuer: 'AUTH R4',
  },
  'smtp.ntua.gr': {
    subject: 'OU=Domain Control Validated, CN=smtp.ntua.gr',
    names: ['smtp.ntua.gr'],
    notBefore: '2014-04-09T00:00:00Z',
    notAfter: '2017-04-08T23:59:59Z',
    issuer: 'TERENA SSL CA',
  },
  'albatross.upnet.gr': {
    subject: 'OU=Domain Control Validated, CN=albatross.upnet.gr',
    names: ['albatross.upnet.gr'],
    notBefore: '2014-12-17T00:00:00Z',
    notAfter: '2017-12-16T23:59:59Z',
    issuer: 'TERENA SSL CA 2',
  },
  Parallels: {
    subject:
      'C=US, ST=Virginia, L=Herndon, O=Parallels, OU=Parallels Panel, CN=Parallels Panel, E=info@parallels.com',
    notBefore: '2013-01-03T01:09:49Z',
    notAfter: '2014-01-03T01:09:49Z',
    issuer: 'itself',
  },
  '*.espiv.net': {
    subject: 'OU=Domain Control Validated, OU=PositiveSSL Wildcard, CN=*.espiv.net',
    names: ['*.espiv.net', 'espiv.net'],
    notBefore: '2015-07-05T00:00:00Z',
    notAfter: '2017-07-06T23:59:59Z',
    issuer: 'public CA',
  },
  '*.forthnet.gr': {
    subject: 'OU=Domain Control Validated, CN=*.forthnet.gr',
    names: ['*.forthnet.gr', 'forthnet.gr'],
    notBefore: '2015-04-21T08:07:38Z',
    notAfter: '2018-05-10T07:18:49Z',
    issuer: 'Go Daddy G2',
  },
  '*.megamailservers.eu': {
    subject: 'CN=*.megamailservers.eu',
    names: ['*.megamailservers.eu', 'megamailservers.eu'],
    notBefore: '2015-12-06T14:57:10Z',
    notAfter: '2018-06-21T20:34:55Z',
    issuer: 'RapidSSL G3',
  },
  'mx.antispamcloud.com': {
    subject: 'OU=Domain Control Validated, OU=PositiveSSL Multi-Domain, CN=mx.antispamcloud.com',
    names: [
      'mx.antispamcloud.com',
      'fallbackmx.spamexperts.eu',
      'filter10.antispamcloud.com',
      'lastmx.spamexperts.net',
      'mx.spamexperts.com',
    ],
    notBefore: '2015-08-11T00:00:00Z',
    notAfter: '2018-11-08T23:59:59Z',
    issuer: 'COMODO DV',
  },
} satisfies Record<string, CertificateFacts>;

/** A certificate of the table. */
export type CertificateName = keyof typeof CERTIFICATES;
