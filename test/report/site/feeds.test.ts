import { describe, expect, it } from 'vitest';
import { compareSnapshots } from '../../../src/compare/changes/compare-snapshots.ts';
import { sourceOf } from '../../../src/model/records/snapshot-source.ts';
import type { Holder } from '../../../src/report/site/addresses.ts';
import { atomText, type Feed } from '../../../src/report/site/atom.ts';
import { holderFeed as feedOf, siteFeed, type FeedSite } from '../../../src/report/site/feeds.ts';
import { HolderNews, newsOf, type SurveyNews } from '../../../src/report/site/survey-news.ts';
import { manyChanges } from '../changes/changes-world.ts';
import { historyWorld } from '../history/history-world.ts';
import { atomFaults, HAS_XMLLINT, linksOf, one, schemaFaults } from './check-atom.ts';
import { elementsOf, readXml, textOf } from './read-xml.ts';

const { before, after } = manyChanges();
const HOSTILE = '"><script>&amp;]]>\u0000\ud800\ufffe\u001b[31m\n';

function newsBetween(a: typeof before, b: typeof before): SurveyNews {
  return newsOf(compareSnapshots(sourceOf(a), sourceOf(b)));
}

function site(url: string | null, title = 'Greece'): FeedSite {
  return { title, url, first: before.survey };
}

/** Weekly changes: those of the world, again and again. */
function weeks(count: number): SurveyNews[] {
  const { survey, parts } = newsBetween(before, after);
  return Array.from({ length: count }, (_, week) => {
    const startedAt = `${new Date(Date.UTC(2026, 0, 5 + 7 * week)).toISOString().slice(0, 19)}Z`;
    const date = startedAt.slice(0, 10);
    return { survey: { ...survey, startedAt, finishedAt: startedAt, date }, parts };
  });
}

function holderFeed(holder: Holder, news: readonly SurveyNews[], of: FeedSite): Feed {
  return feedOf(holder, new HolderNews(news).of(holder), of);
}

const EVIL = 'EVIL\u001b[31m|<b>*x*';
const URL = 'https://tls.example.org/gr/';

const FEEDS: { name: string; url: string | null; feed: Feed }[] = [URL, null].flatMap((url) => [
  { name: 'all', url, feed: siteFeed(weeks(3), site(url)) },
  { name: 'no change yet', url, feed: siteFeed([], site(url)) },
  { name: 'hostile title', url, feed: siteFeed(weeks(1), site(url, HOSTILE)) },
  {
    name: 'provider',
    url,
    feed: holderFeed({ name: 'FORTHNET', listed: true }, weeks(3), site(url)),
  },
  {
    name: 'hostile provider',
    url,
    feed: holderFeed({ name: EVIL, listed: true }, weeks(2), site(url)),
  },
  {
    name: 'hostile name',
    url,
    feed: holderFeed({ name: HOSTILE, listed: true }, weeks(2), site(url)),
  },
  {
    name: 'IDN',
    url,
    feed: holderFeed({ name: 'xn--hxajbheg2az3al.gr', listed: false }, [], site(url)),
  },
]);

