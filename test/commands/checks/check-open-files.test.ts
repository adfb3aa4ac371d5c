import { describe, expect, it } from 'vitest';
import { checkOpenFiles, openFilesLimit } from '../../../src/commands/checks/check-open-files.ts';
import { checkIpv6 } from '../../../src/commands/checks/own-addresses.ts';

describe('the check of open files', () => {
  it.each([
    { limit: null, concurrency: 100, outcome: 'ok', says: 'no limit' },
    { limit: 250, concurrency: 100, outcome: 'ok', says: '250 files' },
    { limit: 249, concurrency: 100, outcome: 'warning', says: 'need 250' },
    { limit: 1_024, concurrency: 1_000, outcome: 'warning', says: 'need 1150' },
    { limit: 128, concurrency: 10, outcome: 'warning', says: 'need 160' },
    { limit: 127, concurrency: 1, outcome: 'failed', says: 'too few' },
  ])('$limit for $concurrency connections is $outcome', ({ limit, concurrency, outcome, says }) => {
    const check = checkOpenFiles(limit, concurrency);
    expect(check.outcome).toBe(outcome);
    expect(check.evidence).toContain(says);
    expect(check.advice !== null).toBe(outcome !== 'ok');
  });

  it('reads the limit of the process', () => {
    const limit = openFilesLimit();
    expect(limit === null).toBe(process.platform === 'win32');
    expect(limit ?? 1).toBeGreaterThan(0);
  });
});

describe('the check of IPv6', () => {
  it.each([
    { address: '2001:db8::9', families: ['ipv4', 'ipv6'], outcome: 'ok' },
    { address: null, families: ['ipv4', 'ipv6'], outcome: 'warning' },
    { address: null, families: ['ipv6'], outcome: 'failed' },
    { address: null, families: ['ipv4'], outcome: 'ok' },
  ] as const)('$address with $families is $outcome', ({ address, families, outcome }) => {
    expect(checkIpv6(address, families).outcome).toBe(outcome);
  });
});
