import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SnapshotSchema, type Snapshot } from '../../../src/model/records/snapshot.ts';
import { canonicalJson, snapshotText } from '../../../src/model/records/snapshot-text.ts';
import { makeCertificate, makeDomain, makeEndpoint, makeSnapshot } from '../make-records.ts';

function textOf(snapshot: Snapshot): string {
  return [...snapshotText(snapshot)].join('');
}

const KEYS = {
  survey:
    'date startedAt finishedAt vantage degraded scanner ehlo resolver dnssec families settings lists categories excluded counts givenMx',
  domains:
    'domain category provider level decidedBy starttls tls problems counts mx mtaSts tlsRpt notes onionMx',
  endpoints:
    'host address outcome failure reply smtp tls certificate chain path problems undetermined notes dane deep dnsbl',
  certificates:
    'id subject issuer names namesTotal notBefore notAfter serial key signature spkiSha256 selfSigned ca',
};

describe('the text of a snapshot', () => {
  it('of nothing has all sections, empty', () => {
    const lines = textOf(makeSnapshot()).split('\n');
    expect([...lines.slice(0, 2), ...lines.slice(3)]).toEqual([
      '{',
      '"format":"mxtls/1",',
      '"domains":[',
      '],',
      '"endpoints":[',
      '],',
      '"certificates":[',
      ']',
      '}',
      '',
    ]);
    expect(lines[2]).toMatch(/^"survey":\{"date":"2026-11-23",.*\},$/);
  });

  it('has every record on a line of its own, with commas between', () => {
    const endpoints = ['a.gr', 'b.gr', 'c.gr'].map((host) => makeEndpoint({ host }));
    const snapshot = makeSnapshot({
      domains: [makeDomain({ domain: 'one.gr' }), makeDomain({ domain: 'two.gr' })],
      endpoints,
      certificates: [makeCertificate()],
    });
    const begins = textOf(snapshot)
      .split('\n')
      .map((line) => line.replace(/^(\{"\w+":"[^"]*").*?(,?)$/, '$1…$2'));
    expect(begins.slice(3)).toEqual([
      '"domains":[',
      '{"domain":"one.gr"…,',
      '{"domain":"two.gr"…',
      '],',
      '"endpoints":[',
      '{"host":"a.gr"…,',
      '{"host":"b.gr"…,',
      '{"host":"c.gr"…',
      '],',
      '"certificates":[',
      `{"id":"${snapshot.certificates[0]?.id ?? ''}"…`,
      ']',
      '}',
      '',
    ]);
  });

  it('has all keys of a record in the order of the format, however they were put in', () => {
    const { domain, ...rest } = makeDomain();
    const turned = Object.fromEntries(Object.entries({ ...rest, domain }).reverse());
    const snapshot = makeSnapshot({
      domains: [turned as unknown as ReturnType<typeof makeDomain>],
      endpoints: [makeEndpoint()],
      certificates: [makeCertificate()],
    });
    const read = JSON.parse(textOf(snapshot)) as Record<keyof typeof KEYS, object | object[]>;
    for (const section of ['survey', 'domains', 'endpoints', 'certificates'] as const) {
      const record = [read[section]].flat()[0] ?? {};
      expect(Object.keys(record).join(' ')).toBe(KEYS[section]);
    }
  });

  it('refuses what is no record: that is a bug', () => {
    const snapshot = makeSnapshot({ survey: { date: 'today' } });
    expect(() => textOf(snapshot)).toThrow();
  });
});

/** Characters that hide, turn round or repaint text, and a few that break it. */
const HOSTILE = [
  ...Array.from({ length: 0x20 }, (_, code) => String.fromCharCode(code)),
  ...Array.from({ length: 0x21 }, (_, code) => String.fromCharCode(0x7f + code)),
  ...['\u061c', '\u200e', '\u200f', '\u2028', '\u2029', '\u202a', '\u202b', '\u202c', '\u202d'],
  ...['\u202e', '\u2066', '\u2067', '\u2068', '\u2069', '\ud800', '\udbff', '\udc00', '\udfff'],
];

describe('foreign text', () => {
  it.each(HOSTILE)('%j is written with a backslash', (character) => {
    const text = canonicalJson(`a${character}z`);
    expect(text).not.toContain(character);
    expect(text).toMatch(/^"a\\(?:u[0-9a-f]{4}|[bfnrt])z"$/);
    expect(JSON.parse(text)).toBe(`a${character}z`);
  });

  it.each(['é', 'ω', '中', '😀', '\u200d', "'", '<', '/'])('%s stays as it is', (character) => {
    expect(canonicalJson(character)).toBe(`"${character}"`);
  });

  const foreign = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.string({ unit: fc.constantFrom(...HOSTILE, 'a', '"', '\\', '\\u', 'é', '😀') }),
    fc.constantFrom('__proto__', 'constructor', 'toString', 'hasOwnProperty', ''),
  );
  const snapshots = fc
    .record({
      domains: fc.uniqueArray(foreign, { maxLength: 4 }),
      hosts: fc.uniqueArray(foreign, { maxLength: 4 }),
      names: fc.array(foreign, { maxLength: 3 }),
      provider: fc.option(foreign),
    })
    .map(({ domains, hosts, names, provider }) =>
      makeSnapshot({
        survey: {
          vantage: provider,
          categories: names.map((name) => ({ name, providers: domains })),
        },
        domains: domains.map((domain) => makeDomain({ domain, provider, notes: names })),
        endpoints: hosts.map((host) =>
          makeEndpoint({
            host,
            outcome: 'rejected',
            reply: { stage: 'greeting', code: 554, text: names.join() },
          }),
        ),
        certificates: [makeCertificate({ subject: names.join(), names, namesTotal: names.length })],
      }),
    );

  it('comes back from JSON.parse as it was', () => {
    fc.assert(
      fc.property(snapshots, (snapshot) => {
        const read: unknown = JSON.parse(textOf(snapshot));
        expect(read).toEqual(JSON.parse(JSON.stringify(snapshot)));
        expect(SnapshotSchema.parse(read)).toEqual(snapshot);
      }),
    );
  });

  it('is the same bytes each time, valid UTF-8, and holds no line up', () => {
    fc.assert(
      fc.property(snapshots, (snapshot) => {
        const text = textOf(snapshot);
        expect(textOf(structuredClone(snapshot))).toBe(text);
        expect(Buffer.from(text).toString()).toBe(text);
        const { domains, endpoints, certificates } = snapshot;
        const records = domains.length + endpoints.length + certificates.length;
        expect(text.split('\n')).toHaveLength(records + 11);
        const characters = new Set(text);
        expect(HOSTILE.filter((each) => characters.has(each))).toEqual(['\n']);
      }),
    );
  });
});
