/** What Discord takes, in characters (UTF-16 units); others take more. */
const MOST = 2_000;

const CUT = '\n…\n';

/**
 * What chat tools take for markup, links or a call to everybody, and a sign that looks like it. No escape is left alone by all
 * of them: Slack shows a backslash, and the others show `&lt;`.
 */
const LOOK_ALIKES: Readonly<Record<string, string>> = {
  '<': '‹',
  '>': '›',
  '@': '＠',
  '[': '［',
  ']': '］',
  '`': 'ˋ',
  '*': '∗',
  _: 'ˍ',
  '~': '∼',
  '|': 'ǀ',
  '\\': '＼',
};

/** Printable text as all chat tools show it: nothing in it is markup; cut at a line. */
export function chatText(text: string): string {
  const shown = text.replace(/[<>@[\]`*_~|\\]/g, (sign) => LOOK_ALIKES[sign] ?? '').trimEnd();
  if (shown.length <= MOST) return `${shown}\n`;
  const kept = shown.slice(0, MOST - CUT.length);
  const lineEnd = kept.lastIndexOf('\n');
  return `${kept.slice(0, lineEnd > 0 ? lineEnd : undefined)}${CUT}`;
}
