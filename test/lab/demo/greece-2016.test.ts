import { X509Certificate } from 'node:crypto';
import { Resolver } from 'node:dns/promises';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openClient } from '../smtp/smtp-ask.ts';
import type { LabSmtp } from '../smtp/smtp-server.ts';
import { startWorld, type LabWorld } from '../world/world.ts';
import type { WorldSpec } from '../world/world-spec.ts';
import { PROVIDERS } from './greece-2016-providers.ts';
import { greece2016, surveyedAt, type SurveyDay } from './greece-2016.ts';

/** The result of a survey of 2016 that a day's facts were taken from. */
function sourceOf(day: SurveyDay): string {
  const file = `results-${day.replaceAll('-', '')}`;
  return fileURLToPath(new URL(`../../../../shared/data/gr-mx/${file}`, import.meta.url));
}

const greece = await greece2016();
const DAYS = ['2016-01-23', '2016-03-26'] as const satisfies SurveyDay[];

/** What one server shows: `null` without STARTTLS, otherwise in the words of the survey of 2016. */
async function shown(server: LabSmtp): Promise<Shown | null> {
  const client = openClient(server);
  await client.reply();
  const offered = (await client.ask('EHLO scan.example')).includes('STARTTLS');
  if (offered) await client.ask('STARTTLS');
  const tls = offered ? await client.secure() : null;
  const chain = [];
  for (let one = tls?.getPeerX509Certificate(); one; one = one.issuerCertificate) chain.push(one);
  const version = tls?.getProtocol() === 'TLSv1' ? '1.0' : (tls?.getProtocol()?.slice(4) ?? '');
  await client.ask('QUIT');
  return tls && { version, chain };
}

interface Shown {
  readonly version: string;
  readonly chain: readonly X509Certificate[];
}

/** The servers that stand, each by its host. */
function standing(world: LabWorld): { host: string; server: LabSmtp }[] {
  return [...world.servers].flatMap(([host, own]) => own.map((server) => ({ host, server })));
}

/** What the tables of a day come to, counted. */
const COUNTED = {
  '2016-01-23': { hosts: 77, tls: 29, plaintext: 36 },
  // Three hosts came, all with TLS; the one before them is asked no more, and stands.
  '2016-03-26': { hosts: 80, tls: 35, plaintext: 33 },
} as const satisfies Record<SurveyDay, object>;

it('Greece has 17 providers in 5 categories', () => {
  expect(new Set(PROVIDERS.map(({ provider }) => provider)).size).toBe(17);
  expect(new Set(PROVIDERS.map(({ category }) => category)).size).toBe(5);
});

it('what did not change is the same on both days', () => {
  const [first, second] = DAYS.map((day) => greece.on(day));
  const same = Object.entries(first?.hosts ?? {}).filter(
    ([host]) => !/forthnet|mydomain/.test(host),
  );
  expect(same).toHaveLength(74);
  for (const [host, spec] of same) expect(second?.hosts[host]).toEqual(spec);
  expect(second?.roots).toEqual(first?.roots);
});

