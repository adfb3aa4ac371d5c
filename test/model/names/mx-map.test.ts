import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fitsPattern, parseMxMapLine } from '../../../src/model/names/mx-map.ts';

describe('a line of an MX map', () => {
  it.each([
    { line: 'ote.gr: *.ote.gr', domain: 'ote.gr', patterns: ['*.ote.gr'] },
    {
      line: '  Mailbox.GR :mail.mailbox.gr.\t*.SpamExperts.com  # both',
      domain: 'mailbox.gr',
      patterns: ['mail.mailbox.gr', '*.spamexperts.com'],
    },
    { line: 'ελ.gr: *.a_b.gr', domain: 'xn--qxam.gr', patterns: ['*.a_b.gr'] },
  ])('$line', ({ line, domain, patterns }) => {
    expect(parseMxMapLine(line)).toEqual({ kind: 'mapping', domain, patterns });
  });

  it.each([{ line: '' }, { line: '# domain: pattern' }, { line: '   ' }])(
    '"$line" is none',
    ({ line }) => {
      expect(parseMxMapLine(line)).toEqual({ kind: 'blank' });
    },
  );

  it.each([
    { line: 'ote.gr *.ote.gr', reason: 'has no colon after its domain' },
    { line: 'ote.gr:', reason: 'names no host pattern' },
    { line: 'o_te.gr: a.gr', reason: 'has an underscore' },
    { line: ': a.gr', reason: 'is empty' },
    { line: 'ote.gr: *.ote.gr, a.gr', reason: 'has a pattern that matches no host name' },
    { line: 'ote.gr: [ab].gr', reason: 'has a pattern that matches no host name' },
  ])('"$line" $reason', ({ line, reason }) => {
    expect(parseMxMapLine(line)).toEqual({ kind: 'invalid', reason });
  });
});

describe('a pattern', () => {
  it.each([
    {
      pattern: '*.ote.gr',
      fits: ['kriton.ote.gr', 'a.b.ote.gr'],
      not: ['ote.gr', 'kriton.ote.gr.com', 'rote.gr'],
    },
    {
      pattern: 'mailrelay*.wind.gr',
      fits: ['mailrelay.wind.gr', 'mailrelay2.wind.gr'],
      not: ['mx.wind.gr', 'a.mailrelay.wind.gr'],
    },
    {
      pattern: 'mail.mailbox.gr',
      fits: ['mail.mailbox.gr'],
      not: ['xmail.mailbox.gr', 'mail.mailbox.gr2'],
    },
    { pattern: '*', fits: ['a.gr', ''], not: [] },
    { pattern: 'a*a', fits: ['aa', 'aba'], not: ['a', 'ab'] },
    { pattern: 'a*b*c', fits: ['abc', 'axbxc', 'abbc'], not: ['acb', 'ab', 'ac'] },
    { pattern: '', fits: [''], not: ['a'] },
  ])('$pattern', ({ pattern, fits, not }) => {
    expect([...fits, ...not].filter((host) => fitsPattern(host, pattern))).toEqual(fits);
  });

  it('fits whatever its stars are filled with', () => {
    const part = fc.string({ unit: fc.constantFrom('a', 'b', '.') });
    fc.assert(
      fc.property(fc.array(fc.tuple(part, part)), part, (pairs, last) => {
        const pattern = pairs.map(([text]) => `${text}*`).join('') + last;
        const host = pairs.map(([text, filling]) => text + filling).join('') + last;
        expect(fitsPattern(host, pattern)).toBe(true);
      }),
    );
  });
});
