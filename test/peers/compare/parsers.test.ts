import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { PROJECT } from '../project.ts';
import { FACTS, type Told } from './facts.ts';
import { TOOLS } from './tools/all.ts';

/** What a tool told, in the order of the facts; `-` for what it did not tell. */
function line(told: Told): string {
  return FACTS.map((fact) => told[fact] ?? '-').join(' ');
}

/**
 * Tool; the sample of its output; STARTTLS, SSL 3.0 to TLS 1.3, the highest, key, chain, expired, name, then anonymous,
 * export, RC4, 3DES, and the bits of DHE. The samples are cut to what is read, and of what is read next to it.
 */
const CASES: readonly (readonly [string, string, string])[] = [
  ['testssl.sh', 'testssl-expired', ''],
  ['testssl.sh', 'testssl-self-signed', ''],
  ['testssl.sh', 'testssl-jdk-export', ''],
  ['testssl.sh', 'testssl-connection-rate', ''],
  ['sslscan', 'sslscan-s-server-all-wrong', ''],
  ['sslscan', 'sslscan-s-server-ecdsa', ''],
  ['sslscan', 'sslscan-s-server-demands-certificate', ''],
  ['sslscan', 'sslscan-jdk-export', ''],
  ['sslscan', 'sslscan-gnutls-3des', ''],
  ['sslscan', 'sslscan-no-starttls', ''],
  ['sslscan', 'sslscan-rejecting', ''],
  ['nmap ssl-enum-ciphers', 'nmap-jdk-export', ''],
  ['nmap ssl-enum-ciphers', 'nmap-s-server-dhe-1024', ''],
  ['nmap ssl-enum-ciphers', 'nmap-no-starttls', ''],
  ['posttls-finger', 'posttls-finger-modern', ''],
  ['posttls-finger', 'posttls-finger-expired', ''],
  ['posttls-finger', 'posttls-finger-wrong-name', ''],
  ['posttls-finger', 'posttls-finger-self-signed', ''],
  ['posttls-finger', 'posttls-finger-no-starttls', ''],
  ['posttls-finger', 'posttls-finger-rejecting', ''],
  ['openssl s_client', 's_client-s-server-all-wrong', ''],
  ['openssl s_client', 's_client-s-server-ecdsa', ''],
  ['openssl s_client', 's_client-jdk-sslv3', ''],
  ['openssl s_client', 's_client-rejecting', ''],
];

/** What stands between the outputs of several commands. */
const BETWEEN = '=====\n';

describe('what the other tools tell', () => {
  it.each(CASES)('%s: %s', (name, sample, expected) => {
    const file = join(PROJECT, 'test/peers/compare/samples', `${sample}.txt`);
    const tool = TOOLS.find((each) => each.name === name);
    expect(line(tool?.parse(readFileSync(file, 'utf8').split(BETWEEN)) ?? {})).toBe(expected);
  });

  it.each(TOOLS.map((tool) => [tool.name, tool] as const))('%s: nothing of nothing', (_, tool) => {
    expect(tool.parse([])).toEqual({});
  });
});