describe.each(DAYS)('Greece on %s', (day) => {
  const source = sourceOf(day);
  const { hosts, tls, plaintext } = COUNTED[day];
  const spec = greece.on(day);
  let world: LabWorld;

  beforeAll(async () => {
    world = await startWorld(spec, { publish: 'stands' });
  });

  afterAll(async () => {
    await world.close();
  });

  it(`has 26 domains, ${hosts} hosts and as many addresses`, () => {
    expect(Object.keys(spec.domains)).toHaveLength(26);
    expect(Object.keys(spec.hosts)).toHaveLength(hosts);
    expect(new Set([...world.addresses.values()].flat()).size).toBe(hosts);
  });

  it('has an address for every MX of every domain', async () => {
    const resolver = new Resolver();
    resolver.setServers([world.resolver]);
    for (const domain of Object.keys(spec.domains)) {
      const records = await resolver.resolveMx(domain);
      expect(records.length).toBeGreaterThan(0);
      for (const { exchange } of records) expect(await resolver.resolve4(exchange)).toHaveLength(1);
    }
  });

  it(`has ${tls} hosts with TLS, ${plaintext} in plaintext and 12 unreachable`, async () => {
    const all = await Promise.all(standing(world).map(({ server }) => shown(server)));
    expect(all.filter((one) => one !== null)).toHaveLength(tls);
    expect(all.filter((one) => one === null)).toHaveLength(plaintext);
    expect([...world.servers.values()].filter((own) => own.length === 0)).toHaveLength(12);
  });

  it('has one public CA, which is valid that day', () => {
    const [root] = world.roots.map(({ pem }) => new X509Certificate(pem));
    expect(world.roots).toHaveLength(1);
    expect(Date.parse(root?.validFrom ?? '')).toBeLessThan(surveyedAt(day).getTime());
    expect(Date.parse(root?.validTo ?? '')).toBeGreaterThan(surveyedAt(day).getTime());
  });

  describe.skipIf(!existsSync(source))('against its source (skipped where that is absent)', () => {
    it('has the same hosts', () => {
      expect(hostsAsked(spec)).toEqual([...readSource(source).keys()].toSorted());
    });

    it('shows the same versions and certificates; above the leaf, the first one sent', async () => {
      const known = readSource(source);
      const asked = new Set(hostsAsked(spec));
      for (const { host, server } of standing(world).filter((each) => asked.has(each.host))) {
        const there = known.get(host);
        const subjects = there?.subjects.slice(0, 2);
        const dates = there?.dates.slice(0, 2);
        expect({ host, ...(await printed(server)) }).toEqual({ host, ...there, subjects, dates });
      }
    });
  });
});

/** The MX hosts of all domains, sorted. */
function hostsAsked({ domains }: WorldSpec): string[] {
  const hosts = Object.values(domains).flatMap((domain) => (domain.kind === 'mx' ? domain.mx : []));
  return [...new Set(hosts.map(({ host }) => host))].toSorted();
}

/** What the source says of a host: its version, and the subjects, names and dates in the order printed. */
interface Printed {
  readonly version: string | null;
  readonly subjects: readonly string[];
  readonly names: readonly string[];
  readonly dates: readonly string[];
}

function readSource(source: string): ReadonlyMap<string, Printed> {
  const [, ...blocks] = readFileSync(source, 'utf8').split('Currently running for: ');
  return new Map(blocks.map((block) => [block.slice(0, block.indexOf('.\n')), readBlock(block)]));
}

function readBlock(block: string): Printed {
  const all = (pattern: RegExp): string[] =>
    [...block.matchAll(pattern)].map(([, one = '']) => one);
  return {
    version: all(/^MAX TLS[^=]* = (.*)$/gm)[0] ?? null,
    // The source has a space behind one organisation.
    subjects: all(/Subject: (.*)$/gm).map((one) => one.replace('O=SCH ,', 'O=SCH,')),
    names: all(/(DNS:[^,\n]*)/g),
    dates: all(/Not (?:Before|After ?): (.*)$/gm),
  };
}

/** The same of a server that stands, of its leaf and of the subjects that it sends. */
async function printed(server: LabSmtp): Promise<Printed> {
  const { version = null, chain = [] } = (await shown(server)) ?? {};
  const dates = chain.slice(0, 1).flatMap(({ validFrom, validTo }) => [validFrom, validTo]);
  const names = chain.slice(0, 1).flatMap((leaf) => leaf.subjectAltName?.split(', ') ?? []);
  return { version, subjects: chain.map(subjectLine), names, dates };
}

function subjectLine({ subject }: X509Certificate): string {
  return subject
    .split('\n')
    .join(', ')
    .replace(', emailAddress', '/emailAddress')
    .replaceAll('\\,', ',');
}
