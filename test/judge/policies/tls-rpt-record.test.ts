import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readTlsRptRecord } from '../../../src/judge/policies/tls-rpt-record.ts';

const NOBODY = 'invalid: it has no rua, so that nobody gets the reports';
const NO_WAY = 'invalid: its rua has neither a mailto: nor an https: address';

function summary(records: readonly string[]): string {
  const read = readTlsRptRecord(records);
  return read.kind === 'invalid' ? `invalid: ${read.reason}` : read.kind;
}

describe('the TXT records of _smtp._tls', () => {
  it.each<[string[], string]>([
    [['v=TLSRPTv1; rua=mailto:reports@example.gr'], 'valid'],
    [['v=TLSRPTv1;rua=mailto:reports@example.gr;'], 'valid'],
    [['v=TLSRPTv1; rua=mailto:a@b.gr, \t https://example.gr/tls?x=1  '], 'valid'],
    [['v=TLSRPTv1; rua=https://example.gr'], 'valid'],
    [['v=TLSRPTv1; rua=MAILTO:a@b.gr; ext=yes'], 'valid'],
    [['v=TLSRPTv1; rua=ftp://example.gr, mailto:a@b.gr'], 'valid'],
    [['v=TLSRPTv1; rua=mailto:a@b.gr; rua=mailto:c@d.gr'], 'valid'],
    [['v=TLSRPTv1; rua=mailto:a%21b@c.gr'], 'valid'],
    [['v=spf1 -all', 'v=TLSRPTv1; rua=mailto:a@b.gr'], 'valid'],
    [[], 'absent'],
    [['v=TLSRPTv1'], 'absent'],
    [['v=TLSRPTv10; rua=mailto:a@b.gr'], 'absent'],
    [['v=tlsrptv1; rua=mailto:a@b.gr'], 'absent'],
    [['v=TLSRPTv1;'], NOBODY],
    [['v=TLSRPTv1; ext=1'], NOBODY],
    [['v=TLSRPTv1; rua='], 'invalid: its rua "" is no URI'],
    [['v=TLSRPTv1; rua=,, ,'], 'invalid: its rua "" is no URI'],
    [['v=TLSRPTv1; rua=reports@example.gr'], 'invalid: its rua "…@example.gr" is no URI'],
    [['v=TLSRPTv1; rua=mailto:a b@c.gr'], 'invalid: its rua "…@c.gr" is no URI'],
    [['v=TLSRPTv1; rua=mailto:a!b@c.gr'], 'invalid: its rua "…@c.gr" is no URI'],
    [['v=TLSRPTv1; rua=https://x/%'], 'invalid: its rua "https://x/%" is no URI'],
    [['v=TLSRPTv1; rua=http://example.gr'], NO_WAY],
    [['v=TLSRPTv1; rua=mailto:nobody'], NO_WAY],
    [['v=TLSRPTv1; rua=https:///'], NO_WAY],
    [['v=TLSRPTv1; rua=mailto:a@b.gr;;'], 'invalid: "" is not NAME=VALUE'],
    [['v=TLSRPTv1; rua=mailto:a@b.gr; x='], 'invalid: its field "x" has no valid value'],
    [
      ['v=TLSRPTv1; rua=mailto:a@b.gr', 'v=TLSRPTv1; rua=mailto:c@d.gr'],
      'invalid: there is more than one TLSRPTv1 record',
    ],
  ])('%j: %s', (records, expected) => {
    expect(summary(records)).toBe(expected);
  });

  it('never throw', () => {
    const piece = fc.constantFrom('v=TLSRPTv1', ';', ' ', 'rua=', 'mailto:', 'a@b', ',', '!', '\0');
    fc.assert(
      fc.property(fc.array(fc.array(piece).map((all) => all.join(''))), (records) => {
        const read = readTlsRptRecord(records);
        if (read.kind === 'valid') expect(read.text).toContain('rua=');
      }),
      { numRuns: 2_000 },
    );
  });
});
