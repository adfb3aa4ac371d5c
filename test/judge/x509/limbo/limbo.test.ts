import { describe, expect, it } from 'vitest';
import { isValid, judgeLimbo, LIMBO_ABSENT, pathOf, serverCases } from './limbo-cases.ts';
import { ACCEPTED_WITH_REASON, REFUSED_WITH_REASON } from './limbo-disagreements.ts';

/** What `openssl verify -x509_strict` with partial chains was measured at, of all the cases about servers. */
const AGREEMENTS_OF_OPENSSL = 143;

describe.skipIf(LIMBO_ABSENT)('x509-limbo (skipped where ../shared/data is absent)', () => {
  const cases = serverCases();
  const ofNames = cases.filter(({ expected_peer_name }) => expected_peer_name?.kind === 'DNS');
  const refused: readonly string[] = Object.values(REFUSED_WITH_REASON).flat();
  const accepted: readonly string[] = Object.values(ACCEPTED_WITH_REASON).flat();
  const judged = cases.map((limbo) => ({
    id: limbo.id,
    expected: limbo.expected_result === 'SUCCESS',
    valid: isValid(judgeLimbo(limbo)),
  }));

  it('has all cases', () => {
    expect([cases.length, ofNames.length]).toEqual([198, 182]);
  });

  it.each(ofNames.filter(({ expected_result }) => expected_result === 'SUCCESS'))(
    '$id is valid',
    (limbo) => {
      expect(judgeLimbo(limbo)).toMatchObject({ problems: [], undetermined: [] });
      expect(pathOf(limbo)).toMatchObject({ outcome: 'trusted', notes: [] });
    },
  );

  it('finds everything else invalid, but for the reasons listed', () => {
    const found = judged.filter(({ valid, expected }) => valid && !expected).map(({ id }) => id);
    expect(found.sort()).toEqual([...accepted].sort());
  });

  it('finds nothing else invalid, but for the reasons listed', () => {
    const found = judged.filter(({ valid, expected }) => !valid && expected).map(({ id }) => id);
    expect(found.sort()).toEqual([...refused].sort());
  });

  it('agrees more often than OpenSSL', () => {
    const agreements = judged.filter(({ valid, expected }) => valid === expected).length;
    console.info(`x509-limbo: agrees with ${agreements} of ${judged.length} cases`);
    expect(agreements).toBeGreaterThanOrEqual(AGREEMENTS_OF_OPENSSL);
  });

  it('trusts the paths of what it refuses for the name alone', () => {
    const paths = cases.filter(({ id }) => refused.includes(id)).map(pathOf);
    expect(new Set(paths.map(({ outcome: end }) => end))).toEqual(new Set(['trusted']));
  });

  it.each([
    ['rfc5280::unknown-critical-extension-ee', 'unknown-critical-extension'],
    ['rfc5280::unknown-critical-extension-intermediate', 'unknown-critical-extension'],
    ['rfc5280::unknown-critical-extension-root', 'unknown-critical-extension'],
    ['rfc5280::ee-critical-aia-invalid', 'unknown-critical-extension'],
    ['rfc5280::aki::critical-aki', 'unknown-critical-extension'],
    ['rfc5280::eku::ee-wrong-eku', 'not-for-servers'],
    ['rfc5280::eku::ee-eku-empty', 'not-for-servers'],
    ['rfc5280::duplicate-extensions', 'malformed-certificate'],
    ['cve::cve-2025-61727', 'outside-name-constraints'],
    ['cve::cve-2025-61727-nc-permits-variant', 'outside-name-constraints'],
    ['rfc5280::nc::excluded-dns-match', 'outside-name-constraints'],
    ['rfc5280::nc::excluded-self-issued-leaf', 'outside-name-constraints'],
    ['rfc5280::nc::restrictive-permits-in-intermediates-widens', 'outside-name-constraints'],
    ['rfc5280::nc::permitted-dn-mismatch', 'outside-name-constraints'],
    ['rfc5280::nc::permitted-ip-mismatch', 'outside-name-constraints'],
    ['rfc5280::nc::excluded-ipv4-match', 'outside-name-constraints'],
    ['rfc5280::nc::excluded-ipv6-match', 'outside-name-constraints'],
    ['rfc5280::nc::invalid-ipv4-address', 'unknown-name-constraints'],
    ['rfc5280::nc::invalid-ipv6-address', 'unknown-name-constraints'],
    ['rfc5280::nc::invalid-dnsname-wildcard', 'unknown-name-constraints'],
    ['rfc5280::nc::nc-forbids-othername', 'unknown-name-constraints'],
    ['rfc5280::nc::nc-permits-invalid-ip-san', 'unknown-name-constraints'],
    ['pathological::nc-dos-1', 'unknown-name-constraints'],
    ['pathological::nc-dos-2', 'unknown-name-constraints'],
  ])('%s: %s', (id, note) => {
    const limbo = cases.find((each) => each.id === id);
    expect(limbo === undefined ? null : pathOf(limbo)).toMatchObject({
      outcome: null,
      notes: [note],
    });
    const questions = ['self-signed', 'untrusted-issuer', 'incomplete-chain', 'issuer-expired'];
    expect(limbo === undefined ? [] : judgeLimbo(limbo).undetermined).toEqual(
      expect.arrayContaining(questions),
    );
  });
});
