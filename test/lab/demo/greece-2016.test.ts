import { X509Certificate } from 'node:crypto';
import { Resolver } from 'node:dns/promises';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openClient } from '../smtp-ask.ts';
import type { LabSmtp } from '../smtp-server.ts';
import { startWorld, type LabWorld } from '../world.ts';
import type { WorldSpec } from '../world-spec.ts';
import { PROVIDERS } from './greece-2016-providers.ts';
import { greece2016, surveyedAt } from './greece-2016.ts';

const source = fileURLToPath(
  new URL('../../../../shared/data/gr-mx/results-20160123', import.meta.url),
);

let spec: WorldSpec;
let world: LabWorld;

beforeAll(async () => {
  spec = await greece2016();
  world = await startWorld(spec, { publish: 'stands' });
});

afterAll(async () => {
  await world.close();
});

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
function standing(): { host: string; server: LabSmtp }[] {
  return [...world.servers].flatMap(([host, own]) => own.map((server) => ({ host, server })));
}

describe('Greece on 2016-01-23', () => {
  it('has 17 providers in 5 categories', () => {
    expect(new Set(PROVIDERS.map(({ provider }) => provider)).size).toBe(17);
    expect(new Set(PROVIDERS.map(({ category }) => category)).size).toBe(5);
  });

  it('has 26 domains, 77 hosts and 77 addresses', () => {
    expect(Object.keys(spec.domains)).toHaveLength(26);
    expect(Object.keys(spec.hosts)).toHaveLength(77);
    expect(new Set([...world.addresses.values()].flat()).size).toBe(77);
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

  it('has 29 hosts with TLS, 36 in plaintext and 12 unreachable', async () => {
    const all = await Promise.all(standing().map(({ server }) => shown(server)));
    expect(all.filter((one) => one !== null)).toHaveLength(29);
    expect(all.filter((one) => one === null)).toHaveLength(36);
    expect([...world.servers.values()].filter((own) => own.length === 0)).toHaveLength(12);
  });

  it('has one public CA, which is valid that day', () => {
    const [root] = world.roots.map(({ pem }) => new X509Certificate(pem));
    expect(world.roots).toHaveLength(1);
    expect(Date.parse(root?.validFrom ?? '')).toBeLessThan(surveyedAt.getTime());
    expect(Date.parse(root?.validTo ?? '')).toBeGreaterThan(surveyedAt.getTime());
  });
});

/** What the source says of a host: its version, and the subjects, names and dates in the order printed. */
interface Printed {
  readonly version: string | null;
  readonly subjects: readonly string[];
  readonly names: readonly string[];
  readonly dates: readonly string[];
}

function readSource(): ReadonlyMap<string, Printed> {
  const [, ...blocks] = readFileSync(source, 'utf8').split('Currently running for: ');
  return new Map(blocks.map((block) => [block.slice(0, block.indexOf('.\n')), readBlock(block)]));
}

function readBlock(block: string): Printed {
  const all = (pattern: RegExp): string[] =>
    [...block.matchAll(pattern)].map(([, one = '']) => one);
  return {
    version: all(/^MAX TLS.* = (.*)$/gm)[0] ?? null,
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
  return subject.split('\n').join(', ').replace(', emailAddress', '/emailAddress');
}

describe.skipIf(!existsSync(source))('against its source (skipped where that is absent)', () => {
  it('has the same hosts', () => {
    expect(Object.keys(spec.hosts).toSorted()).toEqual([...readSource().keys()].toSorted());
  });

  it('shows the same versions and certificates; above the leaf, the first one sent', async () => {
    const known = readSource();
    for (const { host, server } of standing()) {
      const there = known.get(host);
      const subjects = there?.subjects.slice(0, 2);
      const dates = there?.dates.slice(0, 2);
      expect({ host, ...(await printed(server)) }).toEqual({ host, ...there, subjects, dates });
    }
  });
});
