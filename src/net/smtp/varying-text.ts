const VARIES = '<varies>';

/**
 * What several texts of one server have in common, word by word; what differs becomes `<varies>`, without the last labels of a
 * name that all have. The same for any order of the texts.
 */
export function commonText(texts: readonly string[]): string {
  return [...new Set(texts)].sort().reduce(common);
}

function common(first: string, second: string): string {
  // With the white space between the words, at the odd places.
  const [a, b] = [first.split(/(\s+)/), second.split(/(\s+)/)];
  if (a.length === b.length) return a.map((word, at) => commonWord(word, b[at] ?? '')).join('');
  return commonEnds(first.split(/\s+/), second.split(/\s+/)).join(' ');
}

/** The words that two texts begin and end with alike, and that something stands between them. */
function commonEnds(a: readonly string[], b: readonly string[]): string[] {
  const shorter = Math.min(a.length, b.length);
  let start = 0;
  while (start < shorter && a[start] === b[start]) start++;
  let end = 0;
  while (end < shorter - start && a.at(-1 - end) === b.at(-1 - end)) end++;
  return [...a.slice(0, start), VARIES, ...a.slice(a.length - end)];
}

function commonWord(a: string, b: string): string {
  if (a === b) return a;
  if (a.trim() === '') return ' ';
  const [labels, others] = [a.split('.'), b.split('.')];
  let shared = 0;
  while (shared < Math.min(labels.length, others.length) - 1) {
    if (labels.at(-1 - shared) !== others.at(-1 - shared)) break;
    shared++;
  }
  return [VARIES, ...labels.slice(labels.length - shared)].join('.');
}

/**
 * The keyword lines of several EHLO replies of one server: each keyword that a reply has. A keyword whose parameters differ
 * keeps none of them.
 */
export function commonKeywords(replies: readonly (readonly string[])[]): string[] {
  const [first, ...others] = [...new Set(replies.map((lines) => lines.join('\n')))].sort();
  if (others.length === 0) return first === undefined || first === '' ? [] : first.split('\n');
  const lines = new Map<string, Set<string>>();
  for (const line of [first, ...others].flatMap((reply) => (reply ?? '').split('\n'))) {
    const keyword = line.split(/\s/, 1)[0] ?? '';
    if (line !== '') lines.set(keyword, (lines.get(keyword) ?? new Set()).add(line));
  }
  return [...lines].map(([keyword, seen]) =>
    seen.size === 1 ? ([...seen][0] ?? keyword) : `${keyword} ${VARIES}`,
  );
}
