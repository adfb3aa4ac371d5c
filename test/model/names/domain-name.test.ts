import { isIP } from 'node:net';
import { domainToASCII } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hostFromDns, parseDomainName, toUnicode } from '../../../src/model/names/domain-name.ts';

const LABEL_63 = 'a'.repeat(63);
const STRANGE = Array.from('aZ09.-_xn :/%*٣１。ﬀßς\u037a\u00ad\u200d\ud800');
const NAME_253 = `${`${LABEL_63}.`.repeat(3)}${'b'.repeat(61)}`;

describe('parseDomainName', () => {
  it.each([
    ['wind.gr', 'wind.gr', 'wind.gr'],
    ['  Wind.GR. \t', 'wind.gr', 'wind.gr'],
    ['EXAMPLE.com\r\n', 'example.com', 'example.com'],
    ['com', 'com', 'com'],
    ['co.uk', 'co.uk', 'co.uk'],
    ['constructor', 'constructor', 'constructor'],
    ['toString', 'tostring', 'tostring'],
    ['ab--cd.com', 'ab--cd.com', 'ab--cd.com'],
    ['1and1.de', '1and1.de', '1and1.de'],
    ['163.com', '163.com', '163.com'],
    [`${LABEL_63}.gr`, `${LABEL_63}.gr`, `${LABEL_63}.gr`],
    [NAME_253, NAME_253, NAME_253],
    [`${NAME_253}.`, NAME_253, NAME_253],
    ['ελλάς.gr', 'xn--hxarsa0b.gr', 'ελλάς.gr'],
    ['faß.de', 'xn--fa-hia.de', 'faß.de'],
    ['MAÑANA.com', 'xn--maana-pta.com', 'mañana.com'],
    ['man\u0303ana.com', 'xn--maana-pta.com', 'mañana.com'],
    ['XN--MAANA-PTA.com', 'xn--maana-pta.com', 'mañana.com'],
    ['日本。jp。', 'xn--wgv71a.jp', '日本.jp'],
    ['l·l.cat', 'xn--ll-0ea.cat', 'l·l.cat'],
    ['ﬀ.com', 'ff.com', 'ff.com'],
    ['ａ.com', 'a.com', 'a.com'],
    ['xn--pypal-4ve.com', 'xn--pypal-4ve.com', 'pаypal.com'],
    ['xn--a.com', 'xn--a.com', 'xn--a.com'], // resolves, though it decodes to nothing
    ['xn--ls8h.la', 'xn--ls8h.la', 'xn--ls8h.la'], // a symbol: no IDNA 2008 name
  ])('%j is %j', (text, ascii, unicode) => {
    expect(parseDomainName(text)).toEqual({ kind: 'domain', ascii, unicode });
  });

  it.each([
    ['', 'is empty'],
    ['   ', 'is empty'],
    ['.', 'is the root, not a domain name'],
    ['..', 'has an empty label'],
    ['a..b', 'has an empty label'],
    ['.a.com', 'has an empty label'],
    ['a.com..', 'has an empty label'],
    ['127.1', 'is or maps to an IP address, not a domain name'],
    ['127.0.0.1', 'is or maps to an IP address, not a domain name'],
    ['2130706433', 'is or maps to an IP address, not a domain name'],
    ['0x7f.1', 'is or maps to an IP address, not a domain name'],
    ['0x7f', 'is or maps to an IP address, not a domain name'],
    ['a.0x', 'is or maps to an IP address, not a domain name'],
    ['1.2.3.4.', 'is or maps to an IP address, not a domain name'],
    ['１２７.1', 'is or maps to an IP address, not a domain name'],
    ['１２７。０。０。１', 'is or maps to an IP address, not a domain name'],
    ['[1.2.3.4]', 'has "[", which no domain name has'],
    ['2001:db8::1', 'has a colon: a port, a URL and an IPv6 address are not domain names'],
    ['a.com:25', 'has a colon: a port, a URL and an IPv6 address are not domain names'],
    ['http://a.com/', 'is a URL or a path, not a domain name'],
    ['a.com/x', 'is a URL or a path, not a domain name'],
    ['../../etc/passwd', 'is a URL or a path, not a domain name'],
    ['a\\b.com', 'is a URL or a path, not a domain name'],
    ['user@a.com', 'is an e-mail address, not a domain name'],
    ['%61.com', 'has a percent sign: percent-encoding is not decoded'],
    ['a%2fb', 'has a percent sign: percent-encoding is not decoded'],
    ['*.x.com', 'has a wildcard'],
    ['__proto__', 'has an underscore'],
    ['_dmarc.a.com', 'has an underscore'],
    ['a b.com', 'has a space inside'],
    ['a\u00a0b.com', 'has a space inside'],
    ['a\0.com', 'has a control character'],
    ['a\u0085.com', 'has a control character'],
    ['a\u00adb.com', 'has an invisible character'],
    ['a\u200bb.com', 'has an invisible character'],
    ['a\u200db.com', 'has an invisible character'],
    ['a\u202eb.com', 'has an invisible character'],
    ['a\u3164b.com', 'has an invisible character'],
    ['a\ufffd.com', 'is not valid UTF-8'],
    ['a\ud800.com', 'has U+D800, which no domain name has'],
    ['a;b.com', 'has ";", which no domain name has'],
    ['<script>.com', 'has "<", which no domain name has'],
    ['½.com', 'has U+00BD, which no domain name has'],
    ['a℀b.com', 'has U+2100, which no domain name has'],
    ['💩.la', 'has U+1F4A9, which no domain name has'],
    ['\u0301a.com', 'is not a valid internationalised domain name'],
    ['-a.com', 'has a label that starts or ends with a hyphen'],
    ['a.b-.com', 'has a label that starts or ends with a hyphen'],
    [`${LABEL_63}a.gr`, 'has a label longer than 63 characters'],
    [`ö${'ä'.repeat(62)}.gr`, 'has a label longer than 63 characters'],
    [`a${NAME_253}`, 'is longer than 253 characters'],
    ['a'.repeat(5000), 'is longer than 253 characters'],
  ])('%j is refused: %s', (text, reason) => {
    expect(parseDomainName(text)).toEqual({ kind: 'invalid', reason });
  });

  const anyText = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.string({ unit: fc.constantFrom(...STRANGE) }),
    fc.domain(),
    fc.ipV4Extended(),
    fc.ipV6(),
  );

  it('gives lower-case LDH names only, and the same again from both of its forms', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const name = parseDomainName(text);
        if (name.kind === 'invalid') return;
        expect(name.ascii).toMatch(/^(?=.{1,253}$)[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[^.]+)*$/u);
        for (const label of name.ascii.split('.')) {
          expect(label).toMatch(/^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/u);
        }
        expect(isIP(domainToASCII(name.ascii))).toBe(0);
        expect(parseDomainName(name.ascii)).toEqual(name);
        expect(parseDomainName(name.unicode)).toEqual(name);
      }),
      { numRuns: 3000 },
    );
  });
});

