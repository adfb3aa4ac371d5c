import { describe, expect, it, onTestFinished } from 'vitest';
import type { OnionMx } from '../../src/model/records/onion-mx.ts';
import { createExclusions } from '../../src/model/names/exclusions.ts';
import { openOverSocks } from '../../src/net/socks/open-over-socks.ts';
import { DomainResults } from '../../src/scan/domain-results.ts';
import type { JournalLine } from '../../src/scan/journal/journal-line.ts';
import { carryOut, type SurveyOptions } from '../../src/scan/survey.ts';
import type { ZoneName } from '../lab/dns/dns-zone.ts';
import { labOnion } from '../lab/onion/onion-names.ts';
import { startSocksServer, type SocksAct } from '../lab/onion/socks-server.ts';
import { startSmtpServer } from '../lab/smtp/smtp-server.ts';
import { mx, type WorldSpec } from '../lab/world/world-spec.ts';
import { joinLines } from './journal/memory-journal.ts';
import { optionsFor, raise, targetsOf } from './lab-survey.ts';

const A = labOnion('a');
const B = labOnion('b');
const V2 = 'wy6zk3pmcwiyhiao.onion';

const srv = (target: string, priority = 10, weight = 5, port = 25) => ({
  ...{ target, priority, weight, port },
});

const ZONE: Readonly<Record<string, ZoneName>> = {
  // The resolver is seen to validate, whatever it is asked first.
  '.': { secure: true },
  '_onion-mx._tcp.one.example': { SRV: [srv(A)], secure: true },
  '_onion-mx._tcp.two.example': {
    SRV: [srv(B, 20, 0, 2525), srv(A), srv('mx.two.example', 10, 9), srv(V2, 5), srv(A)],
  },
  '_onion-mx._tcp.dead.example': { SRV: [srv(V2, 0)] },
  '_onion-mx._tcp.off.example': { SRV: [srv('.', 0, 0, 0)] },
  '_onion-mx._tcp.hostile.example': {
    SRV: [srv('\u001b[31m\u202e.onion'), srv(`${'x'.repeat(56)}.onion`)],
  },
  '_onion-mx._tcp.many.example': {
    SRV: Array.from({ length: 30 }, (_, index) => srv(`mx${index}.many.example`, index)),
  },
  '_onion-mx._tcp.broken.example': { behaviours: { SRV: { kind: 'rcode', rcode: 'SERVFAIL' } } },
  '_onion-mx._tcp.alias.example': { CNAME: '_onion-mx._tcp.one.example' },
};

const DOMAINS = ['one', 'two', 'dead', 'off', 'hostile', 'many', 'broken', 'alias', 'none'];

const SPEC: WorldSpec = {
  domains: Object.fromEntries(DOMAINS.map((name) => [`${name}.example`, mx('mx.lab.example')])),
  hosts: { 'mx.lab.example': {} },
  names: ZONE,
};

interface Found {
  lines: JournalLine[];
  onionMx: (domain: string) => OnionMx | null | undefined;
  results: DomainResults;
}

async function survey(domains: readonly string[], over: Partial<SurveyOptions> = {}) {
  const world = await raise(SPEC);
  const results = new DomainResults({
    withPolicies: over.policyMs !== null,
    withDnsbl: false,
    withOnions: over.tor !== undefined && over.tor !== null,
  });
  const lines: JournalLine[] = [];
  const write = (line: JournalLine): void => {
    lines.push(line);
    results.write(line);
  };
  for (const line of over.known ?? []) results.write(line);
  await carryOut(targetsOf(domains), {
    ...{ ...optionsFor(world), depth: 'standard', policyMs: 1_000, ...over, journal: { write } },
  });
  const records = results.records();
  const found: Found = {
    ...{ lines, results },
    onionMx: (name) => records.domains.find(({ domain }) => domain === name)?.onionMx,
  };
  return { ...found, world, records };
}

/** An onion MX in short lines. */
function shown(onionMx: OnionMx | null | undefined): string[] {
  if (onionMx == null) return [String(onionMx)];
  const { state, dnssec, records, omitted, error } = onionMx;
  return [
    `${state} ${dnssec} ${omitted} ${error ?? ''}`.trim(),
    ...records.map(
      ({ host, kind, port, priority, weight, answer }) =>
        `${host} ${kind} ${port} ${priority} ${weight} ${answer?.outcome ?? 'not asked'}`,
    ),
  ];
}

async function torOf(names: Readonly<Record<string, SocksAct>>) {
  const proxy = await startSocksServer({ names });
  onTestFinished(() => proxy.close());
  return {
    proxy,
    tor: openOverSocks({ host: '127.0.0.1', port: proxy.port }, Buffer.alloc(32, 1)),
  };
}

async function onionServer(name: string) {
  const server = await startSmtpServer({ name });
  onTestFinished(() => server.close());
  return server;
}

