import { TLS_VERSIONS } from '../../../../src/model/records/words.ts';
import { tlsStartOf } from '../../../../src/model/tls-start.ts';
import type { Fact, Answers } from '../facts.ts';
import type { Target, Tool } from './tool.ts';

/** One version alone each; Debian's OpenSSL has no option for the others. */
const VERSIONS = [
  ['TLSv1', '-tls1'],
  ['TLSv1.1', '-tls1_1'],
  ['TLSv1.2', '-tls1_2'],
  ['TLSv1.3', '-tls1_3'],
] as const;

const UP_TO_12 = ['-no_tls1_3', '-min_protocol', 'TLSv1'];

export const S_CLIENT: Tool = {
  name: 'openssl s_client',
  version: { command: ['openssl', 'version'], pattern: /\d+\.\d+\.\d+/ },
  timeoutSeconds: 30,
  commands: (target) => [
    command(target, ['-min_protocol', 'TLSv1', '-cipher', 'DEFAULT:@SECLEVEL=0']),
    command(target, [...UP_TO_12, '-cipher', 'aNULL:@SECLEVEL=0']),
    command(target, [...UP_TO_12, '-cipher', 'kDHE:!aNULL:@SECLEVEL=0']),
    ...VERSIONS.map(([, option]) => command(target, [option, '-cipher', 'ALL:@SECLEVEL=0'])),
  ],
  parse: parseSClient,
};

function command({ host, address, port, files }: Target, args: readonly string[]): string[] {
  return [
    ...['openssl', 's_client', '-connect', `${address}:${port}`],
    ...(tlsStartOf(port) === 'implicit' ? [] : ['-starttls', 'smtp']),
    ...['-servername', host, '-verify_hostname', host, '-CAfile', files.roots, '-verify', '9'],
    ...args,
  ];
}

/** Reads an ordinary handshake, one with anonymous suites alone, one with DHE alone, and one for each version. */
function parseSClient(outputs: readonly string[]): Answers {
  const [ordinary = '', anonymous = '', dhe = '', ...versions] = outputs;
  const answers: Answers = {};
  for (const [i, [fact]] of VERSIONS.entries()) {
    const answer = versionAnswer(versions[i] ?? '');
    if (answer !== undefined) answers[fact] = answer;
  }
  return {
    ...offerOf(ordinary),
    ...answers,
    ...suiteFacts(anonymous, dhe, answers),
    ...handshakeOf(ordinary),
  };
}

/** A refusal is about the suite only where the version is not refused. */
function suiteFacts(anonymous: string, dhe: string, versions: Answers): Answers {
  const answers: Answers = {};
  const hasOlder = VERSIONS.some(([fact]) => fact !== 'TLSv1.3' && versions[fact] === 'yes');
  if (completed(anonymous)) answers.anonymous = 'yes';
  else if (hasOlder && refused(anonymous)) answers.anonymous = 'no';
  const bits = /Server Temp Key: DH, (\d+) bits/.exec(dhe)?.[1];
  if (bits !== undefined) answers['DHE bits'] = bits;
  else if (hasOlder && refused(dhe)) answers['DHE bits'] = 'none';
  return answers;
}

function offerOf(output: string): Answers {
  if (!output.includes('CONNECTED(')) return {};
  return { STARTTLS: output.includes("Didn't find STARTTLS in server response") ? 'no' : 'yes' };
}

function completed(output: string): boolean {
  return / Cipher is (?!\(NONE\))/.test(output);
}

function versionAnswer(output: string): string | undefined {
  if (completed(output)) return 'yes';
  return /alert protocol version|unsupported protocol/.test(output) ? 'no' : undefined;
}

function refused(output: string): boolean {
  return /alert handshake failure/.test(output);
}

function handshakeOf(output: string): Answers {
  if (!completed(output)) return {};
  const answers: Answers = {};
  const version = /^\s*New, (\S+), Cipher is/m.exec(output)?.[1];
  const exact = /^ {4}Protocol {2}: (\S+)$/m.exec(output)?.[1] ?? version;
  const highest = TLS_VERSIONS.find((each) => each === exact);
  if (highest !== undefined) answers['highest version'] = highest;
  if (!output.includes('Server public key is')) return answers;
  return { ...answers, ...certificateOf(output) };
}

const CHAINS: ReadonlyMap<string, string> = new Map([
  ['18', 'self-signed'],
  ['19', 'untrusted-root'],
  ['20', 'missing-issuer'],
  ['24', 'may-not-issue'],
  ['79', 'may-not-issue'],
]);

function certificateOf(output: string): Answers {
  const errors = [...output.matchAll(/^verify error:num=(\d+):/gm)].map(([, code = '']) => code);
  const chain = errors.flatMap((code) => CHAINS.get(code) ?? []).at(0);
  const bits = /Server public key is (\d+) bit/.exec(output)?.[1] ?? '';
  const kind = /a:PKEY: ([\w-]+), /.exec(output)?.[1];
  const answers: Partial<Record<Fact, string>> = {
    chain: chain ?? 'trusted',
    expired: errors.includes('10') ? 'yes' : 'no',
    'name matches': errors.includes('62') ? 'no' : 'yes',
  };
  if (kind === 'rsaEncryption') answers.key = `RSA ${bits}`;
  if (kind === 'id-ecPublicKey') answers.key = `EC ${bits}`;
  return answers;
}
