import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { createGrMxParser, type GrMxHost } from '../../src/importers/gr-mx-parser.ts';
import { grMxDate, grMxRecords } from '../../src/importers/gr-mx-records.ts';
import { classOf } from '../../src/model/records/endpoint.ts';

const CERTIFICATE = {
  subject: 'CN=mx.a.gr,O=A,C=GR',
  notBefore: '2014-04-09T00:00:00Z',
  notAfter: '2017-04-08T23:59:59Z',
  names: ['mx.a.gr'],
  namesTotal: 1,
};

/** A host that showed TLS 1.2 with a certificate, by default. */
function seen(overrides: Partial<GrMxHost> = {}): GrMxHost {
  const usual = { addresses: ['192.0.2.1'], highest: 'TLSv1.2', ssl3: null } as const;
  return {
    host: 'mx.a.gr',
    ...usual,
    addresses: ['192.0.2.1'],
    chain: [CERTIFICATE],
    ...overrides,
  };
}

const DARK = { highest: null, ssl3: null, chain: [], addresses: [] };

describe('the day of a result', () => {
  it.each([
    { file: 'results-20160123', date: '2016-01-23' },
    { file: '/old/gr-mx/results-20160229.txt', date: '2016-02-29' },
    { file: 'old\\results-20171231', date: '2017-12-31' },
    { file: 'results-20160230', date: null },
    { file: 'results-20161301', date: null },
    { file: 'results-2016123', date: null },
    { file: 'results-201601231', date: null },
    { file: 'my-results-20160123', date: null },
    { file: 'results-20160123/other', date: null },
    { file: '2016-01-23.json', date: null },
    { file: '', date: null },
  ])('$file: $date', ({ file, date }) => {
    expect(grMxDate(file)).toBe(date);
  });
});

describe('an endpoint', () => {
  function only(host: GrMxHost) {
    const [endpoint] = grMxRecords([host]).endpoints;
    if (endpoint === undefined) throw new Error('no endpoint');
    return endpoint;
  }

  it('without TLS is unknown, as it may have been unreachable', () => {
    const endpoint = only(seen(DARK));
    expect(endpoint).toMatchObject({ outcome: 'failed', address: null, tls: null, smtp: null });
    expect(endpoint.failure?.detail).toBe('showed no TLS (reachability not recorded)');
    expect(classOf(endpoint)).toBe('unknown');
  });

  it('without TLS, and with a False for SSL 3.0, is unknown as well', () => {
    expect(classOf(only(seen({ ...DARK, ssl3: false })))).toBe('unknown');
  });

  it('with SSL 3.0 and nothing else has spoken that', () => {
    const endpoint = only(seen({ ...DARK, ssl3: true }));
    expect(endpoint).toMatchObject({ outcome: 'tls', tls: { version: 'SSLv3' } });
  });

  it.each([
    { addresses: [], is: { address: null } },
    { addresses: ['192.0.2.1'], is: { address: '192.0.2.1' } },
    {
      addresses: ['192.0.2.9', '192.0.2.10'],
      is: { address: null, addresses: ['192.0.2.10', '192.0.2.9'] },
    },
  ])('has $addresses as $is', ({ addresses, is }) => {
    const { address, addresses: behind } = only(seen({ addresses }));
    expect({ address, ...(behind === undefined ? {} : { addresses: behind }) }).toEqual(is);
  });

  it('with a certificate and no version has spoken TLS, of which the version is not known', () => {
    const endpoint = only(seen({ highest: null }));
    expect(endpoint).toMatchObject({ outcome: 'tls', tls: { version: null } });
    expect(new Set(Object.values(endpoint.tls?.versions ?? {}))).toEqual(new Set(['untested']));
  });

  it('with a version and no certificate is not judged, and no problem', () => {
    expect(only(seen({ chain: [] }))).toMatchObject({
      outcome: 'tls',
      certificate: null,
      chain: [],
      problems: null,
    });
  });

  it('has its chain in the order it was sent, the first its own', () => {
    const authority = { ...CERTIFICATE, subject: 'CN=CA', names: [], namesTotal: 0 };
    const { endpoints, certificates } = grMxRecords([seen({ chain: [CERTIFICATE, authority] })]);
    const subjects = endpoints[0]?.chain.map(
      (id) => certificates.find((each) => each.id === id)?.subject,
    );
    expect(subjects).toEqual(['CN=mx.a.gr,O=A,C=GR', 'CN=CA']);
    expect(endpoints[0]?.certificate).toBe(endpoints[0]?.chain[0]);
    expect(endpoints[0]?.path).toBeNull();
  });

  it('stands once for each host, sorted by the bytes of its name', () => {
    const hosts = ['b.gr', 'a.gr', 'a-b.gr'].map((host) => seen({ host }));
    expect(grMxRecords(hosts).endpoints.map(({ host }) => host)).toEqual([
      'a-b.gr',
      'a.gr',
      'b.gr',
    ]);
  });
});

