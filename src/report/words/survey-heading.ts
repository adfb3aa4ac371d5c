import type { Survey } from '../../model/records/survey.ts';
import { counted } from '../format/layout.ts';
import { escapeShort } from '../format/terminal-escape.ts';

const NAME_CHARACTERS = 80;

/** `STARTTLS survey of 2016-01-23, seen from Athens`. Safe for a terminal. */
export function surveyTitle({ date, vantage }: Pick<Survey, 'date' | 'vantage'>): string {
  const where = vantage === null ? '' : `, seen from ${escapeShort(vantage, NAME_CHARACTERS)}`;
  return `STARTTLS survey of ${date}${where}`;
}

/** `26 domains over IPv4 and IPv6, by mxtls 0.1.0`. Safe for a terminal. */
export function surveySubtitle(
  { counts, families }: Pick<Survey, 'counts' | 'families'>,
  mxtls: string,
): string {
  const names = families.map((family) => (family === 'ipv4' ? 'IPv4' : 'IPv6')).join(' and ');
  const over = names === '' ? '' : ` over ${names}`;
  return `${counted(counts.domains, 'domain')}${over}, by mxtls ${escapeShort(mxtls, 40)}`;
}
