import { createHash } from 'node:crypto';
import type { Survey } from '../../model/records/survey.ts';
import { providerTitle } from '../answer/verdict.ts';
import { listed } from '../format/layout.ts';
import { escapeShort } from '../format/terminal-escape.ts';
import {
  FEED,
  FRONT_PAGE,
  holderFiles,
  relativeHref,
  surveyPage,
  urlPath,
  type Holder,
} from './addresses.ts';
import type { Feed, FeedEntry, FeedPart } from './atom.ts';
import { sentencesIn, type NewsItem, type NewsPart, type SurveyNews } from './survey-news.ts';

/** What the feeds of a site are made with. */
export interface FeedSite {
  title: string;
  /** The absolute address of the top of the site, which ends in a slash; null where it is not known. */
  url: string | null;
  /** The oldest good survey. */
  first: Survey;
}

/** The newest surveys with changes that a feed has: of weekly ones, those of a year. */
const ENTRIES = 53;

/** Providers of an entry for all; the page of the survey has the others. */
const ITEMS = 100;
const TITLE_CHARACTERS = 120;

/** The feed of all changes: an entry a survey that found some. @param news in the order of time. */
export function siteFeed(news: readonly SurveyNews[], site: FeedSite): Feed {
  const from = FEED;
  const entries = newest(news.filter(({ parts }) => parts.length > 0)).map(
    ({ survey, parts }): FeedEntry => ({
      id: idOf(`${surveyPage(survey)}#changes`, [survey.startedAt, survey.vantage], site),
      title: `${survey.date}: ${listed(parts.map(countText))}`,
      updated: survey.finishedAt,
      page: relativeHref(from, `${surveyPage(survey)}#changes`),
      content: parts.map((part) => wholePart(part, from)),
    }),
  );
  return feedOf(
    { from, page: FRONT_PAGE, title: `${site.title}: changes`, key: [], entries },
    site,
  );
}

/** The feed of one provider, or of a domain that stands for itself. @param news of it alone, in the order of time. */
export function holderFeed(holder: Holder, news: readonly SurveyNews[], site: FeedSite): Feed {
  const { page, feed: from } = holderFiles(holder);
  const key = [holder.listed ? 'provider' : 'domain', holder.name];
  const name = providerTitle(holder.name, holder.listed);
  const entries = newest(news).map(({ survey, parts }): FeedEntry => ({
    id: idOf(`${page}#${survey.startedAt}`, [survey.startedAt, survey.vantage, ...key], site),
    title: `${name}: ${entryTitle(parts)}`,
    updated: survey.finishedAt,
    page: relativeHref(from, `${surveyPage(survey)}#changes`),
    content: parts.map(({ heading, items }) => ({
      heading,
      items: items.flatMap(({ sentences }) =>
        sentences.map((text) => ({ name: null, text: `${text}.` })),
      ),
    })),
  }));
  return feedOf({ from, page, title: `${name}: changes`, key, entries }, site);
}

function newest<Each>(all: readonly Each[]): Each[] {
  return all.slice(-ENTRIES).reverse();
}

function feedOf(
  made: Pick<Feed, 'page' | 'title' | 'entries'> & { from: string; key: readonly string[] },
  site: FeedSite,
): Feed {
  const { from, key, page, title, entries } = made;
  const { startedAt, vantage, finishedAt } = site.first;
  return {
    id: idOf(from, ['feed', startedAt, vantage, ...key], site),
    title,
    self: site.url === null ? null : `${site.url}${urlPath(from)}`,
    page: relativeHref(from, page),
    author: site.title,
    since: finishedAt,
    entries,
  };
}

/**
 * An id (RFC 4287 §4.2.6): the permanent address where the site has one, else a UUID made of what it is about (RFC 9562 §5.8).
 */
function idOf(path: string, key: readonly (string | null)[], { url }: FeedSite): string {
  if (url !== null) return `${url}${relativeHref('', path)}`;
  const digest = createHash('sha256')
    .update(JSON.stringify(['mxtls', ...key]))
    .digest();
  digest.writeUInt8((digest.readUInt8(6) & 0x0f) | 0x80, 6);
  digest.writeUInt8((digest.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = digest.toString('hex', 0, 16);
  return `urn:uuid:${hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')}`;
}

/** One change is told as it is; more are counted. */
function entryTitle(parts: readonly NewsPart[]): string {
  const sentences = parts.flatMap(({ items }) => items.flatMap((each) => each.sentences));
  const [only = ''] = sentences;
  return sentences.length === 1
    ? escapeShort(only, TITLE_CHARACTERS)
    : listed(parts.map(countText));
}

function countText({ count, items }: NewsPart): string {
  return count(sentencesIn(items));
}

function wholePart({ heading, items }: NewsPart, from: string): FeedPart {
  const more = items.length - ITEMS;
  return {
    heading,
    items: [
      ...items.slice(0, ITEMS).map((each) => wholeItem(each, from)),
      ...(more > 0 ? [{ name: null, text: `and ${more} more, on the page of the survey` }] : []),
    ],
  };
}

function wholeItem({ name, listed: isListed, sentences }: NewsItem, from: string) {
  const { page } = holderFiles({ name, listed: isListed });
  return {
    name: { text: providerTitle(name, isListed), page: relativeHref(from, page) },
    text: `${sentences.join('. ')}.`,
  };
}
