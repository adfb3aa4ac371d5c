import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';

/**
 * Tests that need a network of their own. A file of such tests runs twice: at first it only starts vitest for itself in a
 * network namespace, where it then holds the tests.
 */
const isInside = process.env['MXTLS_TEST_NAMESPACE'] === '1';
const required = process.env['MXTLS_REQUIRE_PEERS'] === '1';

/**
 * Runs tests in a network namespace of their own; where none can be made they are skipped with the reason.
 * @param setUp a shell command that sets the namespace up, in which nothing is up at first.
 * @param file the test file that calls this.
 */
export function inNamespace(title: string, setUp: string, file: string, tests: () => void): void {
  if (isInside) describe(title, tests);
  else runInside(title, setUp, file);
}

function runInside(title: string, setUp: string, file: string): void {
  const namespace = ['--net', 'sh', '-c', `${setUp} && exec "$@"`, 'sh'];
  const reason = missing(namespace);
  if (reason !== null) console.warn(`${title}: ${reason}: its tests are skipped`);
  it.skipIf(!required)('in CI a network namespace can be made', () => {
    expect(reason).toBeNull();
  });
  const note = reason === null ? '' : ` (skipped: ${reason})`;
  it.skipIf(reason !== null)(`${title}, in a namespace${note}`, { timeout: 180_000 }, () => {
    const vitest = join(import.meta.dirname, '../node_modules/vitest/vitest.mjs');
    const command = [process.execPath, vitest, 'run', '--reporter=json', file];
    const { stdout, stderr } = spawnSync('unshare', [...namespace, ...command], {
      cwd: join(import.meta.dirname, '..'),
      env: { ...process.env, MXTLS_TEST_NAMESPACE: '1' },
      encoding: 'utf8',
    });
    expect(failuresOf(stdout) ?? stderr).toEqual([]);
  });
}

/** Why such a namespace cannot be made here; null: it can. */
function missing(namespace: readonly string[]): string | null {
  const tried = spawnSync('unshare', [...namespace, 'true'], { encoding: 'utf8' });
  if (tried.error !== undefined) return 'no unshare';
  return tried.status === 0 ? null : `no network namespace (${tried.stderr.trim()})`;
}

const ReportSchema = z.object({
  testResults: z.tuple([
    z.object({
      message: z.string(),
      assertionResults: z
        .array(
          z.object({ title: z.string(), status: z.string(), failureMessages: z.array(z.string()) }),
        )
        .min(1),
    }),
  ]),
});

/** What a JSON report of vitest says of the tests that did not pass; null for no report. */
function failuresOf(report: string): string[] | null {
  if (report === '') return null;
  const [{ message, assertionResults }] = ReportSchema.parse(JSON.parse(report)).testResults;
  const failed = assertionResults.filter(({ status }) => status !== 'passed');
  const said = failed.map(({ title, failureMessages }) => [title, ...failureMessages].join('\n'));
  return message === '' ? said : [message, ...said];
}
