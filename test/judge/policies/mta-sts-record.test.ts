import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readMtaStsRecord } from '../../../src/judge/policies/mta-sts-record.ts';

/** What one or more records come to, in a line. */
function summary(records: readonly string[]): string {
  const read = readMtaStsRecord(records);
  return read.kind === 'invalid' ? `invalid: ${read.reason}` : read.kind;
}

describe('the TXT records of _mta-sts', () => {
  it.each<[string[], string]>([
    [['v=STSv1; id=20160831085700Z;'], 'valid'],
    [['v=STSv1;id=a'], 'valid'],
    [['v=STSv1 \t; \t id=a \t; '], 'valid'],
    [[`v=STSv1; id=${'a'.repeat(32)}`], 'valid'],
    [['v=STSv1; id=a; more=a:<b>; x.y-z_0=2;'], 'valid'],
    [['v=STSv1; more=a; id=a'], 'valid'],
    [['v=STSv1; id=a; id=not valid'], 'invalid: its field "id" has no valid value'],
    [['v=STSv1; id=a; id=no-id'], 'valid'],
    [['v=STSv1; id=no-id; id=a'], 'invalid: its id "no-id" is not 1 to 32 letters and digits'],
    [['v=spf1 -all', 'v=STSv1; id=a', ''], 'valid'],
    [[], 'absent'],
    [[''], 'absent'],
    [['v=spf1 -all'], 'absent'],
    [['v=STSv1'], 'absent'],
    [['v=STSv10; id=a'], 'absent'],
    [['v=STSv2; id=a'], 'absent'],
    [['V=STSv1; id=a'], 'absent'],
    [['v=stsv1; id=a'], 'absent'],
    [[' v=STSv1; id=a'], 'absent'],
    [['"v=STSv1; id=a"'], 'absent'],
    [['v=STSv1, id=a'], 'absent'],
    [['v=STSv1;'], 'invalid: it has no id'],
    [['v=STSv1; ext=1'], 'invalid: it has no id'],
    [['v=STSv1; ID=a'], 'invalid: it has no id'],
    [['v=STSv1; id='], 'invalid: its field "id" has no valid value'],
    [['v=STSv1; id=a-b'], 'invalid: its id "a-b" is not 1 to 32 letters and digits'],
    [
      [`v=STSv1; id=${'a'.repeat(33)}`],
      `invalid: its id "${'a'.repeat(33)}" is not 1 to 32 letters and digits`,
    ],
    [['v=STSv1; id=a;;'], 'invalid: "" is not NAME=VALUE'],
    [['v=STSv1; id=a; '], 'valid'],
    [['v=STSv1; id=a '], 'invalid: it ends in a blank'],
    [['v=STSv1; id=a; more='], 'invalid: its field "more" has no valid value'],
    [['v=STSv1; id=a; more==b'], 'invalid: its field "more" has no valid value'],
    [['v=STSv1; id=a; 1%=a'], 'invalid: "1%=a" is not NAME=VALUE'],
    [['v=STSv1; id=a; _x=a'], 'invalid: "_x=a" is not NAME=VALUE'],
    [[`v=STSv1; id=a; ${'n'.repeat(33)}=1`], `invalid: "${'n'.repeat(33)}=1" is not NAME=VALUE`],
    [['v=STSv1; id=\u001b[2J'], 'invalid: its field "id" has no valid value'],
    [['v=STSv1; id=a', 'v=STSv1; id=a'], 'invalid: there is more than one STSv1 record'],
    [['v=STSv1; id=a', 'v=STSv1;'], 'invalid: there is more than one STSv1 record'],
  ])('%j: %s', (records, expected) => {
    expect(summary(records)).toBe(expected);
  });

  it('are shown in the same way whatever their order', () => {
    const records = ['v=STSv1; id=b', 'v=STSv1; id=a'];
    const shown = { kind: 'invalid', text: 'v=STSv1; id=a | v=STSv1; id=b' };
    expect(readMtaStsRecord(records)).toMatchObject(shown);
    expect(readMtaStsRecord(records.toReversed())).toMatchObject(shown);
  });

  it('never throw, and are valid only with an id', () => {
    const piece = fc.constantFrom('v=STSv1', ';', ' ', '\t', 'id', '=', 'a', '\u0000', 'ÿ', 'x=1');
    fc.assert(
      fc.property(fc.array(fc.array(piece).map((all) => all.join(''))), (records) => {
        const read = readMtaStsRecord(records);
        if (read.kind === 'valid') expect(read.text).toMatch(/^v=STSv1[ \t]*;(.*;)?[ \t]*id=\w/);
        if (read.kind === 'invalid') expect(read.reason).toMatch(/^[\x20-\x7eÿ.]{1,120}$/);
      }),
      { numRuns: 2_000 },
    );
  });

  it('of any length are read in linear time', () => {
    // What is not would run into the test's own deadline.
    for (const filler of [' ', ';', 'a', '=', '@', ' ;']) {
      const long = filler.repeat(60_000);
      expect(summary([`v=STSv1;${long}`])).not.toBe('valid');
      expect(summary([`v=STSv1${long}`])).not.toBe('valid');
    }
  });
});
