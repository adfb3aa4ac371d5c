import type { Certificate } from '../../../src/model/records/certificate.ts';
import type { Endpoint } from '../../../src/model/records/endpoint.ts';
import type { Snapshot } from '../../../src/model/records/snapshot.ts';
import type { TlsVersion } from '../../../src/model/records/words.ts';
import {
  makeCertificate,
  makeDomain,
  makeEndpoint,
  makeSnapshot,
  type EndpointOverrides,
} from '../../model/make-records.ts';

/** Category; provider; its domains, each with its MX hosts. A host with `/1.0` spoke that version, `?` is unknown, the others have no TLS. */
const LIST = `
Commercial Providers
OTE/COSMOTE; ote.gr=kriton.ote.gr/1.0,platon.ote.gr/1.0,socrates.ote.gr/1.0,solon.ote.gr/1.0; otenet.gr=deneb.otenet.gr/1.0,mx.otenet.gr/1.0,mx2.otenet.gr/1.0,mx3.otenet.gr/1.0,mx4.otenet.gr/1.0,iris.otenet.gr?; cosmote.gr=mail1.dt-one.com/1.2,mail2.dt-one.com/1.2,mail3.dt-one.com/1.2,mail4.dt-one.com/1.2,amrsrv01.cosmote.gr?,mmrsrv01.cosmote.gr?,pvextmailah01.cosmote.gr?
WIND; wind.gr=mailrelay.wind.gr,mailrelay2.wind.gr; windtools.gr=mx1.windtools.gr?,mx2.windtools.gr/1.0
CYTA; cyta.gr=dcmail05.cyta.gr,dcmail06.cyta.gr; hq.cyta.gr=mail-relay.cyta.gr; cyta.com.cy=mx1.cytanet.com.cy,mx2.cytanet.com.cy
FORTHNET; forthnet.gr=mailsrv.forthnet.gr; ath.forthnet.gr=mailsrv.forthnet.gr
VODAFONE; vodafone.gr=mx1.mydomain.ro,mx2.mydomain.ro; vodafone.com.gr=relay1.netnames.net
non-Commercial Providers
GRNET; grnet.gr=mx0.grnet.gr/1.2
SCH; sch.gr=mx.sch.gr?,mx2.sch.gr/1.0
MIL; mil.gr=ml.mil.gr/1.0
Universities
AUTH; auth.gr=mailsrv1.ccf.auth.gr/1.2,mailsrv2.ccf.auth.gr/1.2
NTUA; ntua.gr=achilles.noc.ntua.gr/1.0,diomedes.noc.ntua.gr/1.0,ulysses.noc.ntua.gr/1.2
UPATRAS; upnet.gr=albatross.upnet.gr/1.0
Free Providers
IN; in.gr=eml1.in.gr,eml2.in.gr
MAILBOX; mailbox.gr=mail.mailbox.gr/1.2
Radical Providers
ESPIV; espiv.net=mail.espiv.net/1.2
`;

const THEN = { notBefore: '2015-04-21T00:00:00Z', notAfter: '2017-04-08T23:59:59Z' };
const issued = (name: string, issuer: string, more: Partial<Certificate> = {}) =>
  makeCertificate({ subject: `CN=${name}`, names: [name], issuer, ...THEN, ...more });
const selfSigned = (name: string, more: Partial<Certificate> = {}) =>
  issued(name, `CN=${name}`, { selfSigned: true, ...more });

const SCH_CA = issued('SCH_SERVERS_CA', 'CN=SCH_SERVERS_CA,O=SCH,C=GR', {
  subject: 'CN=SCH_SERVERS_CA,O=SCH,C=GR',
  notAfter: '2011-03-11T13:18:00Z',
  ca: true,
  selfSigned: true,
});
const TERENA = 'CN=TERENA SSL CA 2,O=TERENA,L=Amsterdam,ST=Noord-Holland,C=NL';
const GEOTRUST = 'CN=GeoTrust SSL CA - G3,O=GeoTrust Inc.,C=US';
const SHARED = {
  mailgate: issued(
    'mailgate.otenet.gr',
    'CN=Symantec Class 3 Secure Server CA - G4,O=Symantec Corporation,C=US',
  ),
  dtOne: selfSigned('mail.dt-one.com'),
  ntua: issued('smtp.ntua.gr', TERENA),
};

