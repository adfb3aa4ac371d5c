import { shownText } from '../../model/text/shown-text.ts';

/** The longest stored server text, in characters. */
const TEXT_CAP = 512;
/** How much of a text is read to make the stored one, in characters. */
const READ_CAP = 4 * TEXT_CAP;

const MONTH = '(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*';
const DAY = '(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*';
const TIME = '\\d{1,2}:\\d{2}(?::\\d{2})?(?:\\.\\d+)?(?: ?[AP]M)?';
const ZONE =
  '(?: ?(?:[+-]\\d{4}|Z|GMT|UTC)\\b(?: ?\\([A-Z]{2,5}\\))?| \\((?:[A-Z]{2,5})\\)| [A-Z]{2,4}T\\b)?';

/** Dates and times in the forms of mail servers, the longest form first. */
const DATES = new RegExp(
  [
    `\\b\\d{4}-\\d{2}-\\d{2}[T ]${TIME}${ZONE}`,
    `\\b(?:${DAY},? )?\\d{1,2}[ -]${MONTH}[ -]\\d{2,4}(?!\\d)(?:,? ${TIME}${ZONE})?`,
    `\\b${DAY},? ${MONTH} {1,2}\\d{1,2}(?:,? ${TIME})?${ZONE}(?:,? \\d{4}(?!\\d))?`,
    `\\b${MONTH} {1,2}\\d{1,2},? \\d{4}(?!\\d)(?:,? ${TIME}${ZONE})?`,
    `\\b\\d{4}-\\d{2}-\\d{2}\\b`,
    `\\b\\d{1,2}/\\d{1,2}/\\d{4}(?!\\d)(?:,? ${TIME}${ZONE})?`,
    `\\b${TIME}${ZONE}`,
  ].join('|'),
  'g',
);

// Each pattern starts where its characters start, so that no run of them is read more than a few times.
const LOCAL_PART =
  /(?<![A-Za-z0-9.!#$%&'*+/=?^_`{|}~-])[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]+@(?=[A-Za-z0-9-]+\.[A-Za-z0-9.-]+)/g;

/** A token of ten or more characters that mixes letters and digits: a queue or session id. */
const ID = /(?<![A-Za-z0-9])(?=[A-Za-z]*[0-9])(?=[0-9]*[A-Za-z])[A-Za-z0-9]{10,}/g;

/**
 * Normalises server text for a snapshot, so that two surveys of an unchanged server are equal: dates and times become
 * `<date>`, the scanner's own names and addresses `<client>`, ids `<id>`, local parts of e-mail addresses `<local>`.
 * @param clients the names and addresses that the scanner is known by.
 * @param mask replaces more, before ids and local parts.
 */
export function normaliseServerText(
  text: string,
  clients: readonly string[],
  mask: (text: string) => string = (each) => each,
): string {
  let result = beginning(text).replace(DATES, '<date>');
  for (const client of clients) result = replaceClient(result, client);
  return mask(result)
    .replace(LOCAL_PART, '<local>@')
    .replace(ID, '<id>')
    .replace(/<id>(?:[.]\d+)+/g, '<id>')
    .trim()
    .slice(0, TEXT_CAP);
}

/**
 * Normalises a TXT record for a snapshot: local parts of e-mail addresses become `<local>`, unprintable characters `\uXXXX`.
 * Its ids and dates stay, as its owner sets them.
 */
export function normaliseRecord(text: string): string {
  const masked = beginning(text).replace(LOCAL_PART, '<local>@');
  return shownText(masked.trim(), TEXT_CAP);
}

/** What is read of a text: more than is stored, as what is replaced gets shorter. Cut before any pattern sees it. */
function beginning(text: string): string {
  return text.slice(0, READ_CAP).trimStart();
}

/** Replaces a name or address where it is a whole word, in any case. */
function replaceClient(text: string, client: string): string {
  return client === '' ? text : text.replace(clientPattern(client), '<client>');
}

/** Cached: the few names of the scanner are searched for in every line of every server. */
const clientPatterns = new Map<string, RegExp>();
const MAX_PATTERNS = 100;

function clientPattern(client: string): RegExp {
  const known = clientPatterns.get(client);
  if (known !== undefined) return known;
  const quoted = client.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const pattern = new RegExp(`(?<![\\w.:-])${quoted}(?![\\w-]|[.:]+\\w)`, 'gi');
  if (clientPatterns.size < MAX_PATTERNS) clientPatterns.set(client, pattern);
  return pattern;
}