describe('the onion MX of domains', () => {
  it('is looked up with its DNSSEC status, sorted, each record once, and no host is asked', async () => {
    const { onionMx, lines } = await survey(DOMAINS.map((name) => `${name}.example`));
    expect(shown(onionMx('one.example'))).toEqual([
      'present secure 0',
      `${A} v3 25 10 5 not asked`,
    ]);
    expect(shown(onionMx('two.example'))).toEqual([
      'present insecure 0',
      `${V2} v2 25 5 5 not asked`,
      'mx.two.example not-onion 25 10 9 not asked',
      `${A} v3 25 10 5 not asked`,
      `${B} v3 2525 20 0 not asked`,
    ]);
    expect(shown(onionMx('dead.example'))).toEqual([
      'present insecure 0',
      `${V2} v2 25 0 5 not asked`,
    ]);
    expect(shown(onionMx('off.example'))).toEqual([
      'present insecure 0',
      '. unavailable 0 0 0 not asked',
    ]);
    expect(shown(onionMx('hostile.example'))).toEqual([
      'present insecure 0',
      '\\027[31m\\226\\128\\174.onion invalid 25 10 5 not asked',
      `${'x'.repeat(56)}.onion invalid 25 10 5 not asked`,
    ]);
    expect(onionMx('many.example')?.records).toHaveLength(20);
    expect(shown(onionMx('many.example'))[0]).toBe('present insecure 10');
    expect(shown(onionMx('broken.example'))).toEqual([
      'failed unknown 0 its SRV record: server-failure (SERVFAIL)',
    ]);
    expect(shown(onionMx('alias.example'))).toEqual([
      'present insecure 0',
      `${A} v3 25 10 5 not asked`,
    ]);
    expect(shown(onionMx('none.example'))).toEqual(['absent insecure 0']);
    expect(lines.filter(({ kind }) => kind === 'onion')).toEqual([]);
  });

  it('is not looked up at depth quick', async () => {
    const { onionMx, world } = await survey(['one.example'], { depth: 'quick', policyMs: null });
    expect(onionMx('one.example')).toBeNull();
    expect(world.dns.queries.filter(({ type }) => type === 'SRV')).toEqual([]);
  });
});

describe('onion hosts over Tor', () => {
  it('are asked once each, as endpoints are, and change no level, count or record beside', async () => {
    const server = await onionServer(A);
    const { proxy, tor } = await torOf({ [A]: { kind: 'connect', port: server.port } });
    const domains = ['one.example', 'two.example', 'dead.example'];
    const without = await survey(domains);
    const { onionMx, lines, records } = await survey(domains, { tor });
    const [answer] = onionMx('one.example')?.records.map((record) => record.answer) ?? [];
    expect(answer).toMatchObject({
      outcome: 'tls',
      tls: { version: 'TLSv1.3', versions: { 'TLSv1.2': 'yes', 'TLSv1.1': 'no' } },
      certificate: { names: [A], selfSigned: true },
    });
    expect(onionMx('two.example')?.records[2]?.answer).toEqual(answer);
    expect(shown(onionMx('two.example')).slice(1)).toEqual([
      `${V2} v2 25 5 5 not asked`,
      'mx.two.example not-onion 25 10 9 not asked',
      `${A} v3 25 10 5 tls`,
      `${B} v3 2525 20 0 failed`,
    ]);
    expect(onionMx('two.example')?.records[3]?.answer?.failure?.code).toBe('onion-not-found');
    expect(lines.filter(({ kind }) => kind === 'onion')).toHaveLength(2);
    expect(new Set(proxy.requests.map(({ host, port }) => `${host}:${port}`))).toEqual(
      new Set([`${A}:25`, `${B}:2525`]),
    );
    expect(new Set(proxy.requests.map(({ user }) => user)).size).toBe(2);
    const bare = records.domains.map((domain) => ({ ...domain, onionMx: null }));
    expect(bare).toEqual(without.records.domains.map((domain) => ({ ...domain, onionMx: null })));
    // Each world makes certificates of its own.
    expect(records.endpoints.map(({ host }) => host)).toEqual(['mx.lab.example']);
    expect(records.certificates.map(({ id }) => id)).toEqual([records.endpoints[0]?.certificate]);
  });

  it('are not asked where they are excluded, and the domain is finished', async () => {
    const { proxy, tor } = await torOf({});
    const targetPolicy = { ...createExclusions([]), refuses: () => null };
    const excludesHost = (host: string) => host === A;
    const { onionMx } = await survey(['one.example'], {
      tor,
      targetPolicy: { ...targetPolicy, excludesHost },
    });
    expect(shown(onionMx('one.example'))[1]).toBe(`${A} v3 25 10 5 not asked`);
    expect(proxy.requests).toEqual([]);
  });

  it('are joined from the journal as they are in memory', async () => {
    const server = await onionServer(A);
    const { tor } = await torOf({ [A]: { kind: 'connect', port: server.port } });
    const { lines, records } = await survey(['one.example', 'two.example'], { tor });
    const joined = await joinLines(lines, { withOnions: true });
    if (joined.kind === 'failed') throw new Error(joined.message);
    expect([...joined.records.domains()]).toEqual(records.domains);
    joined.records.close();
    const cut = lines.filter((line) => line.kind !== 'onion' || line.host !== B);
    const without = await joinLines(cut, { withOnions: true });
    if (without.kind === 'failed') throw new Error(without.message);
    expect([...without.records.domains()].map(({ domain }) => domain)).toEqual(['one.example']);
    without.records.close();
  });

  it('are asked in a continued run if they have not answered, and else not', async () => {
    const { proxy, tor } = await torOf({});
    const first = await survey(['two.example'], { tor });
    const known = first.lines.filter((line) => line.kind !== 'onion' || line.host !== B);
    const before = proxy.requests.length;
    const { onionMx } = await survey(['two.example', 'one.example'], { tor, known });
    expect(new Set(proxy.requests.slice(before).map(({ host }) => host))).toEqual(new Set([B]));
    expect(onionMx('two.example')).toEqual(first.onionMx('two.example'));
    expect(onionMx('one.example')?.records[0]?.answer?.outcome).toBe('failed');
  });

  it('of a journal without the onion MX are looked up again', async () => {
    const first = await survey(['one.example']);
    const known = first.lines.map((line) =>
      line.kind === 'policies' ? { ...line, found: { ...line.found, onionMx: null } } : line,
    );
    const { onionMx } = await survey(['one.example'], { known });
    expect(onionMx('one.example')).toEqual(first.onionMx('one.example'));
  });
});
