import type { StarttlsOffer } from '../../model/records/words.ts';

/** Returns the keyword lines of an EHLO reply: all but the first, which is a greeting (RFC 5321 §4.1.1.1). */
export function ehloKeywords(lines: string[]): string[] {
  return lines
    .slice(1)
    .map((line) => line.trim())
    .filter((line) => line !== '');
}

/**
 * Returns whether keyword lines offer STARTTLS (RFC 3207 §4): the first word of a line, in any case. `masked`: a device on
 * the path overwrote the keyword with X, as in `XXXXXXXA`.
 */
export function starttlsOffer(keywords: string[]): StarttlsOffer {
  const words = keywords.map((line) => line.split(/[ \t]/, 1)[0]?.toUpperCase() ?? '');
  if (words.includes('STARTTLS')) return 'offered';
  return words.some((word) => /^X{7}[A-Z]$/.test(word)) ? 'masked' : 'not-offered';
}
