import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import type { Available } from './available.ts';

/** The Nu HTML checker, the file `vnu.jar` of the package `vnu-jar`. It needs Java. */
const JAR = process.env['MXTLS_VNU'] ?? '';

export const NU_CHECKER: Available = !existsSync(JAR)
  ? { ok: false, reason: 'MXTLS_VNU does not name vnu.jar' }
  : spawnSync('java', ['-version']).status !== 0
    ? { ok: false, reason: 'Java is not installed' }
    : { ok: true };

/** What is wrong with files of HTML and SVG, an error a line. It does not know hashes of a policy: warnings are left out. */
export function nuErrors(files: readonly string[]): string[] {
  const args = ['-jar', JAR, '--errors-only', '--also-check-svg', '--stdout', ...files];
  const { stdout, stderr, status } = spawnSync('java', args, { encoding: 'utf8' });
  const errors = stdout.split('\n').filter(Boolean);
  if (status !== 0 && errors.length === 0) throw new Error(`the checker failed: ${stderr}`);
  return errors;
}
