import type { DrawPicture, HtmlPage } from '../html/html-page.ts';
import {
  FEED,
  FRONT_PAGE,
  relativeHref,
  SCRIPT,
  STYLE,
  SURVEYS_PAGE,
  wordPage,
  WORDS_PAGE,
} from './addresses.ts';

/** Pages that every page leads to. */
const NAVIGATION = [
  { text: 'Newest survey', page: FRONT_PAGE },
  { text: 'Surveys', page: SURVEYS_PAGE },
  { text: 'What the words mean', page: WORDS_PAGE },
] as const;

/** A feed by its path, and what it is called. */
export interface PageFeed {
  title: string;
  path: string;
}

/** What a page of the site needs besides its document. @param own the feed of what it is about; null for none of its own. */
export function sitePage(path: string, own: PageFeed | null, draw: DrawPicture | null): HtmlPage {
  const to = (target: string) => relativeHref(path, target);
  const feeds = [...(own === null ? [] : [own]), { title: 'All changes', path: FEED }];
  return {
    assets: { kind: 'linked', style: to(STYLE), script: to(SCRIPT) },
    hrefOf: (link) => {
      if (link.kind === 'web') return link.href;
      return to(link.kind === 'word' ? wordPage(link.page) : link.path);
    },
    words: null,
    navigation: NAVIGATION.map(({ text, page }) => ({
      text,
      href: page === path ? null : to(page),
    })),
    feeds: feeds.map(({ title, path: feed }) => ({ title, href: to(feed) })),
    draw,
  };
}
