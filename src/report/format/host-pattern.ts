import { listedShort } from './layout.ts';

/** Second-level labels under which unrelated domains are registered: a pattern is never `*.com.gr`. */
const REGISTRY_LABELS: ReadonlySet<string> = new Set([
  'ac',
  'co',
  'com',
  'edu',
  'gob',
  'gov',
  'gouv',
  'mil',
  'net',
  'or',
  'org',
]);
const LISTED = 4;

/**
 * A pattern for hosts that have a name in common: `mail*.dt-one.com`, `*.otenet.gr`; null if there is none, or if
 * each would also cover one of `others`.
 */
export function hostPattern(hosts: readonly string[], others: Iterable<string>): string | null {
  if (hosts.length < 2) return null;
  const rest = [...others].filter((host) => !hosts.includes(host));
  const candidates = [prefixPattern(hosts), suffixPattern(hosts)];
  return (
    candidates.find((each) => each !== null && !rest.some((host) => covers(each, host))) ?? null
  );
}

/** Hosts as the subject of a sentence: a pattern (`all mail*.dt-one.com`) for three and more, else their names. */
export function hostSubject(hosts: readonly string[], others: Iterable<string>): string {
  const pattern = hosts.length > 2 ? hostPattern(hosts, others) : null;
  return pattern === null ? listedShort(hosts, LISTED) : `all ${pattern}`;
}

/** `mail1.dt-one.com`, `mail2.dt-one.com`: their first labels differ by a number, the rest is the same. */
function prefixPattern(hosts: readonly string[]): string | null {
  const rests = new Set(hosts.map((host) => host.slice(host.indexOf('.'))));
  const [rest] = rests;
  if (rests.size !== 1 || rest === undefined || isRegistry(rest)) return null;
  const labels = hosts.map((host) => host.slice(0, host.indexOf('.')));
  const prefix = labels.reduce(commonStart).replace(/(?<![0-9-])[0-9-]+$/, '');
  const numbered = labels.every((label) => /^[0-9-]?$/.test(label.slice(prefix.length)[0] ?? ''));
  return prefix === '' || !numbered ? null : `${prefix}*${rest}`;
}

function suffixPattern(hosts: readonly string[]): string | null {
  const [first = [], ...more] = hosts.map((host) => host.split('.').reverse());
  const differs = first.findIndex((label, index) => more.some((each) => each[index] !== label));
  const suffix = first.slice(0, differs < 0 ? first.length - 1 : differs).reverse();
  const text = `.${suffix.join('.')}`;
  return suffix.length < 2 || isRegistry(text) ? null : `*${text}`;
}

/** Whether a suffix that begins with its dot is one label, or two of a registry. */
function isRegistry(suffix: string): boolean {
  const [, first = '', tld, ...more] = suffix.split('.');
  return tld === undefined || (more.length === 0 && tld.length === 2 && REGISTRY_LABELS.has(first));
}

function covers(pattern: string, host: string): boolean {
  const [start = '', end = ''] = pattern.split('*');
  return host.length > start.length + end.length && host.startsWith(start) && host.endsWith(end);
}

function commonStart(a: string, b: string): string {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length++;
  return a.slice(0, length);
}
