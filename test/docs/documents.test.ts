import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { snapshotText } from '../../src/model/records/snapshot-text.ts';
import type { Snapshot } from '../../src/model/records/snapshot.ts';
import { describeAnswer } from '../../src/report/answer/answer.ts';
import { PAINTED, PLAIN } from '../screens.ts';
import { greece2016 } from '../lab/demo/greece-2016.ts';
import { raiseLab } from '../lab/demo/raise-lab.ts';
import { surveyGreece } from '../lab/demo/survey-greece.ts';
import { buildProgram, run } from '../program.ts';
import { clockAt } from '../program-clock.ts';
import { newFolder, removeFolder } from '../temp-folder.ts';
import { MISSING_TOOLS, fillFolder, withRealOutput } from './console-blocks.ts';
import { cookbookSnapshots } from './cookbook-world.ts';
import { exampleSnapshot } from './example-snapshot.ts';
import { terminalSvg } from './terminal-svg.ts';
import { sourceOf } from '../../src/model/records/snapshot-source.ts';

// `npm run docs` writes what these tests compare with: the output in the documents, and the picture.

const PROJECT = join(import.meta.dirname, '../..');

/** All documents but the pages of the words. */
const DOCUMENTS = [
  ...['README.md', 'CONTRIBUTING.md', 'SECURITY.md'],
  ...readdirSync(join(PROJECT, 'docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
];

/** Those that show the demo's world; the cookbook has a world and a test of its own. */
const WITH_OUTPUT = DOCUMENTS.filter(
  (name) => name !== 'docs/cookbook.md' && textOf(name).includes('```console\n'),
);

/** What the picture shows: one domain of each colour. */
const PICTURED = ['espiv.net', 'forthnet.gr', 'windtools.gr'];

function textOf(name: string): string {
  return readFileSync(join(PROJECT, name), 'utf8');
}

const folder = newFolder();
let first: Snapshot;
let answers: Record<string, string>;

beforeAll(async () => {
  const greece = await greece2016();
  first = { format: 'mxtls/1', ...(await surveyGreece(greece, '2016-01-23', PROJECT)) };
  const second = await surveyGreece(greece, '2016-03-26', PROJECT);
  await fillFolder(folder, [first, { format: 'mxtls/1', ...second }]);
  writeFileSync(join(folder, 'example.json'), [...snapshotText(exampleSnapshot())].join(''));
  const north = cookbookSnapshots().slice(-1);
  answers = {
    'mxtls scan windtools.gr': await labAnswer('windtools.gr'),
    'mxtls scan north.example': north
      .map((snapshot) => describeAnswer(sourceOf(snapshot), ['north.example'], PLAIN))
      .join(''),
  };
}, 120_000);

/** What `mxtls scan DOMAIN` prints in the folder of `npm run lab`, on a day that stays the same. */
async function labAnswer(domain: string): Promise<string> {
  const now = new Date('2026-11-23T03:00:00Z');
  const lab = await raiseLab('2016-01-23', { now, project: PROJECT });
  if (lab === null) throw new Error('the lab needs a system with all of 127/8');
  try {
    const options = { cwd: lab.folder, env: { NODE_OPTIONS: clockAt(now) } };
    const { stdout, stderr } = await run(buildProgram(), ['scan', domain], options);
    return stderr + stdout;
  } finally {
    await lab.close();
  }
}

afterAll(() => {
  removeFolder(folder);
});

describe.skipIf(MISSING_TOOLS.length > 0)('commands of the documents print what they show', () => {
  it.each(WITH_OUTPUT)('%s', async (name) => {
    const text = withRealOutput(textOf(name), folder, answers);
    await expect(text).toMatchFileSnapshot(join(PROJECT, name));
  });
});

describe('docs/mxtls.svg', () => {
  it('shows what the program prints', async () => {
    const { palette } = PAINTED;
    const command = `mxtls scan ${PICTURED.join(' ')}`;
    const output = `${palette.faint('$')} ${command}\n${describeAnswer(sourceOf(first), PICTURED, PAINTED)}`;
    const picture = terminalSvg(output, `What ${command} prints`);
    await expect(picture).toMatchFileSnapshot(join(PROJECT, 'docs/mxtls.svg'));
  });
});

describe('README.md', () => {
  const readme = textOf('README.md');

  it('names the commands that set up, run and test', () => {
    expect(readme).toContain('\nnpm ci && npm run demo\n');
    expect(readme).toContain('\nnpm ci && npm test\n');
  });

  it('has at most 160 lines', () => {
    expect(readme.split('\n').length - 1).toBeLessThanOrEqual(160);
  });
});

describe('links between documents', () => {
  it.each(DOCUMENTS)('%s links to files that exist', (name) => {
    const links = [...textOf(name).matchAll(/\]\(([^)#]+)(?:#[^)]*)?\)/g)].map(
      ([, target = '']) => target,
    );
    const local = links.filter((target) => !/^https?:/.test(target));
    const missing = local.filter((target) => !existsSync(join(PROJECT, dirname(name), target)));
    expect(missing).toEqual([]);
  });

  it('docs/README.md links to every document in docs', () => {
    const index = textOf('docs/README.md');
    const others = readdirSync(join(PROJECT, 'docs')).filter(
      (name) => name.endsWith('.md') && name !== 'README.md',
    );
    expect(others.filter((name) => !index.includes(`](${name})`))).toEqual([]);
  });
});
