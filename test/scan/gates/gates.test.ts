import { describe, expect, it } from 'vitest';
import { sourceOf } from '../../../src/model/records/snapshot-source.ts';
import type { DegradedReason, MxKind } from '../../../src/model/records/words.ts';
import { degradedReasons } from '../../../src/scan/gates/gates.ts';
import { makeDomain, makeSnapshot, type EndpointOverrides } from '../../model/make-records.ts';
import { failed, turnedAway, worldOf, type Shown, type World } from './worlds.ts';

const NOW = '2026-11-30T03:00:00Z';

function reasonsOf(now: World, before: World | null = null, startedAt = NOW): DegradedReason[] {
  const older = before === null ? null : sourceOf(makeSnapshot(before));
  return degradedReasons(
    { domains: () => now.domains, endpoints: () => now.endpoints },
    startedAt,
    older,
  );
}

const all = (endpoint: EndpointOverrides) => (): Shown => ({ endpoint });
const first = (count: number, endpoint: EndpointOverrides) => (index: number) =>
  index < count ? { endpoint } : undefined;
const domains =
  (count: number, mx: MxKind) =>
  (index: number): Shown | undefined =>
    index < count ? { mx, endpoint: null } : undefined;

const PLAINTEXT: EndpointOverrides = { outcome: 'plaintext' };
const STRIPPED: EndpointOverrides = { outcome: 'stripped' };
const wrongName = (certificate: string, problems: EndpointOverrides['problems'] = []) => ({
  certificate,
  problems: ['name-mismatch' as const, ...(problems ?? [])],
});
const BLOCKED = '5.7.1 Service unavailable; client [192.0.2.9] blocked using zen.spamhaus.org';
const TOO_MANY = '4.7.0 mx.example.org Error: too many connections from 192.0.2.9';

describe('a first survey of 200 unrelated operators is degraded', () => {
  it.each<[string, (index: number) => Shown | undefined, DegradedReason[]]>([
    [
      'every A and AAAA SERVFAIL',
      all({ address: null, ...failed('dns', 'server-failure') }),
      ['dns-failing'],
    ],
    ['98 domains SERVFAIL', domains(98, 'failed'), ['dns-failing']],
    ['NXDOMAIN to everything', domains(200, 'nxdomain'), ['names-not-found']],
    ['empty NOERROR to everything', domains(200, 'none'), ['names-not-found']],
    ['NXDOMAIN to half of them', domains(100, 'nxdomain'), ['names-not-found']],
    ['empty NOERROR to half of them', domains(100, 'none'), ['names-not-found']],
    [
      'no address of any host',
      all({ address: null, ...failed('dns', 'no-address') }),
      ['names-not-found'],
    ],
    ['every host on a private address', all(failed('dns', 'private-address')), ['names-not-found']],
    ['STARTTLS absent everywhere', all(PLAINTEXT), ['starttls-missing']],
    ['554 blocked using a list', all(turnedAway(554, BLOCKED)), ['scanner-refused']],
    ['421 too many', all(turnedAway(421, TOO_MANY)), ['scanner-refused']],
    ['421 and no more', all(turnedAway(421, 'Service not available')), ['no-dialogue']],
    ['554 and no more', all(turnedAway(554, 'no SMTP service here')), ['no-dialogue']],
    ['closing', all(failed('greeting', 'closed')), ['no-dialogue']],
    ['resetting', all(failed('connect', 'reset')), ['no-dialogue']],
    ['silent', all(failed('greeting', 'timeout')), ['no-dialogue']],
    ['HTTP or implicit TLS', all(failed('greeting', 'not-smtp')), ['no-dialogue']],
    ['port 25 dropped for 199', first(199, failed('connect', 'timeout')), ['no-connection']],
    ['port 25 dropped for all', all(failed('connect', 'timeout')), ['no-connection']],
    ['a firewall that refuses', all(failed('connect', 'blocked')), ['no-connection']],
    ['STARTTLS masked everywhere', all(STRIPPED), ['starttls-stripped']],
    ['STARTTLS masked at a tenth', first(20, STRIPPED), ['starttls-stripped']],
    [
      'one certificate, untrusted',
      all(wrongName('c', ['self-signed'])),
      ['one-certificate-everywhere'],
    ],
    [
      'one certificate, untrusted, at a tenth',
      first(20, wrongName('c', ['untrusted-issuer'])),
      ['one-certificate-everywhere'],
    ],
    ['one certificate of a trusted issuer', all(wrongName('c')), ['one-certificate-everywhere']],
    [
      'TLS that fails everywhere',
      all({ outcome: 'tls-failed', failure: { stage: 'handshake', code: 'reset', detail: '' } }),
      ['tls-failing'],
    ],
    [
      'STARTTLS refused everywhere',
      all({ outcome: 'refused-starttls', reply: { stage: 'starttls', code: 502, text: 'no' } }),
      ['tls-failing'],
    ],
    [
      'two in a hundred short of sockets',
      first(4, failed('connect', 'local-limit')),
      ['local-limit'],
    ],
    [
      'a third silent, a third listed, a third dropped',
      (index) => ({
        endpoint:
          [failed('greeting', 'timeout'), turnedAway(554, BLOCKED), failed('connect', 'timeout')][
            index % 3
          ] ?? null,
      }),
      ['mostly-unknown'],
    ],
  ])('%s', (_, show, expected) => {
    expect(reasonsOf(worldOf(200, show))).toEqual(expected);
  });
});

