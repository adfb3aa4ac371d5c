import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { importGrMx } from '../../../src/commands/import.ts';
import type { Output } from '../../../src/commands/terminal/output.ts';
import { verifySnapshot } from '../../../src/commands/verify.ts';
import { SnapshotSchema, type Snapshot } from '../../../src/model/records/snapshot.ts';
import { PLAIN } from '../../screens.ts';
import { tempFolder } from '../../temp-folder.ts';

const PROJECT = fileURLToPath(new URL('../../..', import.meta.url));
const DATA = join(PROJECT, '../shared/data/gr-mx');
const ABSENT = !existsSync(DATA);
const files = ABSENT ? [] : readdirSync(DATA).filter((name) => /^results-\d+$/.test(name));

function listen(): { output: Output; printed: string[]; warned: string[] } {
  const printed: string[] = [];
  const warned: string[] = [];
  const nothing = (): void => undefined;
  const output = {
    screen: PLAIN,
    lineWidth: Infinity,
    progressWidth: () => null,
    result: (text: string) => printed.push(text),
    results: () => Promise.resolve(),
    aside: nothing,
    warn: (text: string) => warned.push(text),
    progress: nothing,
  };
  return { output, printed, warned };
}

/** Imports results as published, and gives their snapshots by day, with the files. */
async function imported(names: readonly string[]) {
  const results = tempFolder();
  const { output, printed, warned } = listen();
  const flags = {
    results,
    mxMap: join(DATA, 'mx-map.txt'),
    list: [join(PROJECT, 'domains/gr.txt')],
  };
  await importGrMx(
    names.map((name) => join(DATA, name)),
    flags,
    output,
  );
  const snapshots = names.map((name) => {
    const date = name.replace(/^results-(\d{4})(\d\d)(\d\d)$/, '$1-$2-$3');
    const file = join(results, `${date}.json`);
    return { file, date, snapshot: SnapshotSchema.parse(JSON.parse(readFileSync(file, 'utf8'))) };
  });
  return { snapshots, printed, warned };
}

/** What a text has, counted without any parser of ours. */
function countsOf(name: string) {
  const text = readFileSync(join(DATA, name), 'utf8');
  const count = (pattern: RegExp): number => text.match(pattern)?.length ?? 0;
  const hosts = text.split(/^Currently running for: /m).slice(1);
  const printed = text.split(/^ {8}(?=Subject: )/m).slice(1);
  return {
    endpoints: count(/^Currently running for: /gm),
    tls: hosts.filter((each) => each.includes('Subject: ')).length,
    'TLS 1.0': count(/ = 1\.0$/gm),
    'TLS 1.1': count(/ = 1\.1$/gm),
    'TLS 1.2': count(/ = 1\.2$/gm),
    addresses: count(/^MAX .*\(\d/gm) + count(/^\d/gm),
    sent: printed.length,
    certificates: new Set(printed.map((each) => each.split(/^(?=MAX|Currently)/m)[0])).size,
    names: count(/DNS:/g),
  };
}

function countsIn({ endpoints, certificates, survey }: Snapshot) {
  const ofVersion = (version: string) =>
    endpoints.filter(({ tls }) => tls?.version === version).length;
  const namesOf = new Map(certificates.map(({ id, namesTotal }) => [id, namesTotal]));
  const sent = endpoints.flatMap(({ chain }) => chain);
  return {
    endpoints: endpoints.length,
    tls: survey.counts.tls,
    'TLS 1.0': ofVersion('TLSv1'),
    'TLS 1.1': ofVersion('TLSv1.1'),
    'TLS 1.2': ofVersion('TLSv1.2'),
    addresses: endpoints.reduce(
      (sum, { address, addresses }) => sum + (addresses?.length ?? (address === null ? 0 : 1)),
      0,
    ),
    sent: sent.length,
    certificates: certificates.length,
    names: sent.reduce((sum, id) => sum + (namesOf.get(id) ?? NaN), 0),
  };
}

describe.skipIf(ABSENT)('the results of 2016 (skipped where ../shared/data is absent)', () => {
  it('are twelve, become sound snapshots, and every host has its domain', async () => {
    const { snapshots, printed, warned } = await imported(files);
    expect(snapshots).toHaveLength(12);
    expect(printed).toHaveLength(12);
    expect(warned).toEqual([]);
    for (const { file } of snapshots) expect(verifySnapshot(file)).toEqual([]);
  });

  it.each(files)('%s has the facts of its text', async (name) => {
    const { snapshots } = await imported([name]);
    const [{ snapshot } = { snapshot: undefined }] = snapshots;
    expect(snapshot && countsIn(snapshot)).toEqual(countsOf(name));
    expect(snapshot?.survey.counts).toMatchObject({ plaintext: 0, broken: 0 });
  });

  // The domains of which the first runs asked no host are not in their snapshots.
  it.each([
    { name: 'results-20160108', domains: 15 },
    { name: 'results-20160109', domains: 18 },
    { name: 'results-20160111', domains: 23 },
    { name: 'results-20160117', domains: 26 },
  ])('$name observed $domains domains', async ({ name, domains }) => {
    const { snapshots } = await imported([name]);
    expect(snapshots[0]?.snapshot.domains).toHaveLength(domains);
  });

  it('show what was published for 2016-01-23, as far as the text has it', async () => {
    const { snapshots } = await imported(['results-20160123']);
    const snapshot = snapshots[0]?.snapshot;
    const domain = (name: string) => snapshot?.domains.find((each) => each.domain === name);
    const host = (name: string) => {
      const endpoint = snapshot?.endpoints.find((each) => each.host === name);
      const chain = endpoint?.chain.map((id) => {
        const { subject, notAfter } = snapshot?.certificates.find((each) => each.id === id) ?? {};
        return `${subject ?? ''} until ${notAfter?.slice(0, 10) ?? ''}`;
      });
      return { problems: endpoint?.problems, chain };
    };
    expect(host('mx2.sch.gr')).toEqual({
      problems: ['expired', 'name-mismatch'],
      chain: [
        'CN=m1.ach.sch.gr,O=SCH\\ ,C=GR until 2010-02-11',
        'CN=SCH_SERVERS_CA,O=SCH,C=GR until 2011-03-11',
      ],
    });
    expect(host('ml.mil.gr')).toEqual({
      problems: ['expired', 'name-mismatch'],
      chain: [
        'emailAddress=hostmaster@mil.gr,CN=mail.mil.gr,C=GR,description=1LGyBQG8YsIsF6KC until 2015-05-15',
      ],
    });
    expect(host('kriton.ote.gr').problems).toEqual([]);
    expect(host('mx2.windtools.gr').problems).toEqual(['name-mismatch']);
    expect(domain('windtools.gr')).toMatchObject({ provider: 'WIND', tls: ['TLSv1'] });
    expect(domain('wind.gr')).toMatchObject({ provider: 'WIND', starttls: 'unknown', tls: [] });
    expect(domain('ntua.gr')).toMatchObject({
      category: 'Universities',
      tls: ['TLSv1', 'TLSv1.2'],
    });
    expect(domain('cosmote.gr')?.tls).toEqual(['TLSv1.2']);
    const shared = snapshot?.endpoints.filter(({ host: name }) => name.endsWith('.dt-one.com'));
    expect(shared).toHaveLength(8);
    expect(new Set(shared?.map(({ certificate }) => certificate)).size).toBe(1);
  });
});
