import { dnsNameText } from '../model/names/dns-name-text.ts';

const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');
const TIME = /^([A-Z][a-z]{2}) ([ \d]\d) (\d\d):(\d\d):(\d\d) (\d{4}) GMT$/;

/** A date of a certificate; `instant` is null where OpenSSL could not read it either. */
export type OpenSslTime = { kind: 'time'; instant: string | null } | { kind: 'invalid' };

/** Reads a date as `openssl x509 -text` writes it in any locale: `Apr  9 00:00:00 2014 GMT`. */
export function openSslTime(text: string): OpenSslTime {
  if (text.trim() === 'Bad time value') return { kind: 'time', instant: null };
  const [, name = '', day = '', hour = '', minute = '', second = '', year = ''] =
    TIME.exec(text.trim()) ?? [];
  const month = String(MONTHS.indexOf(name) + 1).padStart(2, '0');
  const instant = `${year}-${month}-${day.replace(' ', '0')}T${hour}:${minute}:${second}Z`;
  return isReal(instant) ? { kind: 'time', instant } : { kind: 'invalid' };
}

/** Whether an instant in ISO form, to the second, is one of the calendar: no 31st of April. */
export function isReal(instant: string): boolean {
  const ms = Date.parse(instant);
  return !Number.isNaN(ms) && new Date(ms).toISOString() === instant.replace('Z', '.000Z');
}

/** The dNSNames of a certificate, and how many there are: one more than could be read where there may be others. */
export interface OpenSslNames {
  names: string[];
  namesTotal: number;
}

/** What a subjectAltName can start with in `openssl x509 -text`; anything else is an extension it could not read. */
const GENERAL_NAME =
  /^(?:DNS|email|URI|IP Address|IP|DirName|Registered ID|othername|X400Name|EdiPartyName):/;

/**
 * Reads the line below `X509v3 Subject Alternative Name:`. Only the dNSNames are taken. OpenSSL does not quote them, so
 * that a name with ', DNS:' in it reads as two; nothing in the text shows it.
 */
export function openSslNames(text: string): OpenSslNames {
  const shown = text.trim();
  if (shown === '<EMPTY>' || shown === '') return { names: [], namesTotal: 0 };
  if (!GENERAL_NAME.test(shown)) return { names: [], namesTotal: 1 };
  const names = shown
    .split(', ')
    .filter((each) => each.startsWith('DNS:'))
    .map((each) => dnsNameText(Buffer.from(each.slice('DNS:'.length), 'utf8')));
  return { names, namesTotal: names.length };
}
