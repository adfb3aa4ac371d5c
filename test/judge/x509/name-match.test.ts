import { describe, expect, it } from 'vitest';
import { matchesName, nameOnlyInCn, storedNames } from '../../../src/judge/x509/name-match.ts';

describe('matchesName', () => {
  it.each([
    ['mx.example.com', 'mx.example.com'],
    ['mx.example.com', 'MX.Example.COM'],
    ['MX.EXAMPLE.com', 'mx.example.com'],
    ['mx.example.com', 'mx.example.com.'],
    ['*.example.com', 'mx.example.com'],
    ['*.Example.com', 'MX.example.com.'],
    ['*.example.com', 'xn--628h.example.com'],
    ['*.a.b.c', 'x.a.b.c'],
    ['*.co.uk', 'example.co.uk'],
    ['mail_1.example.com', 'mail_1.example.com'],
    ['*.example.com', '_mx.example.com'],
    ['localhost', 'localhost'],
    ['xn--n3h.com', 'xn--n3h.com'],
  ])('%s names %s', (name, host) => {
    expect(matchesName([name], host)).toBe(true);
  });

  it.each([
    ['mx.example.com', 'mx2.example.com'],
    ['example.com', 'mx.example.com'],
    ['mx.example.com', 'example.com'],
    ['*.example.com', 'example.com'],
    ['*.example.com', 'a.mx.example.com'],
    ['*.example.com', '*.example.com'],
    ['*.example.com', '.example.com'],
    ['*.com', 'example.com'],
    ['*.*', 'example.com'],
    ['*.*.com', 'mx.example.com'],
    ['*', 'localhost'],
    ['*', 'example.com'],
    ['m*.example.com', 'mx.example.com'],
    ['*x.example.com', 'mx.example.com'],
    ['m*x.example.com', 'mailx.example.com'],
    ['xn--*.example.com', 'xn--628h.example.com'],
    ['mx.*.com', 'mx.example.com'],
    ['mx.example.com.', 'mx.example.com'],
    ['.example.com', 'mx.example.com'],
    ['mx.example.com\\00.evil.example', 'mx.example.com'],
    ['evil.example, dns:mx.example.com', 'mx.example.com'],
    ['mx.example.com', 'mx.example.com..'],
    ['', ''],
    ['', '.'],
    ['192.0.2.1', '192.0.2.1'],
    ['*.0.2.1', '192.0.2.1'],
    ['0x7f.0.0.0x1', '0x7f.0.0.0x1'],
    ['2130706433', '2130706433'],
    ['2001:db8::1', '2001:db8::1'],
    ['[2001:db8::1]', '[2001:db8::1]'],
    ['k.example.com', '\u212a.example.com'],
    ['\u212a.example.com', 'k.example.com'],
    [`${'a'.repeat(64)}.example.com`, `${'a'.repeat(64)}.example.com`],
    [`${'a.'.repeat(126)}example`, `${'a.'.repeat(126)}example`],
  ])('%s does not name %s', (name, host) => {
    expect(matchesName([name], host)).toBe(false);
  });

  it('takes any of the names', () => {
    expect(matchesName(['a.example', 'b.example'], 'b.example')).toBe(true);
    expect(matchesName([], 'b.example')).toBe(false);
  });
});

describe('nameOnlyInCn', () => {
  it.each([
    ['no SAN, CN matches', 'CN=mx.example.com,O=Lab', [], 0, true],
    ['a wildcard CN', 'CN=*.example.com', [], 0, true],
    ['the second CN', 'CN=a+CN=mx.example.com', [], 0, true],
    ['SAN of another name', 'CN=MX.example.com', ['example.com'], 1, true],
    ['SAN matches too', 'CN=mx.example.com', ['mx.example.com'], 1, false],
    ['CN of another name', 'CN=example.com', [], 0, false],
    ['a CN inside an O', 'O=x\\,CN=mx.example.com', [], 0, false],
    ['a CN with a NUL', 'CN=mx.example.com\\00', [], 0, false],
    ['names that are not stored', 'CN=mx.example.com', ['a.example'], 101, false],
  ])('%s', (_, subject, names, namesTotal, expected) => {
    expect(nameOnlyInCn({ subject, names, namesTotal }, 'mx.example.com')).toBe(expected);
  });
});

describe('storedNames', () => {
  const all = Array.from({ length: 3000 }, (_, index) => `host${index}.example`);

  it('are all of them up to a hundred', () => {
    expect(storedNames(all.slice(0, 100), ['host7.example'])).toEqual(all.slice(0, 100));
  });

  it('are the first hundred and what matches a host, in certificate order', () => {
    const names = storedNames(
      [...all, '*.b.example'],
      ['x.b.example', 'host2999.example', 'HOST100.example', 'host1.example'],
    );
    expect(names.slice(0, 100)).toEqual(all.slice(0, 100));
    expect(names.slice(100)).toEqual(['host100.example', 'host2999.example', '*.b.example']);
  });
});