describe('versions, from SSL 3.0 to TLS 1.3', () => {
  // What the host showed; the highest and the SSL 3.0 that other hosts of the same run showed; y, n or - (untested).
  it.each([
    { highest: 'TLSv1', ssl3: null, other: 'TLSv1.2', otherSsl3: null, versions: '-ynn-' },
    { highest: 'TLSv1', ssl3: null, other: null, otherSsl3: null, versions: '-y---' },
    { highest: 'TLSv1.1', ssl3: null, other: 'TLSv1.2', otherSsl3: null, versions: '--yn-' },
    { highest: 'TLSv1.2', ssl3: null, other: 'TLSv1', otherSsl3: null, versions: '---y-' },
    { highest: 'TLSv1.2', ssl3: null, other: 'TLSv1.3', otherSsl3: null, versions: '---yn' },
    { highest: 'TLSv1.2', ssl3: true, other: null, otherSsl3: null, versions: 'y--y-' },
    { highest: 'TLSv1.2', ssl3: false, other: null, otherSsl3: true, versions: 'n--y-' },
    { highest: 'TLSv1.2', ssl3: false, other: null, otherSsl3: false, versions: '---y-' },
    { highest: 'TLSv1.2', ssl3: null, other: null, otherSsl3: true, versions: '---y-' },
    { highest: null, ssl3: true, other: 'TLSv1.2', otherSsl3: null, versions: 'ynnn-' },
    { highest: null, ssl3: false, other: 'TLSv1.2', otherSsl3: true, versions: 'n----' },
  ] as const)(
    '$highest and $ssl3 beside $other and $otherSsl3: $versions',
    ({ highest, ssl3, other, otherSsl3, versions }) => {
      const hosts = [
        seen({ host: 'a.gr', highest, ssl3 }),
        seen({ host: 'b.gr', highest: other, ssl3: otherSsl3 }),
      ];
      const [endpoint] = grMxRecords(hosts).endpoints;
      const marks = { yes: 'y', no: 'n', untested: '-' };
      const found = Object.values(endpoint?.tls?.versions ?? {}).map((answer) => marks[answer]);
      expect(found.join('')).toBe(versions);
      expect(endpoint?.tls?.version).toBe(highest ?? (ssl3 ? 'SSLv3' : null));
    },
  );
});

describe('a certificate', () => {
  function printed(subject: string, names: string): string[] {
    return [
      'Currently running for: mx.a.gr.',
      `        Subject: ${subject}`,
      '        Validity',
      '            Not Before: Apr  9 00:00:00 2014 GMT',
      '            Not After : Apr  8 23:59:59 2017 GMT',
      '            X509v3 Subject Alternative Name: ',
      `                ${names}`,
    ];
  }

  function certificatesOf(lines: readonly string[]) {
    const parser = createGrMxParser();
    expect(lines.map(parser.feed)).toEqual(lines.map(() => null));
    const result = parser.end();
    return result.kind === 'hosts' ? grMxRecords(result.hosts).certificates : [];
  }

  it('has the facts that were printed, and no others', () => {
    const canonical =
      '["CN=mx.a.gr,O=A\\\\, Inc.,C=GR","2014-04-09T00:00:00Z","2017-04-08T23:59:59Z",["mx.a.gr","a.gr"],2]';
    expect(certificatesOf(printed('C=GR, O=A, Inc., CN=mx.a.gr', 'DNS:MX.a.gr, DNS:a.gr'))).toEqual(
      [
        {
          id: `import:${createHash('sha256').update(canonical).digest('hex')}`,
          subject: 'CN=mx.a.gr,O=A\\, Inc.,C=GR',
          issuer: '',
          names: ['mx.a.gr', 'a.gr'],
          namesTotal: 2,
          notBefore: '2014-04-09T00:00:00Z',
          notAfter: '2017-04-08T23:59:59Z',
          serial: null,
          key: null,
          signature: null,
          spkiSha256: null,
          selfSigned: null,
          ca: null,
        },
      ],
    );
  });

  it('is one certificate in both styles of OpenSSL', () => {
    const [old] = certificatesOf(
      printed('C=NL, O=SCH , CN=a/emailAddress=b@c', 'DNS:a, DirName:/CN=X'),
    );
    const [spaced] = certificatesOf(
      printed('C = NL, O = "SCH ", CN = a, emailAddress = b@c', 'DNS:a, DirName:CN = X'),
    );
    expect(old).toEqual(spaced);
  });

  it.each([
    { name: 'subject', other: { subject: 'CN=b' } },
    { name: 'begin', other: { notBefore: '2014-04-10T00:00:00Z' } },
    { name: 'end', other: { notAfter: null } },
    { name: 'names', other: { names: ['a.gr'] } },
    { name: 'order of names', other: { names: ['b.gr', 'a.gr'], namesTotal: 2 } },
    { name: 'number of names', other: { namesTotal: 2 } },
  ])('of another $name is another', ({ other }) => {
    const hosts = [
      seen({ chain: [{ ...CERTIFICATE, names: ['a.gr', 'b.gr'], namesTotal: 2 }] }),
      seen({ host: 'b.gr', chain: [CERTIFICATE] }),
      seen({ host: 'c.gr', chain: [{ ...CERTIFICATE, ...other }] }),
      seen({ host: 'd.gr', chain: [CERTIFICATE] }),
    ];
    expect(grMxRecords(hosts).certificates).toHaveLength(3);
  });
});
