import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readMtaStsPolicy, type MtaStsPolicy } from '../../../src/judge/policies/mta-sts-policy.ts';

function read(text: string) {
  return readMtaStsPolicy(Buffer.from(text, 'utf8'));
}

const ENFORCE: MtaStsPolicy = { mode: 'enforce', mx: ['mx.example.gr'], maxAge: 604_800 };
const HEAD = 'version: STSv1\nmode: enforce\nmax_age: 604800\n';

describe('a policy', () => {
  it.each<[string, string, Partial<MtaStsPolicy>]>([
    ['as in the RFC', `${HEAD}mx: mx.example.gr\n`, {}],
    ['without a last line end', `${HEAD}mx: mx.example.gr`, {}],
    ['with CRLF', `${HEAD}mx: mx.example.gr\n`.replaceAll('\n', '\r\n'), {}],
    [
      'with both line ends',
      'version:STSv1\r\nmode:\tenforce\nmx:mx.example.gr\r\nmax_age:604800',
      {},
    ],
    ['with blanks behind values', `${HEAD}mx: \t mx.example.gr \t\n`, {}],
    ['in any order', 'max_age: 604800\nmx: mx.example.gr\nmode: enforce\nversion: STSv1\n', {}],
    ['in upper case', `${HEAD}mx: MX.Example.GR\n`, {}],
    ['with unknown fields', `${HEAD}note: λέξη one  two\nx_1.2-3: a:b\nmx: mx.example.gr\n`, {}],
    ['with a duplicate mode', `${HEAD}mx: mx.example.gr\nmode: none\n`, {}],
    ['with a bad duplicate', `${HEAD}mx: mx.example.gr\nmax_age: never\nversion: 2\n`, {}],
    ['with a duplicate mx', `${HEAD}mx: mx.example.gr\nmx: mx.example.gr\n`, {}],
    ['with several mx', `${HEAD}mx: *.b.gr\nmx: a.gr\n`, { mx: ['*.b.gr', 'a.gr'] }],
    [
      'of mode testing',
      'version: STSv1\nmode: testing\nmx: mx.example.gr\nmax_age: 604800',
      { mode: 'testing' },
    ],
    ['of mode none', 'version: STSv1\nmode: none\nmax_age: 604800', { mode: 'none', mx: [] }],
    [
      'of mode none with mx',
      'version: STSv1\nmode: none\nmx: mx.example.gr\nmax_age: 604800',
      { mode: 'none' },
    ],
    ['of no age', `version: STSv1\nmode: enforce\nmx: mx.example.gr\nmax_age: 0\n`, { maxAge: 0 }],
    [
      'of the highest age',
      `version: STSv1\nmode: enforce\nmx: mx.example.gr\nmax_age: 31557600\n`,
      { maxAge: 31_557_600 },
    ],
  ])('%s', (_, text, expected) => {
    expect(read(text)).toEqual({ kind: 'policy', policy: { ...ENFORCE, ...expected } });
  });

  it.each<[string, string]>([
    ['', 'it has no version'],
    ['\n', 'its line "" is not NAME: VALUE'],
    ['mode: none\nmax_age: 1', 'it has no version'],
    ['version: STSv10\nmode: none\nmax_age: 1', 'its version "STSv10" is not STSv1'],
    ['version: stsv1\nmode: none\nmax_age: 1', 'its version "stsv1" is not STSv1'],
    ['version: STSv2\nversion: STSv1\nmode: none\nmax_age: 1', 'its version "STSv2" is not STSv1'],
    ['version: STSv1\nmax_age: 1', 'it has no mode'],
    [
      'version: STSv1\nmax_age: 1\nmode: Enforce',
      'its mode "Enforce" is not enforce, testing, none',
    ],
    ['version: STSv1\nmode: report\nmax_age: 1', 'its mode "report" is not enforce, testing, none'],
    ['version: STSv1\nmode: none', 'it has no max_age'],
    [
      'version: STSv1\nmode: none\nmax_age: 1d',
      'its max_age "1d" is not a number from 0 to 31557600',
    ],
    [
      'version: STSv1\nmode: none\nmax_age: -1',
      'its max_age "-1" is not a number from 0 to 31557600',
    ],
    [
      'version: STSv1\nmode: none\nmax_age: 31557601',
      'its max_age "31557601" is not a number from 0 to 31557600',
    ],
    [
      'version: STSv1\nmode: none\nmax_age: 00000000001',
      'its max_age "00000000001" is not a number from 0 to 31557600',
    ],
    ['version: STSv1\nmode: none\nmax_age:', 'its field "max_age" has no valid value'],
    ['version: STSv1\nmode: testing\nmax_age: 1', 'it has no mx, which mode testing wants'],
    [HEAD, 'it has no mx, which mode enforce wants'],
    [`${HEAD}mx: *.*.gr`, 'its mx "*.*.gr" is no host name or *.DOMAIN'],
    [`${HEAD}mx: *`, 'its mx "*" is no host name or *.DOMAIN'],
    [`${HEAD}mx: .example.gr`, 'its mx ".example.gr" is no host name or *.DOMAIN'],
    [`${HEAD}mx: mx.*.gr`, 'its mx "mx.*.gr" is no host name or *.DOMAIN'],
    [`${HEAD}mx: m*.a.gr`, 'its mx "m*.a.gr" is no host name or *.DOMAIN'],
    [`${HEAD}mx: mx.a.gr.`, 'its mx "mx.a.gr." is no host name or *.DOMAIN'],
    [`${HEAD}mx: mx-.a.gr`, 'its mx "mx-.a.gr" is no host name or *.DOMAIN'],
    [`${HEAD}mx: mx1.a.gr, mx2.a.gr`, 'its mx "mx1.a.gr, mx2.a.gr" is no host name or *.DOMAIN'],
    [`${HEAD}mx: a.gr\nmx: λ.gr`, 'its mx "λ.gr" is no host name or *.DOMAIN'],
    [
      `${HEAD}mx: ${'a'.repeat(64)}.gr`,
      `its mx "${'a'.repeat(40)}..." is no host name or *.DOMAIN`,
    ],
    [`${HEAD}\nmx: a.gr`, 'its line "" is not NAME: VALUE'],
    [`${HEAD}mx: a.gr\n\n`, 'its line "" is not NAME: VALUE'],
    [` ${HEAD}mx: a.gr`, 'its line " version: STSv1" is not NAME: VALUE'],
    [`\ufeff${HEAD}mx: a.gr`, 'its line "\\ufeffversion: STSv1" is not NAME: VALUE'],
    [`${HEAD}mx : a.gr`, 'its line "mx : a.gr" is not NAME: VALUE'],
    [`${HEAD}mx a.gr`, 'its line "mx a.gr" is not NAME: VALUE'],
    [`${HEAD}# comment\nmx: a.gr`, 'its line "# comment" is not NAME: VALUE'],
    [`${HEAD}_x: 1\nmx: a.gr`, 'its line "_x: 1" is not NAME: VALUE'],
    [`${HEAD}x: \u001b[2J\nmx: a.gr`, 'its field "x" has no valid value'],
    [HEAD.replaceAll('\n', '\r'), 'its field "version" has no valid value'],
    ['<!DOCTYPE html>\n<html>', 'its line "<!DOCTYPE html>" is not NAME: VALUE'],
    ['{"version": "STSv1"}', 'its line "{"version": "STSv1"}" is not NAME: VALUE'],
  ])('%j: %s', (text, reason) => {
    expect(read(text)).toEqual({ kind: 'invalid', reason });
  });

  it('that is not UTF-8', () => {
    const body = Buffer.concat([Buffer.from(HEAD), Buffer.from([0xff, 0xfe])]);
    expect(readMtaStsPolicy(body)).toEqual({ kind: 'invalid', reason: 'it is not UTF-8' });
  });

  it('of any bytes never throws, and keeps to its ranges', () => {
    const piece = fc.constantFrom(
      'version: STSv1',
      'mode: enforce',
      'mode: none',
      'mx: a.gr',
      'mx: *.b.gr',
      'max_age: 86400',
      'max_age: 99999999',
      '\n',
      '\r\n',
      '\r',
      ' ',
      ':',
      'x: y',
      '\0',
      'λ',
    );
    fc.assert(
      fc.property(
        fc.array(piece, { maxLength: 20 }),
        fc.uint8Array({ maxLength: 4 }),
        (all, tail) => {
          const result = readMtaStsPolicy(Buffer.concat([Buffer.from(all.join('')), tail]));
          if (result.kind !== 'policy') return;
          expect(result.policy.maxAge).toBeLessThanOrEqual(31_557_600);
          expect(result.policy.mode === 'none' || result.policy.mx.length > 0).toBe(true);
        },
      ),
      { numRuns: 2_000 },
    );
  });
});
