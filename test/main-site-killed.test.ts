import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { snapshotText } from '../src/model/records/snapshot-text.ts';
import { buildProgram, ended, start } from './program.ts';
import { historyWorld } from './report/history/history-world.ts';
import { tempFolder } from './temp-folder.ts';

const KILLS = 10;
const ARGS = ['site', '--out', 'public'];

/** A folder with snapshots. */
function folder(): string {
  const cwd = tempFolder();
  mkdirSync(join(cwd, 'results'));
  for (const snapshot of historyWorld()) {
    const name = `${snapshot.survey.startedAt.replaceAll(':', '')}.json`;
    writeFileSync(join(cwd, 'results', name), [...snapshotText(snapshot)].join(''));
  }
  return cwd;
}

/** The files of the site by path; without those that no web server shows, unless they are asked for. */
function filesIn(cwd: string, hidden = false): Record<string, string> {
  const top = join(cwd, 'public');
  const paths = existsSync(top) ? readdirSync(top, { recursive: true, encoding: 'utf8' }) : [];
  return Object.fromEntries(
    paths
      .filter((path) => hidden || !path.split('/').some((name) => name.startsWith('.')))
      .filter((path) => statSync(join(top, path)).isFile())
      .sort()
      .map((path) => [path, readFileSync(join(top, path), 'latin1')]),
  );
}

/** Builds the site; gives how long it wrote, in ms. */
async function build(main: string, cwd: string): Promise<number> {
  const child = start(main, ARGS, { cwd });
  const ending = ended(child);
  await begun(cwd, ending);
  const since = performance.now();
  const { status, stderr } = await ending;
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  return performance.now() - since;
}

/** Waits until the build has made its folder. */
async function begun(cwd: string, ending: Promise<unknown>): Promise<void> {
  const over = new AbortController();
  void ending.then(() => {
    over.abort();
  });
  while (!over.signal.aborted && !existsSync(join(cwd, 'public'))) await wait(1);
}

it(
  `a site whose build is killed has no page that is not whole, and the next build repairs it (${KILLS} kills)`,
  { timeout: 300_000 },
  async () => {
    const main = buildProgram();
    const cwd = folder();
    const duration = await build(main, cwd);
    const whole = filesIn(cwd, true);
    const left: number[] = [];
    for (let kill = 0; kill < KILLS; kill++) {
      // Every second build goes on with what the kill before it left.
      if (kill % 2 === 0) rmSync(join(cwd, 'public'), { recursive: true });
      const child = start(main, ARGS, { cwd });
      const closed = once(child, 'close');
      await begun(cwd, closed);
      await Promise.race([wait(Math.random() * duration), closed]);
      child.kill('SIGKILL');
      await closed;
      const found = filesIn(cwd);
      left.push(Object.keys(found).length);
      for (const [path, text] of Object.entries(found)) {
        expect(text === whole[path], `${path} is whole after kill ${kill}`).toBe(true);
      }
      if (kill % 2 === 0) continue;
      await build(main, cwd);
      expect(filesIn(cwd, true)).toEqual(whole);
    }
    // At least one kill came while the site was written.
    expect(Math.min(...left)).toBeLessThan(Object.keys(filesIn(cwd)).length);
  },
);
