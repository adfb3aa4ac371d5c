import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isValid, judgeLimbo, LIMBO_ABSENT, serverCases, type LimboCase } from './limbo-cases.ts';
import { ACCEPTED_WITH_REASON, STRICTER_THAN_US } from './limbo-disagreements.ts';

const OPENSSL = 'openssl';
const WITHOUT = LIMBO_ABSENT || spawnSync(OPENSSL, ['version']).status !== 0;
const SKIPPED = 'skipped without ../shared/data or openssl';

/** Does `openssl verify` accept the chain of a case? Without -x509_strict it goes by what mail servers ask of it. */
function accepts(folder: string, limbo: LimboCase, ...mode: readonly string[]): boolean {
  const file = (name: string, pems: readonly string[]) => {
    writeFileSync(join(folder, name), pems.join('\n'));
    return join(folder, name);
  };
  const { expected_peer_name: name, validation_time: time, untrusted_intermediates } = limbo;
  const untrusted = ['-untrusted', file('untrusted.pem', untrusted_intermediates)];
  const { status } = spawnSync(OPENSSL, [
    ...['verify', '-partial_chain', '-purpose', 'sslserver', '-no-CApath', '-no-CAstore', ...mode],
    ...['-trusted', file('trusted.pem', limbo.trusted_certs)],
    ...(untrusted_intermediates.length === 0 ? [] : untrusted),
    ...(name === null ? [] : [name.kind === 'IP' ? '-verify_ip' : '-verify_hostname', name.value]),
    ...(time === null ? [] : ['-attime', String(Math.floor(Date.parse(time) / 1000))]),
    file('leaf.pem', [limbo.peer_certificate]),
  ]);
  return status === 0;
}

describe.skipIf(WITHOUT)(`x509-limbo beside openssl verify (${SKIPPED})`, () => {
  let folder = '';
  let judged: { limbo: LimboCase; expected: boolean; ours: boolean; theirs: boolean }[] = [];
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'mxtls-test-'));
    judged = serverCases().map((limbo) => ({
      limbo,
      expected: limbo.expected_result === 'SUCCESS',
      ours: isValid(judgeLimbo(limbo)),
      theirs: accepts(folder, limbo, '-x509_strict'),
    }));
  });
  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it('agrees with what is expected more often', () => {
    const ours = judged.filter((each) => each.ours === each.expected).length;
    const theirs = judged.filter((each) => each.theirs === each.expected).length;
    console.info(`x509-limbo: mxtls ${ours}, openssl -x509_strict ${theirs} of ${judged.length}`);
    expect(ours).toBeGreaterThan(theirs);
  });

  it('accepts nothing that shall fail and that the strict mode refuses, but what is listed', () => {
    const found = judged.filter(({ expected, ours, theirs }) => !expected && ours && !theirs);
    expect(found.map(({ limbo }) => limbo.id).sort()).toEqual([...STRICTER_THAN_US].sort());
  });

  it('lists as strict in form alone what OpenSSL accepts outside that mode', () => {
    const [strictAlone] = Object.entries(ACCEPTED_WITH_REASON).filter(([reason]) =>
      reason.startsWith('OpenSSL refuses it in its strict mode alone'),
    );
    const ids: readonly string[] = strictAlone?.[1] ?? [];
    const found = judged.filter(({ limbo }) => ids.includes(limbo.id));
    expect(found.map(({ limbo }) => accepts(folder, limbo))).toEqual(ids.map(() => true));
  });
});
