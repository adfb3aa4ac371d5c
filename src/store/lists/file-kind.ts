/** What the first bytes of a file show: text in an encoding that is certain, or why it cannot be read. */
export type FileKind =
  | { kind: 'text'; encoding: 'utf-8' | 'utf-16le' | 'utf-16be' }
  | { kind: 'not-text'; reason: string };

/** So many bytes are enough to know a file by. */
export const HEAD_BYTES = 1024;

const SHEET = 'save the sheet as "CSV UTF-8"';
const PLAIN = 'a list is plain text, one domain a line, or CSV';

/** How files begin that are no text, in hex, and what to do with them. */
const SIGNATURES: readonly (readonly [string, string])[] = [
  ['504b0304', `is an Excel or LibreOffice workbook or another ZIP archive: ${SHEET}`],
  ['d0cf11e0', `is an Excel workbook (.xls): ${SHEET}`],
  ['1f8b', 'is compressed with gzip: unpack it first (gunzip)'],
  ['425a68', 'is compressed with bzip2: unpack it first (bunzip2)'],
  ['fd377a585a00', 'is compressed with xz: unpack it first (unxz)'],
  ['28b52ffd', 'is compressed with zstd: unpack it first (unzstd)'],
  ['377abcaf271c', 'is a 7z archive: unpack it first'],
  ['255044462d', `is a PDF: ${PLAIN}`],
  ['7b5c727466', `is RTF, from a word processor: ${PLAIN}`],
  ['fffe0000', 'is in UTF-32: save it as UTF-8'],
  ['0000feff', 'is in UTF-32: save it as UTF-8'],
];

/** Byte order marks (RFC 2781 §3.2, RFC 3629 §6), after UTF-32, whose mark begins as that of UTF-16. */
const MARKS = [
  ['fffe', 'utf-16le'],
  ['feff', 'utf-16be'],
] as const;

/** How texts of other formats begin. */
const FORMATS: readonly (readonly [RegExp, string])[] = [
  [/^\s*(?:\{\s*["}]|\[\s*["{])/u, `is JSON: ${PLAIN} (an array of names: jq -r '.[]')`],
  [/^\s*<[!?/a-z]/iu, `is HTML or XML: ${PLAIN}`],
];

/**
 * Tells what a file is by its first `HEAD_BYTES`; a reason reads on from the name of the file. UTF-16 needs its byte order
 * mark; code pages look alike and are not guessed: what is no UTF-8 shows in the lines.
 */
export function fileKind(head: Uint8Array): FileKind {
  const hex = Buffer.from(head.subarray(0, 8)).toString('hex');
  const signature = SIGNATURES.find(([start]) => hex.startsWith(start));
  if (signature !== undefined) return { kind: 'not-text', reason: signature[1] };
  const encoding = MARKS.find(([start]) => hex.startsWith(start))?.[1] ?? 'utf-8';
  const reason =
    (encoding === 'utf-8' ? zerosReason(head) : null) ??
    formatReason(new TextDecoder(encoding).decode(head));
  return reason === null ? { kind: 'text', encoding } : { kind: 'not-text', reason };
}

/** Each ASCII character of UTF-16 has a zero byte, and always on the same side. Single zeros are left to the lines. */
function zerosReason(head: Uint8Array): string | null {
  const zeros = [0, 0];
  head.forEach((byte, at) => {
    if (byte === 0) zeros[at % 2] = (zeros[at % 2] ?? 0) + 1;
  });
  const [even = 0, odd = 0] = zeros;
  if ((even + odd) * 8 < head.length || even + odd === 0) return null;
  return even === 0 || odd === 0
    ? 'is in UTF-16 without a byte order mark: save it as UTF-8'
    : `is not a text file: ${PLAIN}`;
}

function formatReason(text: string): string | null {
  const format = FORMATS.find(([start]) => start.test(text));
  if (format !== undefined) return format[1];
  const first = text.split(/[\r\n]+/u).find((line) => !/^\s*(?:#|$)/u.test(line));
  return first?.trimStart().startsWith('|') === true ? `is a Markdown table: ${PLAIN}` : null;
}
