import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { elementsOf, readXml, textOf, type ReadElement } from './read-xml.ts';

const SCHEMA = join(import.meta.dirname, 'atom.rng');

/** Whether this machine can hold a feed against the schema of RFC 4287. */
export const HAS_XMLLINT = spawnSync('xmllint', ['--version']).error === undefined;

/** What xmllint says of a feed; empty where it is valid. */
export function schemaFaults(feed: string): string {
  const args = ['--noout', '--nonet', '--relaxng', SCHEMA, '-'];
  const { status, stderr } = spawnSync('xmllint', args, { input: feed, encoding: 'utf8' });
  return status === 0 ? '' : stderr;
}

/** The rules of RFC 4287 that a feed breaks, those that no schema can say with them. @param url where the site stands; null for unknown. */
export function atomFaults(text: string, url: string | null): string[] {
  const faults: string[] = [];
  const must = (holds: boolean, rule: string) => {
    if (!holds) faults.push(rule);
  };
  const feed = readXml(text);
  const entries = elementsOf(feed, 'entry');
  must(feed.name === 'feed', '2: the document element is atom:feed');
  must(feed.attributes['xmlns'] === 'http://www.w3.org/2005/Atom', '2: the namespace');
  for (const each of [feed, ...entries]) checkBoth(each, must);
  must(elementsOf(feed, 'author').length > 0, '4.1.1: a feed has an author unless all entries do');
  const ids = [feed, ...entries].map((each) => textOf(one(each, 'id')));
  must(new Set(ids).size === ids.length, '4.2.6: ids are unique');
  const self = linksOf(feed, 'self');
  must(
    self.length === (url === null ? 0 : 1),
    '4.1.1: a link to itself where the address is known',
  );
  must(
    self.every((href) => href.startsWith(url ?? '')),
    '4.2.7: the address of the feed',
  );
  for (const entry of entries) checkContent(entry, must);
  const dates = entries.map((entry) => textOf(one(entry, 'updated')));
  must(dates.join() === dates.toSorted().reverse().join(), 'ours: the newest entry is the first');
  return faults;
}

type Must = (holds: boolean, rule: string) => void;

/** RFC 3339, with upper-case T and Z (§3.3). */
const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/;

/** What holds of feeds and entries alike. */
function checkBoth(each: ReadElement, must: Must): void {
  for (const name of ['id', 'title', 'updated']) {
    must(elementsOf(each, name).length === 1, `4.1: exactly one ${name}`);
  }
  must(/^[a-z][a-z0-9+.-]*:[!-~]+$/.test(textOf(one(each, 'id'))), '4.2.6: an id is an IRI');
  for (const name of ['updated', 'published']) {
    for (const date of elementsOf(each, name)) must(INSTANT.test(textOf(date)), `3.3: ${name}`);
  }
  must(linksOf(each, 'alternate').length === 1, '4.1: one alternate link of a type');
  for (const { attributes } of elementsOf(each, 'link')) {
    must(/^[!-~]+$/.test(attributes['href'] ?? ''), '4.2.7.1: a link has an address');
  }
  for (const author of elementsOf(each, 'author')) {
    must(elementsOf(author, 'name').length === 1, '3.2.1: a person has a name');
  }
}

function checkContent(entry: ReadElement, must: Must): void {
  must(elementsOf(entry, 'content').length === 1, '4.1.2: one content');
  const content = one(entry, 'content');
  must(content.attributes['type'] === 'xhtml', 'ours: it is XHTML');
  const [div, ...others] = content.children;
  const isDiv = typeof div === 'object' && div.name === 'div' && others.length === 0;
  must(isDiv, '4.1.3.3: the content is a single div');
  must(
    isDiv && div.attributes['xmlns'] === 'http://www.w3.org/1999/xhtml',
    '4.1.3.3: of the namespace of XHTML',
  );
}

export function linksOf(each: ReadElement, rel: string): string[] {
  return elementsOf(each, 'link').flatMap(({ attributes: { rel: own, href } }) =>
    own === rel && href !== undefined ? [href] : [],
  );
}

export function one(each: ReadElement, name: string): ReadElement {
  return elementsOf(each, name)[0] ?? { name, attributes: {}, children: [] };
}
