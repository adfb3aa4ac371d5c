import { parseDomainName } from './domain-name.ts';
import { withoutComment } from './list.ts';

/** A line of an MX map: a domain and patterns of the hosts that served it; nothing; or what is wrong with it. */
export type MxMapLine =
  | { kind: 'mapping'; domain: string; patterns: string[] }
  | { kind: 'blank' }
  | { kind: 'invalid'; reason: string };

/** Which hosts served which domains, as far as a source did not record it: each domain once. */
export type MxMap = ReadonlyMap<string, readonly string[]>;

/** Reads a line `domain: pattern...`. In a pattern `*` stands for any characters, dots among them. */
export function parseMxMapLine(line: string): MxMapLine {
  const text = withoutComment(line).trim();
  if (text === '') return { kind: 'blank' };
  const colon = text.indexOf(':');
  if (colon === -1) return { kind: 'invalid', reason: 'has no colon after its domain' };
  const domain = parseDomainName(text.slice(0, colon));
  if (domain.kind === 'invalid') return { kind: 'invalid', reason: domain.reason };
  const patterns = text
    .slice(colon + 1)
    .split(/\s+/u)
    .filter((each) => each !== '')
    .map((each) => each.toLowerCase().replace(/\.$/u, ''));
  if (patterns.length === 0) return { kind: 'invalid', reason: 'names no host pattern' };
  const strange = patterns.find((each) => !/^[a-z0-9_.*-]+$/u.test(each));
  return strange === undefined
    ? { kind: 'mapping', domain: domain.ascii, patterns }
    : { kind: 'invalid', reason: 'has a pattern that matches no host name' };
}

/** Does a host name fit a pattern? Both in lower case. */
export function fitsPattern(host: string, pattern: string): boolean {
  const [first = '', ...rest] = pattern.split('*');
  const last = rest.pop();
  if (last === undefined) return host === first;
  if (!host.startsWith(first)) return false;
  let at = first.length;
  for (const part of rest) {
    const found = host.indexOf(part, at);
    if (found === -1) return false;
    at = found + part.length;
  }
  return host.length - last.length >= at && host.endsWith(last);
}
