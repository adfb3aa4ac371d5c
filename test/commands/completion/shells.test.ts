import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { snapshotText } from '../../../src/model/records/snapshot-text.ts';
import { makeSnapshot } from '../../model/make-records.ts';
import { buildProgram, run } from '../../program.ts';
import { newFolder } from '../../temp-folder.ts';

const SCRIPTS = join(import.meta.dirname, '../../../completion');

/** What a shell runs to print the completions of the line in LINE, one a line. */
const SHELLS: Readonly<Record<string, string>> = {
  bash: `source ${SCRIPTS}/mxtls.bash
    COMP_LINE=$LINE COMP_POINT=\${#LINE}
    _mxtls mxtls
    printf '%s\\n' "\${COMPREPLY[@]}"`,
  // The functions of zsh's completion system are replaced: they run in its line editor only.
  zsh: `compdef() { : }
    source ${SCRIPTS}/_mxtls
    _describe() { print -rl -- "\${(@P)4}" }
    _files() { print -rl -- \${words[CURRENT]}*(N) }
    words=("\${(@s: :)LINE}") CURRENT=$#words
    _mxtls`,
  fish: `source ${SCRIPTS}/mxtls.fish
    complete -C "$LINE"`,
};

const folder = newFolder();
let program = '';
beforeAll(() => {
  program = buildProgram();
  const file = join(folder, 'mxtls');
  writeFileSync(file, `#!/bin/sh\nexec "${process.execPath}" "${program}" "$@"\n`, { mode: 0o755 });
  mkdirSync(join(folder, 'results'));
  const snapshot = makeSnapshot({ survey: { date: '2016-01-23' } });
  writeFileSync(join(folder, 'results/2016-01-23.json'), [...snapshotText(snapshot)].join(''));
});

function ask(shell: string, script: string, line: string): string[] {
  const { stdout, stderr } = spawnSync(shell, ['-c', script], {
    cwd: folder,
    env: { PATH: `${folder}:${process.env['PATH'] ?? ''}`, HOME: folder, LINE: line },
    encoding: 'utf8',
  });
  const lines = stdout.split('\n').filter((each) => each !== '');
  return [...(stderr === '' ? [] : [`stderr: ${stderr}`]), ...lines].map((each) =>
    each.replace(/\t.*|(?<!\\):.*/, '').replaceAll('\\:', ':'),
  );
}

describe.each(Object.entries(SHELLS))('%s', (shell, script) => {
  const missing = spawnSync(shell, ['--version']).error !== undefined;
  it.skipIf(missing).each<[string, string[]]>([
    ['mxtls exp', ['explain', 'export']],
    ['mxtls scan --de', ['--depth']],
    ['mxtls scan --depth ', ['deep', 'quick', 'standard']],
    ['mxtls scan wind.gr --trans', ['--transcript']],
    ['mxtls explain expir', ['expired']],
    ['mxtls report --csv-s', ['--csv-separator']],
    ['mxtls report 20', ['2016-01-23']],
    ['mxtls verify resul', ['results/']],
    ['mxtls scan --ehlo x', []],
  ])(`completes %j${missing ? ` (skipped: no ${shell} here)` : ''}`, (line, expected) => {
    const found = ask(shell, script, line).map((each) => each.replace(/^results$/, 'results/'));
    expect(found.sort()).toEqual(expected);
  });
});

describe('bash', () => {
  it.each<[string, string[]]>([
    ['mxtls explain outcome:tls-f', ['tls-failed']],
    ['mxtls scan --depth=q', ['quick']],
    ['mxtls scan --out=resul', ['results']],
  ])('completes behind its word breaks: %j', (line, expected) => {
    expect(ask('bash', SHELLS['bash'] ?? '', line)).toEqual(expected);
  });
});

describe('mxtls completion', () => {
  it.each([
    { shell: 'bash', says: 'complete -F _mxtls mxtls' },
    { shell: 'zsh', says: '#compdef mxtls' },
    { shell: 'fish', says: 'complete -c mxtls' },
    { shell: 'powershell', says: 'Register-ArgumentCompleter' },
  ])('prints the script of $shell', async ({ shell, says }) => {
    const { status, stdout, stderr } = await run(program, ['completion', shell], { cwd: folder });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toContain(says);
  });
});