describe('a first survey is good', () => {
  it.each<[string, World]>([
    ['of nothing', worldOf(0)],
    ['of good servers', worldOf(200)],
    ['two masked hosts at two of 300 operators', worldOf(300, first(2, STRIPPED))],
    ['five dead domains of five', worldOf(5, domains(5, 'failed'))],
    ['five dead domains of 200', worldOf(200, domains(5, 'failed'))],
    ['five domains that are gone', worldOf(5, domains(5, 'nxdomain'))],
    ['a quarter without mail', worldOf(200, domains(50, 'none'))],
    ['every domain with a null MX', worldOf(200, domains(200, 'null-mx'))],
    ['six without STARTTLS', worldOf(6, all(PLAINTEXT))],
    ['three of six masked', worldOf(6, first(3, STRIPPED))],
    ['six that do not speak SMTP', worldOf(6, all(failed('greeting', 'not-smtp')))],
    ['six with one certificate of none of them', worldOf(4, all(wrongName('c', ['self-signed'])))],
    ['two that cannot be reached', worldOf(2, all(failed('connect', 'timeout')))],
    ['30 % without STARTTLS', worldOf(200, first(60, PLAINTEXT))],
    ['a third that refuses a scanner on a list', worldOf(200, first(60, turnedAway(554, BLOCKED)))],
    ['a tenth that cannot be reached', worldOf(200, first(20, failed('connect', 'timeout')))],
    [
      'all self-signed, each its own',
      worldOf(200, (index) => ({ endpoint: wrongName(`c${index}`, ['self-signed']) })),
    ],
    [
      'one appliance with its factory certificate at 2 %',
      worldOf(200, first(4, wrongName('c', ['self-signed']))),
    ],
    ['hosts with IPv6 only, without IPv6', worldOf(200, all(failed('connect', 'no-ipv6')))],
    ['200 short of a socket once', worldOf(200, first(1, failed('connect', 'local-limit')))],
  ])('%s', (_, world) => {
    expect(reasonsOf(world)).toEqual([]);
  });

  it.each([
    ['one address', () => '192.0.2.1', []],
    ['one network', (index: number) => `192.0.2.${index}`, []],
    ['a few networks', (index: number) => `192.${index % 4}.2.${index}`, []],
  ])("30 customers' hosts with the certificate of one hoster at %s", (_, addressOf) => {
    const show = (index: number) => ({
      endpoint: { ...wrongName('hoster'), address: addressOf(index) },
    });
    expect(reasonsOf(worldOf(30, show))).toEqual([]);
    const among = worldOf(200, (index) => (index < 30 ? show(index) : undefined));
    expect(reasonsOf(among)).toEqual([]);
  });

  it('of one hoster whose own certificate is self-signed, at one address', () => {
    const show = all({ ...wrongName('hoster', ['self-signed']), address: '192.0.2.1' });
    expect(reasonsOf(worldOf(30, show))).toEqual([]);
  });

  it('a hoster with 10,000 domains that are gone is one vote of 200', () => {
    const world = worldOf(200);
    const failing = makeDomain({ mx: { kind: 'failed' } });
    const hoster = Array.from({ length: 10_000 }, (_, index) => ({
      ...failing,
      domain: `d${100_000 + index}.hoster.example`,
    }));
    expect(reasonsOf({ ...world, domains: [...hoster, ...world.domains] })).toEqual([]);
  });
});

