import type { ServerFinding } from '../../src/model/output/server-check.ts';
import { run } from '../program.ts';

/** A server of the tests; the folder has the roots in `root.pem`. */
interface OwnServer {
  readonly program: string;
  readonly cwd: string;
  readonly host: string;
  readonly address: string;
}

/** Runs `mxtls check` on a server; gives `PORT QUESTION OUTCOME` of each finding, and its evidence. */
export async function checkOwn(
  { program, cwd, host, address }: OwnServer,
  ...args: readonly string[]
) {
  const line = ['check', `${host}@${address}`, '--mine', '--json', '--exit-code', ...args];
  const names = ['--ehlo', 'scan.peers.test', '--resolver', '127.0.0.1:9'];
  const options = ['--pause', '0', '--timeout', '20', '--ca-file', 'root.pem'];
  const ended = await run(program, [...line, ...names, ...options], { cwd });
  const { findings } = JSON.parse(ended.stdout) as { findings: ServerFinding[] };
  return {
    status: ended.status,
    findings,
    words: findings.map(({ port, question, outcome }) => `${port} ${question} ${outcome}`),
    evidence: findings.map(({ port, question, evidence }) => `${port} ${question}: ${evidence}`),
  };
}