describe('hostFromDns', () => {
  it.each([
    ['mx1.windtools.gr', 'mx1.windtools.gr'],
    ['MX1.Example.ORG.', 'mx1.example.org'],
    ['mail_1.example.org', 'mail_1.example.org'],
    ['xn--hxarsa0b.gr', 'xn--hxarsa0b.gr'],
    [NAME_253, NAME_253],
  ])('%j is the host %j', (text, name) => {
    expect(hostFromDns(text)).toEqual({ kind: 'host', name });
  });

  it.each([
    ['', '.'],
    ['.', '.'],
    ['localhost', 'localhost'],
    ['a.localhost.', 'a.localhost.'],
    ['mail', 'mail'],
    ['1.2.3.4', '1.2.3.4'],
    ['[1.2.3.4]', '[1.2.3.4]'],
    ['mx.0x7f', 'mx.0x7f'],
    ['mx..example', 'mx..example'],
    ['-mx.example.org', '-mx.example.org'],
    ['../../etc/passwd', '../../etc/passwd'],
    ['mx 1.example.org', 'mx\\0321.example.org'],
    ['a\0\x1b[31m.example', 'a\\000\\027[31m.example'],
    ['\\027.example.org', '\\027.example.org'],
    ['é.example', '\\195\\169.example'],
    ['<script>.example', '<script>.example'],
    [`a.${LABEL_63}a`, `a.${LABEL_63}a`],
    ['a'.repeat(300), `${'a'.repeat(252)}...`],
    ['\0'.repeat(255), `${'\\000'.repeat(63)}...`],
  ])('%j is refused and shown as %j', (text, shown) => {
    expect(hostFromDns(text)).toEqual({ kind: 'invalid', shown });
  });

  it('shows nothing but printable ASCII, 255 characters at most', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 400 }), (text) => {
        const host = hostFromDns(text);
        if (host.kind === 'invalid') expect(host.shown).toMatch(/^[!-~]{1,255}$/u);
        else expect(hostFromDns(host.name)).toEqual(host);
      }),
    );
  });
});

describe('toUnicode', () => {
  it.each([
    ['wind.gr', 'wind.gr'],
    ['xn--hxarsa0b.gr', 'ελλάς.gr'],
    ['mail_1.xn--hxarsa0b.gr', 'mail_1.xn--hxarsa0b.gr'], // not a form that parseDomainName reads
    ['xn--a.com', 'xn--a.com'],
    ['xn--zwnj-.com', 'xn--zwnj-.com'],
    ['xn--mgba3gch31f060k.com', 'xn--mgba3gch31f060k.com'], // has a zero-width non-joiner
  ])('%j is shown as %j', (ascii, unicode) => {
    expect(toUnicode(ascii)).toBe(unicode);
  });
});
