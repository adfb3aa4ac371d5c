import { describe, expect, it } from 'vitest';
import { ehloKeywords, starttlsOffer } from '../../../src/net/smtp/ehlo.ts';

describe('keywords', () => {
  it.each<[string, string[], string[]]>([
    ['leaves the greeting line out', ['mx Hello', 'SIZE 5', ' STARTTLS '], ['SIZE 5', 'STARTTLS']],
    ['a server without extensions', ['mx Hello'], []],
    ['empty lines', ['mx', '', ' ', 'PIPELINING'], ['PIPELINING']],
  ])('%s', (_, lines, expected) => {
    expect(ehloKeywords(lines)).toEqual(expected);
  });

  it('are all read, as the last one may be STARTTLS', () => {
    const keywords = ehloKeywords(['mx', ...Array.from({ length: 1_000 }, String), 'STARTTLS']);
    expect(keywords).toHaveLength(1_001);
    expect(starttlsOffer(keywords)).toBe('offered');
  });
});

describe('STARTTLS', () => {
  it.each<[string, string]>([
    ['STARTTLS', 'offered'],
    ['starttls', 'offered'],
    ['StartTLS now', 'offered'],
    ['STARTTLS\tx', 'offered'],
    ['XSTARTTLS', 'not-offered'],
    ['STARTTLSX', 'not-offered'],
    ['AUTH=STARTTLS', 'not-offered'],
    ['X STARTTLS', 'not-offered'],
    ['XXXXXXXA', 'masked'],
    ['XXXXXXXX', 'masked'],
    ['XXXXXXA', 'not-offered'],
    ['XXXXXXXXA', 'not-offered'],
    ['', 'not-offered'],
  ])('%j is %s', (keyword, offer) => {
    expect(starttlsOffer([keyword])).toBe(offer);
  });

  it('is offered beside a masked keyword', () => {
    expect(starttlsOffer(['XXXXXXXA', 'STARTTLS'])).toBe('offered');
  });

  it('is not offered by the greeting line', () => {
    expect(starttlsOffer(ehloKeywords(['STARTTLS']))).toBe('not-offered');
  });
});
