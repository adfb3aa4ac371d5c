import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { PROJECT } from '../servers/project.ts';
import { FACTS, type Answers } from './facts.ts';
import { TOOLS } from './tools/all.ts';

/** The answers of a tool, in the order of the facts; `-` for a fact without an answer. */
function line(answers: Answers): string {
  return FACTS.map((fact) => answers[fact] ?? '-').join(' ');
}

/**
 * Tool; the sample of its output; STARTTLS, SSL 3.0 to TLS 1.3, the highest, key, chain, expired, name, then anonymous,
 * export, RC4, 3DES, and the bits of DHE. The samples are cut to what is read, and of what is read next to it.
 */
const CASES: readonly (readonly [string, string, string])[] = [
  [
    'testssl.sh',
    'testssl/expired',
    'yes no yes yes yes yes TLSv1.3 RSA 2048 trusted yes yes yes no no no 2048',
  ],
  [
    'testssl.sh',
    'testssl/self-signed',
    'yes no yes yes yes yes TLSv1.3 RSA 2048 self-signed no yes yes no no no 2048',
  ],
  [
    'testssl.sh',
    'testssl/jdk-export',
    'yes yes yes no no no TLSv1 RSA 1024 self-signed no no no yes yes no -',
  ],
  ['testssl.sh', 'testssl/connection-rate', '- - - - - - - - - - - no no no no -'],
  [
    'sslscan',
    'sslscan/s-server-all-wrong',
    'yes no no no yes no TLSv1.2 RSA 1024 self-signed yes - no no no no 1024',
  ],
  [
    'sslscan',
    'sslscan/s-server-ecdsa',
    'yes no no no yes no TLSv1.2 EC 256 - no - no no no no none',
  ],
  [
    'sslscan',
    'sslscan/s-server-demands-certificate',
    'yes no no no yes yes TLSv1.3 RSA 2048 - no - - - - - -',
  ],
  ['sslscan', 'sslscan/jdk-export', 'yes yes yes no no no TLSv1 - - - - no yes yes no none'],
  ['sslscan', 'sslscan/gnutls-3des', 'yes no no no yes no TLSv1.2 - - - - no no no yes -'],
  ['sslscan', 'sslscan/no-starttls', 'no - - - - - - - - - - - - - - -'],
  ['sslscan', 'sslscan/rejecting', '- - - - - - - - - - - - - - - -'],
  [
    'nmap ssl-enum-ciphers',
    'nmap/jdk-export',
    'yes yes yes no no no TLSv1 - - - - no yes yes no none',
  ],
  [
    'nmap ssl-enum-ciphers',
    'nmap/s-server-dhe-1024',
    'yes no no no yes no TLSv1.2 - - - - no no no no 1024',
  ],
  ['nmap ssl-enum-ciphers', 'nmap/no-starttls', '- - - - - - - - - - - - - - - -'],
  [
    'posttls-finger',
    'posttls-finger/modern',
    'yes - - - - yes TLSv1.3 RSA 2048 trusted no yes - - - - -',
  ],
  [
    'posttls-finger',
    'posttls-finger/expired',
    'yes - - - - yes TLSv1.3 RSA 2048 - yes - - - - - -',
  ],
  [
    'posttls-finger',
    'posttls-finger/wrong-name',
    'yes - - - - yes TLSv1.3 RSA 2048 - - no - - - - -',
  ],
  [
    'posttls-finger',
    'posttls-finger/self-signed',
    'yes - - - - yes TLSv1.3 RSA 2048 self-signed - - - - - - -',
  ],
  ['posttls-finger', 'posttls-finger/no-starttls', 'no - - - - - - - - - - - - - - -'],
  ['posttls-finger', 'posttls-finger/rejecting', '- - - - - - - - - - - - - - - -'],
  [
    'openssl s_client',
    's_client/s-server-all-wrong',
    'yes - no no yes no TLSv1.2 RSA 1024 self-signed yes no no - - - 1024',
  ],
  [
    'openssl s_client',
    's_client/s-server-ecdsa',
    'yes - no no yes no TLSv1.2 EC 256 trusted no yes no - - - none',
  ],
  ['openssl s_client', 's_client/jdk-sslv3', 'yes - no no no no - - - - - - - - - -'],
  ['openssl s_client', 's_client/rejecting', 'no - - - - - - - - - - - - - - -'],
];

/** What stands between the outputs of several commands. */
const BETWEEN = '=====\n';

describe('the answers of the other tools', () => {
  it.each(CASES)('%s: %s', (name, sample, expected) => {
    const file = join(PROJECT, 'test/peers/compare/samples', `${sample}.txt`);
    const tool = TOOLS.find((each) => each.name === name);
    expect(line(tool?.parse(readFileSync(file, 'utf8').split(BETWEEN)) ?? {})).toBe(expected);
  });

  it.each(TOOLS.map((tool) => [tool.name, tool] as const))('%s: nothing of nothing', (_, tool) => {
    expect(tool.parse([])).toEqual({});
  });
});
