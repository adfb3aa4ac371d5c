import { describe, expect, it } from 'vitest';
import { regressesFrom } from '../../../src/compare/changes/regression.ts';
import { makeEndpoint, type EndpointOverrides } from '../../model/make-records.ts';
import { versionsOf } from '../worlds.ts';

const at = (last: number, overrides: EndpointOverrides = {}) =>
  makeEndpoint({ address: `192.0.2.${last}`, ...overrides });
const PLAIN = { outcome: 'plaintext' } as const;
const SILENT = { outcome: 'failed' } as const;
const OLD = { tls: versionsOf(['TLSv1']) };
const NEW = { tls: versionsOf(['TLSv1.2', 'TLSv1.3']) };
const BOTH = { tls: versionsOf(['TLSv1', 'TLSv1.1', 'TLSv1.2', 'TLSv1.3']) };
const ENDED: EndpointOverrides = { problems: ['expired'] };
const UNTRUSTED: EndpointOverrides = {
  problems: ['untrusted-issuer'],
  certificate: 'a'.repeat(64),
  chain: ['a'.repeat(64)],
};

describe('regressesFrom', () => {
  it.each([
    { name: 'STARTTLS that is lost', before: [at(1)], now: at(1, PLAIN) },
    { name: 'STARTTLS that is stripped', before: [at(1)], now: at(1, { outcome: 'stripped' }) },
    {
      name: 'STARTTLS that is refused',
      before: [at(1)],
      now: at(1, {
        outcome: 'refused-starttls',
        reply: { stage: 'starttls', code: 502, text: 'no' },
      }),
    },
    { name: 'a lower highest version', before: [at(1, NEW)], now: at(1, OLD) },
    { name: 'a lower lowest version', before: [at(1, NEW)], now: at(1, BOTH) },
    { name: 'a certificate that has ended', before: [at(1)], now: at(1, ENDED) },
    {
      name: 'an address that lost it beside one that never had it',
      before: [at(1), at(2, PLAIN)],
      now: at(1, PLAIN),
    },
    { name: 'a new address without STARTTLS', before: [at(1)], now: at(9, PLAIN) },
  ])('is true for $name', ({ before, now }) => {
    expect(regressesFrom(before, now, true)).toBe(true);
  });

  it.each([
    { name: 'a host that was not asked before', before: [], now: at(1, PLAIN) },
    { name: 'the same', before: [at(1)], now: at(1) },
    { name: 'what was so before', before: [at(1, PLAIN)], now: at(1, PLAIN) },
    { name: 'what got better', before: [at(1, PLAIN)], now: at(1) },
    { name: 'an unknown result', before: [at(1)], now: at(1, SILENT) },
    { name: 'a result that was unknown before', before: [at(1, SILENT)], now: at(1, PLAIN) },
    {
      name: 'a new address that does as another did',
      before: [at(1), at(2, PLAIN)],
      now: at(9, PLAIN),
    },
    {
      name: 'a new address, beside an unknown one',
      before: [at(1), at(2, SILENT)],
      now: at(9, PLAIN),
    },
  ])('is false for $name', ({ before, now }) => {
    expect(regressesFrom(before, now, true)).toBe(false);
  });

  it('does not blame a server for other roots', () => {
    const before = [at(1, { ...UNTRUSTED, problems: [] })];
    expect(regressesFrom(before, at(1, UNTRUSTED), true)).toBe(true);
    expect(regressesFrom(before, at(1, UNTRUSTED), false)).toBe(false);
  });
});
