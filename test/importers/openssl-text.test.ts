import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openSslNames, openSslTime } from '../../src/importers/openssl-text.ts';

describe('openSslTime', () => {
  it.each([
    { text: 'Apr  9 00:00:00 2014 GMT', instant: '2014-04-09T00:00:00Z' },
    { text: 'Dec 31 23:59:59 2029 GMT', instant: '2029-12-31T23:59:59Z' },
    { text: 'Feb 29 00:00:00 2016 GMT', instant: '2016-02-29T00:00:00Z' },
    { text: 'Jan  1 00:00:00 9999 GMT', instant: '9999-01-01T00:00:00Z' },
    { text: 'Bad time value', instant: null },
  ])('reads $text', ({ text, instant }) => {
    expect(openSslTime(text)).toEqual({ kind: 'time', instant });
  });

  it.each([
    { text: '' },
    { text: 'Feb 30 00:00:00 2016 GMT' },
    { text: 'Feb 29 00:00:00 2015 GMT' },
    { text: 'Apr  9 24:00:00 2014 GMT' },
    { text: 'Apr  0 00:00:00 2014 GMT' },
    { text: 'Abr  9 00:00:00 2014 GMT' },
    { text: 'Apr 9 00:00:00 2014 GMT' },
    { text: 'Apr  9 00:00:00 2014' },
    { text: 'Apr  9 00:00:00 2014 GMT+1' },
    { text: 'Apr  9 00:00:00 20144 GMT' },
  ])('does not take "$text" for a date', ({ text }) => {
    expect(openSslTime(text)).toEqual({ kind: 'invalid' });
  });
});

describe('openSslNames', () => {
  it.each([
    { text: '                DNS:a.gr', names: ['a.gr'] },
    { text: 'DNS:B.gr, DNS:*.a.gr, DNS:B.gr', names: ['b.gr', '*.a.gr', 'b.gr'] },
    { text: 'email:a@b.gr, DNS:a.gr, IP Address:192.0.2.1, URI:http://b.gr/', names: ['a.gr'] },
    { text: 'othername:<unsupported>, DNS:a.gr', names: ['a.gr'] },
    { text: 'DirName:/CN=SymantecPKI-1-534', names: [] },
    { text: 'DirName:C = US, O = X', names: [] },
    { text: '<EMPTY>', names: [] },
    { text: 'DNS:\u001b[2Jé.gr', names: ['\\1B[2j\\C3\\A9.gr'] },
    { text: `DNS:${'a'.repeat(300)}`, names: [`${'a'.repeat(255)}…`] },
  ])('reads $text', ({ text, names }) => {
    expect(openSslNames(text)).toEqual({ names, namesTotal: names.length });
  });

  it.each(['0......a.gr', '0...:a.gr'])(
    'counts an unknown name where OpenSSL could not read the extension: %s',
    (text) => {
      expect(openSslNames(text)).toEqual({ names: [], namesTotal: 1 });
    },
  );

  it('takes any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const { names, namesTotal } = openSslNames(text);
        expect(names.length).toBeLessThanOrEqual(namesTotal);
      }),
    );
  });
});