/** What each host presented: the start of its name, the certificate, and what is wrong with it. */
const PRESENTED: [RegExp, (host: string) => Certificate, Partial<EndpointOverrides>][] = [
  [/\.ote\.gr$/, (host) => issued(host, GEOTRUST), {}],
  [/\.otenet\.gr$/, () => SHARED.mailgate, { problems: ['name-mismatch'] }],
  [/dt-one/, () => SHARED.dtOne, { problems: ['name-mismatch', 'self-signed'] }],
  [
    /windtools/,
    () =>
      issued(
        'mail.windtools.gr',
        'CN=Go Daddy Secure Certificate Authority - G2,O=GoDaddy.com\\, Inc.',
      ),
    { problems: ['name-mismatch'] },
  ],
  [/grnet|upnet/, (host) => issued(host, TERENA), {}],
  [
    /sch\.gr/,
    () =>
      issued('m1.ach.sch.gr', SCH_CA.subject, {
        subject: 'CN=m1.ach.sch.gr,O=SCH,C=GR',
        names: ['mail.ach.sch.gr', 'mail.sch.gr'],
        notAfter: '2010-02-11T09:30:20Z',
      }),
    {
      problems: ['expired', 'name-mismatch', 'untrusted-issuer', 'issuer-expired'],
      path: { outcome: 'untrusted-root', via: [SCH_CA.id] },
    },
  ],
  [
    /mil\.gr/,
    () =>
      issued('mail.mil.gr', 'CN=MIL.GR CA', {
        names: ['mail.mil.gr', 'mil.gr'],
        notAfter: '2015-05-15T10:26:32Z',
      }),
    { problems: ['expired', 'name-mismatch', 'untrusted-issuer'] },
  ],
  [
    /auth\.gr/,
    (host) =>
      issued(
        host,
        'CN=HARICA SSL RSA SubCA R3,O=Hellenic Academic and Research Institutions CA,C=GR',
      ),
    {},
  ],
  [/ntua/, () => SHARED.ntua, { problems: ['name-mismatch'] }],
  [
    /mailbox/,
    () => selfSigned('Parallels Panel', { names: [], notAfter: '2013-06-27T18:50:02Z' }),
    { problems: ['expired', 'name-mismatch', 'self-signed'] },
  ],
  [
    /espiv/,
    () =>
      issued(
        '*.espiv.net',
        'CN=COMODO RSA Domain Validation Secure Server CA,O=COMODO CA Limited,C=GB',
      ),
    {},
  ],
];

const VERSIONS: Record<string, TlsVersion> = { '1.0': 'TLSv1', '1.2': 'TLSv1.2' };

/** A snapshot of 2016-01-23 as it would have been with mxtls, cut short; its text is held against what was published then. */
export function makeSurvey2016(): Snapshot {
  const endpoints = new Map<string, Endpoint>();
  const certificates = new Map([[SCH_CA.id, SCH_CA]]);
  const rows: { category: string; provider: string; domain: string; hosts: string[] }[] = [];
  const categories: Snapshot['survey']['categories'] = [];
  for (const line of LIST.trim().split('\n')) {
    const [provider = '', ...domains] = line.split('; ');
    const category = categories.at(-1);
    if (domains.length === 0 || category === undefined) {
      categories.push({ name: line, providers: [] });
      continue;
    }
    category.providers.push(provider);
    for (const each of domains) {
      const [domain = '', marks = ''] = each.split('=');
      const hosts = marks.split(',').map((mark) => {
        const endpoint = endpointOf(mark, certificates);
        endpoints.set(endpoint.host, endpoint);
        return endpoint.host;
      });
      rows.push({ category: category.name, provider, domain, hosts });
    }
  }
  const all = [...endpoints.values()];
  return makeSnapshot({
    survey: { date: '2016-01-23', startedAt: '2016-01-23T03:00:00Z', categories },
    domains: rows.map((row) => makeDomain(row, all)),
    endpoints: all,
    certificates: [...certificates.values()],
  });
}

function endpointOf(mark: string, certificates: Map<string, Certificate>): Endpoint {
  const [, host = '', version = ''] = /^([^/?]+)[/?]?(.*)$/.exec(mark) ?? [];
  if (mark.endsWith('?')) {
    const failure = { stage: 'connect', code: 'refused', detail: 'ECONNREFUSED' } as const;
    return makeEndpoint({ host, outcome: 'failed', failure });
  }
  const spoken = VERSIONS[version];
  if (spoken === undefined) return makeEndpoint({ host, outcome: 'plaintext' });
  const [, make, overrides] = PRESENTED.find(([pattern]) => pattern.test(host)) ?? [];
  const certificate = make?.(host) ?? makeCertificate();
  certificates.set(certificate.id, certificate);
  return makeEndpoint({ host, version: spoken, certificate: certificate.id, ...overrides });
}
