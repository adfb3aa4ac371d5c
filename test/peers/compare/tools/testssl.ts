import { join } from 'node:path';
import { tlsStartOf } from '../../../../src/model/tls-start.ts';
import type { Fact, Answers } from '../facts.ts';
import type { Tool } from './tool.ts';

export const TESTSSL: Tool = {
  name: 'testssl.sh',
  version: { command: ['testssl', '--version'], pattern: /\d+\.\d+\.\d+/ },
  timeoutSeconds: 600,
  commands: ({ host, address, port, files }) => {
    const json = join(files.folder, `testssl-${host}.json`);
    const script = 'testssl --jsonfile "$0" "$@" >/dev/null 2>&1; cat "$0"';
    const checks = ['--protocols', '--server-defaults', '--std', '--rc4', '--pfs'];
    return [
      [
        ...['sh', '-c', script, json, '--warnings', 'off', '--color', '0', '--quiet'],
        ...['--nodns', 'none', '--ip', address, '--add-ca', files.roots],
        ...(tlsStartOf(port) === 'implicit' ? [] : ['--starttls', 'smtp']),
        ...['--openssl-timeout', '5', '--connect-timeout', '5', ...checks, `${host}:${port}`],
      ],
    ];
  },
  parse: ([json = '']) => parseTestssl(json),
};

const VERSIONS = [
  ['SSLv3', 'SSLv3'],
  ['TLS1', 'TLSv1'],
  ['TLS1_1', 'TLSv1.1'],
  ['TLS1_2', 'TLSv1.2'],
  ['TLS1_3', 'TLSv1.3'],
] as const;

/** Findings that say yes or no, as the text after it does. */
const OFFERED: readonly (readonly [string, Fact])[] = [
  ...VERSIONS,
  ['cipherlist_aNULL', 'anonymous'],
  ['cipherlist_EXPORT', 'export'],
  ['RC4', 'RC4'],
];

const CHAINS: readonly (readonly [RegExp, string])[] = [
  [/^passed/, 'trusted'],
  [/self signed CA in chain/, 'untrusted-root'],
  [/self signed/, 'self-signed'],
  [/chain incomplete/, 'missing-issuer'],
];

/** Reads the findings of one server. 3DES is reported together with IDEA, which none of the servers has. */
function parseTestssl(json: string): Answers {
  const findings = new Map(
    [...json.matchAll(/"id"\s*: "([^"]*)",[^{}]*?"finding"\s*: "([^"]*)"/g)].map(
      ([, id = '', finding = '']) => [id, finding],
    ),
  );
  const answers: Answers = {};
  for (const [id, fact] of OFFERED) {
    const answer = answerOf(findings.get(id) ?? '');
    if (answer !== undefined) answers[fact] = answer;
  }
  const weak = answerOf(findings.get('cipherlist_3DES_IDEA') ?? '');
  if (weak !== undefined) answers['3DES'] = weak;
  const highest = VERSIONS.findLast(([, fact]) => answers[fact] === 'yes')?.[1];
  if (highest !== undefined) {
    answers['highest version'] = highest;
    answers.STARTTLS = 'yes';
  }
  const bits = groupBits(findings.get('DH_groups') ?? '');
  if (bits !== undefined) answers['DHE bits'] = bits;
  return { ...answers, ...certificateOf(findings) };
}

/** RFC 2409 and RFC 3526 number their groups; the names of the others have their bits in them. */
const OAKLEY: ReadonlyMap<string, string> = new Map([
  ['2', '1024'],
  ['5', '1536'],
  ['14', '2048'],
  ['15', '3072'],
  ['16', '4096'],
]);

function groupBits(name: string): string | undefined {
  const oakley = /Oakley Group (\d+)/.exec(name)?.[1];
  if (oakley !== undefined) return OAKLEY.get(oakley);
  const [, named, bits] = /ffdhe(\d+)|(\d+)[- ]bit/.exec(name) ?? [];
  return named ?? bits;
}

function answerOf(finding: string): string | undefined {
  if (/not offered|^not vulnerable/.test(finding)) return 'no';
  return /^offered|^VULNERABLE/.test(finding) ? 'yes' : undefined;
}

function certificateOf(findings: ReadonlyMap<string, string>): Answers {
  const answers: Answers = {};
  const key = /(RSA|EC) (\d+) bits/.exec(findings.get('cert_keySize') ?? '');
  if (key !== null) answers.key = `${key[1] ?? ''} ${key[2] ?? ''}`;
  const chain = findings.get('cert_chain_of_trust') ?? '';
  const word = CHAINS.find(([pattern]) => pattern.test(chain))?.[1];
  if (word !== undefined) answers.chain = word;
  const expiry = findings.get('cert_expirationStatus');
  if (expiry !== undefined) answers.expired = expiry === 'expired' ? 'yes' : 'no';
  const name = findings.get('cert_trust');
  if (name !== undefined) answers['name matches'] = name.startsWith('Ok') ? 'yes' : 'no';
  return answers;
}