describe('against the last good survey', () => {
  const good = worldOf(200);

  it.each<[string, (index: number) => Shown | undefined, DegradedReason[]]>([
    ['a tenth of the domains SERVFAIL', domains(20, 'failed'), ['dns-failing']],
    [
      'a tenth of the hosts SERVFAIL',
      first(20, { address: null, ...failed('dns', 'server-failure') }),
      ['dns-failing'],
    ],
    ['a twentieth of the domains without mail', domains(10, 'nxdomain'), ['names-not-found']],
    [
      'a twentieth of the hosts without address',
      first(10, { address: null, ...failed('dns', 'nxdomain') }),
      ['names-not-found'],
    ],
    ['a tenth not reached', first(20, failed('connect', 'timeout')), ['no-connection']],
    ['a tenth silent', first(20, failed('greeting', 'timeout')), ['no-dialogue']],
    ['a twentieth refuses the scanner', first(10, turnedAway(554, BLOCKED)), ['scanner-refused']],
    ['five lose STARTTLS', first(5, PLAINTEXT), ['starttls-missing']],
    ['four masked', first(4, STRIPPED), ['starttls-stripped']],
    [
      'a twentieth fails TLS',
      first(10, { outcome: 'refused-starttls', reply: { stage: 'starttls', code: 454, text: '' } }),
      ['tls-failing'],
    ],
    [
      'a twentieth with one certificate, though trusted',
      first(10, wrongName('c')),
      ['one-certificate-everywhere'],
    ],
    [
      'a tenth silent or not reached',
      (index) =>
        [{ endpoint: failed('greeting', 'timeout') }, { endpoint: failed('connect', 'timeout') }][
          index < 32 ? index % 2 : 2
        ],
      ['mostly-unknown'],
    ],
  ])('is degraded: %s', (_, show, expected) => {
    expect(reasonsOf(worldOf(200, show), good)).toEqual(expected);
  });

  it('is degraded where one family of addresses is lost alone', () => {
    const second = (endpoint: EndpointOverrides): World => ({
      ...good,
      endpoints: worldOf(200, (index) => ({
        endpoint: { address: `2001:db8::${index.toString(16)}`, ...endpoint },
      })).endpoints.flatMap((each, index) => [...good.endpoints.slice(index, index + 1), each]),
    });
    expect(reasonsOf(second({}), second({}))).toEqual([]);
    expect(reasonsOf(second(failed('connect', 'timeout')), second({}))).toContain('no-connection');
  });

  it.each<[string, (index: number) => Shown | undefined]>([
    ['nothing changed', () => undefined],
    ['four lose STARTTLS', first(4, PLAINTEXT)],
    ['two masked', first(2, STRIPPED)],
    ['nine that are gone', domains(9, 'nxdomain')],
    ['nineteen not reached', first(19, failed('connect', 'timeout'))],
    ['eight that refuse the scanner', first(8, turnedAway(554, BLOCKED))],
  ])('is good: %s', (_, show) => {
    expect(reasonsOf(worldOf(200, show), good)).toEqual([]);
  });

  it.each<[string, (index: number) => Shown | undefined]>([
    ['30 % without STARTTLS', first(60, PLAINTEXT)],
    ['half without mail', domains(100, 'nxdomain')],
    ['all without STARTTLS', all(PLAINTEXT)],
    ['a third listed', first(70, turnedAway(554, BLOCKED))],
    ['30 hosts of a hoster', first(30, wrongName('hoster'))],
  ])('is good where it was so before: %s', (_, show) => {
    expect(reasonsOf(worldOf(200, show), worldOf(200, show))).toEqual([]);
  });

  it('is good where a small list goes bad', () => {
    expect(reasonsOf(worldOf(4, all(PLAINTEXT)), worldOf(4))).toEqual([]);
    expect(reasonsOf(worldOf(4, domains(4, 'failed')), worldOf(4))).toEqual([]);
  });

  it('is good where one hoster of 50 domains and hosts goes bad', () => {
    const hoster = (endpoint: EndpointOverrides) =>
      worldOf(200, (index) =>
        index < 50
          ? { endpoint: { host: `mx${100 + index}.hoster.example`, ...endpoint } }
          : undefined,
      );
    expect(reasonsOf(hoster(PLAINTEXT), hoster({}))).toEqual([]);
    expect(reasonsOf(hoster(failed('connect', 'timeout')), hoster({}))).toEqual([]);
  });

  it('compares with no survey of more than a year before', () => {
    const lost = worldOf(200, first(20, PLAINTEXT));
    expect(reasonsOf(lost, good, '2027-11-20T03:00:00Z')).toEqual(['starttls-missing']);
    expect(reasonsOf(lost, good, '2027-11-30T03:00:00Z')).toEqual([]);
  });
});

it('reads each list of records once', () => {
  const world = worldOf(20);
  let reads = 0;
  const once =
    <T>(records: T[]) =>
    () => {
      reads++;
      return records.values();
    };
  degradedReasons({ domains: once(world.domains), endpoints: once(world.endpoints) }, NOW, null);
  expect(reads).toBe(2);
});
