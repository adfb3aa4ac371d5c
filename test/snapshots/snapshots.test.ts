import { copyFileSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { SnapshotSchema, type Snapshot } from '../../src/model/records/snapshot.ts';
import { snapshotText } from '../../src/model/records/snapshot-text.ts';
import { VERSION } from '../../src/model/version.ts';
import { buildProgram, run } from '../program.ts';
import { tempFolder } from '../temp-folder.ts';

const FOLDER = import.meta.dirname;
const FROZEN = readdirSync(FOLDER).filter((name) => name.endsWith('.json'));

let main = '';
beforeAll(() => {
  main = buildProgram();
});

/** Runs the program, which has to succeed without a warning; gives its output. */
async function output(...args: string[]): Promise<string> {
  const { status, stdout, stderr } = await run(main, args, { cwd: tempFolder() });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  return stdout;
}

/** The changes that `mxtls diff` finds, by kind and subject. */
async function changes(before: string, after: string): Promise<string[]> {
  const { changes, visibilityChanges, scanner } = JSON.parse(
    await output('diff', before, after, '--format', 'json'),
  ) as Record<string, { kind: string; subject: { host?: string; domain?: string } }[]>;
  expect(scanner).toEqual([]);
  return [...(changes ?? []), ...(visibilityChanges ?? [])].map(
    ({ kind, subject }) => `${kind} ${subject.host ?? subject.domain ?? ''}`,
  );
}

it('the release of this version left its snapshot', () => {
  expect(FROZEN).toContain(`mxtls-${VERSION}.json`);
});

describe.each(FROZEN)('%s', (name) => {
  const file = join(FOLDER, name);
  const read = (): Snapshot => SnapshotSchema.parse(JSON.parse(readFileSync(file, 'utf8')));

  it('has facts of DANE, MTA-STS, TLS-RPT and deep scans in it', () => {
    const { domains, endpoints } = read();
    const [good] = domains.filter(({ domain }) => domain === 'good.example');
    expect(good?.mtaSts?.policy?.mode).toBe('enforce');
    expect(good?.tlsRpt?.state).toBe('present');
    const [mx1] = endpoints.filter(({ host }) => host === 'mx1.good.example');
    expect(mx1?.dane?.verdict).toBe('match');
    expect(mx1?.dane?.records).toHaveLength(2);
    expect(mx1?.deep?.certificates.RSA).toMatch(/^[0-9a-f]{64}$/);
  });

  it('is sound', async () => {
    expect(await output('verify', file)).toBe(`${file}: sound\n`);
  });

  it('has its verdicts in the report', async () => {
    const report = JSON.parse(await output('report', file, '--format', 'json')) as {
      categories: { providers: { domains: { domain: string; level: string }[] }[] }[];
    };
    const domains = report.categories.flatMap(({ providers }) =>
      providers.flatMap((provider) => provider.domains),
    );
    expect(Object.fromEntries(domains.map(({ domain, level }) => [domain, level]))).toEqual({
      'good.example': 'enforced',
      'old.example': 'broken',
      'plain.example': 'none',
      'shy.example': 'unknown',
      'idle.example': 'no-mail',
      'gone.example': 'no-mail',
    });
  });

  it('shows no change to itself', async () => {
    const copy = join(tempFolder(), name);
    copyFileSync(file, copy);
    expect(await changes(file, copy)).toEqual([]);
  });

  it('shows the changes of a copy', async () => {
    const copy = join(tempFolder(), name);
    const snapshot = read();
    for (const endpoint of snapshot.endpoints) {
      if (endpoint.host.endsWith('.good.example') && endpoint.dane !== null)
        endpoint.dane.verdict = 'mismatch';
    }
    for (const { domain, mtaSts } of snapshot.domains) {
      if (domain === 'good.example' && mtaSts?.policy) mtaSts.policy.mode = 'testing';
    }
    writeFileSync(copy, [...snapshotText(snapshot)].join(''));
    expect(await changes(file, copy)).toEqual([
      'dane-broken mx1.good.example',
      'dane-broken mx2.good.example',
      'mta-sts-changed good.example',
    ]);
  });

  it('shows what it knows in a history', async () => {
    const args = ['history', 'good.example', '--results', FOLDER, '--format', 'json'];
    const { histories } = JSON.parse(await output(...args)) as {
      histories: {
        name: string;
        questions: { question: string; states: { words: string[] }[] }[];
      }[];
    };
    const words = (name: string, question: string) =>
      histories
        .find((each) => each.name === name)
        ?.questions.find((each) => each.question === question)
        ?.states.at(-1)?.words;
    expect(words('good.example', 'level')).toEqual(['enforced']);
    expect(words('good.example', 'mta-sts')).toEqual(['enforce']);
    expect(words('mx1.good.example', 'dane')).toEqual(['match']);
  });
});
