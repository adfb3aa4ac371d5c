import { join } from 'node:path';
import { timeCommand } from '../survey/time-command.ts';

/** A scanner that is there, or why it is left out. */
export type Found = { kind: 'found'; program: string } | { kind: 'skipped'; reason: string };

const ZGRAB2 = 'github.com/zmap/zgrab2/cmd/zgrab2@latest';

/** The binary that was given, or one that `go` builds into a folder. */
export async function findZgrab2(given: string | undefined, folder: string): Promise<Found> {
  if (given !== undefined) return { kind: 'found', program: given };
  const env = { ...process.env, GOBIN: folder };
  const built = await timeCommand(['go', 'install', ZGRAB2], env);
  if (built.status === 0) return { kind: 'found', program: join(folder, 'zgrab2') };
  const advice = 'give a binary by --zgrab2';
  if (built.status === 127) return { kind: 'skipped', reason: `no go in PATH; ${advice}` };
  return { kind: 'skipped', reason: `go cannot build it (${lastLine(built.stderr)}); ${advice}` };
}

/** The program that was given, or one from PyPI in a virtual environment in a folder. */
export async function findSslyze(given: string | undefined, folder: string): Promise<Found> {
  if (given !== undefined) return { kind: 'found', program: given };
  const home = join(folder, 'sslyze');
  const bin = join(home, 'bin');
  const steps = [
    ['python3', '-m', 'venv', home],
    [join(bin, 'pip'), 'install', '--quiet', '--disable-pip-version-check', 'sslyze'],
  ];
  for (const step of steps) {
    const { status, stdout, stderr } = await timeCommand(step);
    if (status === 0) continue;
    const why = status === 127 ? `no ${step[0] ?? ''}` : lastLine(stderr || stdout);
    return { kind: 'skipped', reason: `${why}; give a program by --sslyze` };
  }
  return { kind: 'found', program: join(bin, 'sslyze') };
}

function lastLine(text: string): string {
  return text.trim().split('\n').at(-1)?.trim() ?? '';
}