describe('a feed', () => {
  it.each(FEEDS)('of $name with the address $url breaks no rule of RFC 4287', ({ feed, url }) => {
    expect(atomFaults([...atomText(feed)].join(''), url)).toEqual([]);
  });

  it.runIf(HAS_XMLLINT).each(FEEDS)(
    'of $name with the address $url is valid by its schema (skipped without xmllint)',
    ({ feed }) => {
      expect(schemaFaults([...atomText(feed)].join(''))).toBe('');
    },
  );

  it('has the expected bytes', async () => {
    const text = [...atomText(siteFeed(weeks(1), site(URL)))].join('');
    await expect(text.replaceAll('><', '>\n<')).toMatchFileSnapshot('expected/feed.xml');
    const own = holderFeed({ name: 'FORTHNET', listed: true }, weeks(1), site(null));
    const lines = [...atomText(own)].join('').replaceAll('><', '>\n<');
    await expect(lines).toMatchFileSnapshot('expected/feed-provider.xml');
  });

  it('has the newest first, and no more than those of a year', () => {
    const { entries } = siteFeed(weeks(60), site(URL));
    expect(entries).toHaveLength(53);
    expect(entries[0]?.updated).toBe('2027-02-22T00:00:00Z');
    expect(siteFeed(weeks(60), site(URL)).since).toBe(before.survey.finishedAt);
  });

  it('of a provider has its own changes alone', () => {
    const text = [
      ...atomText(holderFeed({ name: 'FORTHNET', listed: true }, weeks(1), site(null))),
    ];
    expect(text.join('')).toContain('forthnet.gr');
    expect(text.join('')).not.toContain('mailbox.gr');
    const domain = holderFeed({ name: 'FORTHNET', listed: false }, weeks(1), site(null));
    expect(domain.entries).toEqual([]);
  });

  it('leaves out what is only known, or not known any more', () => {
    const snapshots = historyWorld();
    const [first, second] = snapshots;
    if (first === undefined || second === undefined) throw new Error('no world');
    const comparison = compareSnapshots(sourceOf(first), sourceOf(second));
    expect(comparison.visibilityChanges).not.toEqual([]);
    const said = newsOf(comparison).parts.flatMap(({ items }) => items.map(({ name }) => name));
    expect(said).toEqual(['xn--qxam.gr']);
  });
});

describe('the id of an entry', () => {
  const idsOf = (feed: Feed) => [feed.id, ...feed.entries.map(({ id }) => id)];

  it('is its permanent address, or a UUID, and the same when more surveys follow', () => {
    for (const url of [URL, null]) {
      const old = idsOf(siteFeed(weeks(3), site(url)));
      const later = idsOf(siteFeed(weeks(5), site(url)));
      expect(later).toEqual(expect.arrayContaining(old));
      const pattern =
        url === null
          ? /^urn:uuid:[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/
          : /^https:\/\/tls\.example\.org\/gr\//;
      for (const id of later) expect(id).toMatch(pattern);
    }
  });

  it('differs between providers, and from that of the feed of all', () => {
    const names = ['FORTHNET', 'VODAFONE', EVIL];
    const feeds = names.map((name) => holderFeed({ name, listed: true }, weeks(2), site(null)));
    const ids = [siteFeed(weeks(2), site(null)), ...feeds].flatMap(idsOf);
    expect(new Set(ids).size).toBe(ids.length);
  });
});

describe('the checker of feeds', () => {
  const good = [...atomText(siteFeed(weeks(2), site(URL)))].join('');

  it.each([
    { from: /<id>.*?<\/id>/, to: '', rule: 'exactly one id' },
    { from: /<id>.*?<\/id>/g, to: '<id>urn:x:1</id>', rule: 'ids are unique' },
    { from: /<updated>.*?<\/updated>/, to: '<updated>2026-11-23</updated>', rule: 'updated' },
    { from: /<author>.*?<\/author>/, to: '', rule: 'an author' },
    { from: /<link rel="self"[^>]*>/, to: '', rule: 'a link to itself' },
    { from: /<div [^>]*>/, to: '<div>', rule: 'namespace of XHTML' },
  ])('sees that $rule is broken', ({ from, to, rule }) => {
    expect(atomFaults(good.replace(from, to), URL).join()).toContain(rule);
  });

  it('sees what is not well-formed', () => {
    expect(() => readXml(good.replace('</title>', '</titel>'))).toThrow('</titel>');
    expect(() => readXml(good.replace('Greece', '&Greece'))).toThrow('&Greece');
    expect(one(readXml(good), 'title').children).toEqual(['Greece: changes']);
    expect(linksOf(readXml(good), 'self')).toEqual([`${URL}feed.xml`]);
    expect(
      elementsOf(readXml(good), 'entry').map((each) => textOf(one(each, 'title'))),
    ).toHaveLength(2);
  });
});
