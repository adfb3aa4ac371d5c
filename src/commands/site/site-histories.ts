import type { Mark } from '../../compare/history/marks.ts';
import type { ReportedProvider } from '../../model/output/report.ts';
import type { ReportView } from '../../report/providers/report-view.ts';
import { shownText } from '../../model/text/shown-text.ts';
import { MARK_FACES } from '../../report/document/mark-faces.ts';
import { momentsOf } from '../../report/history/moments.ts';
import {
  categoryPage,
  FEED,
  FRONT_PAGE,
  holderFiles,
  LATEST,
  type Holder,
} from '../../report/site/addresses.ts';
import { atomText } from '../../report/site/atom.ts';
import { badgeText } from '../../report/site/badge.ts';
import { holderFeed, siteFeed } from '../../report/site/feeds.ts';
import {
  categoryDocument,
  holderDocument,
  type HistoryPages,
} from '../../report/site/holder-page.ts';
import { DETAILED } from '../../report/site/holder-table.ts';
import { holdersOf, type HolderHistory } from '../../report/site/holders.ts';
import { latestText, type PlacedProvider } from '../../report/site/latest.ts';
import { HolderNews, type SurveyNews } from '../../report/site/survey-news.ts';
import { frontDocument } from '../../report/site/survey-pages.ts';
import { subjectsAmong } from '../../report/words/neighbours.ts';
import type { SiteWriter } from './site-folder.ts';
import type { ReadSurvey, Site } from './site-surveys.ts';
import type { Output } from '../terminal/output.ts';

/** What is made of the histories of all surveys: the pages of providers and categories, feeds, badges and the front page. */
export class SiteHistories {
  readonly #site: Site;
  readonly #writer: SiteWriter;
  readonly #pages: HistoryPages;
  readonly #holders = new Map<string, HolderHistory>();

  constructor(site: Site, writer: SiteWriter, output: Output) {
    this.#site = site;
    this.#writer = writer;
    this.#takeHolders(output);
    const { book, newest, url } = site;
    const moments = momentsOf(book.surveys);
    const place = book.surveys.findIndex(({ startedAt }) => startedAt === newest.survey.startedAt);
    this.#pages = {
      context: { book, moments, hostWords: subjectsAmong(book.hostNames()) },
      surveys: { place, moments },
      newest: newest.survey,
      isLarge: this.#holders.size > DETAILED,
      url,
    };
  }

  /** The front page, `latest.json`, and the pages of the providers of the newest survey, which is open. */
  putNewest({ report, countBefore, isLarge }: ReadSurvey): void {
    const { title, url, book, newest: entry } = this.#site;
    const holders = [...this.#holders.values()];
    const front = {
      title,
      holders,
      surveys: this.#pages.surveys,
      entry,
      book,
      countBefore,
      isLarge,
    };
    this.#writer.page(FRONT_PAGE, frontDocument(report, front));
    const stateOf = (holder: Holder) => this.#stateOf(holder);
    const providers = this.#putHolders(report);
    this.#writer.text(LATEST, latestText({ title, url, entry, providers, stateOf }));
  }

  /** Puts the page of each provider of a report, and gives the provider: it is read once for both. */
  *#putHolders({ categories }: ReportView): Generator<PlacedProvider> {
    for (const { name: category, providers } of categories) {
      for (const provider of providers) {
        this.#putHolder(provider, provider);
        yield { category, provider };
      }
    }
  }

  /** All that is left, when all surveys were read. */
  putRest(news: readonly SurveyNews[]): void {
    const { title, url, first } = this.#site;
    const feeds = { title, url, first };
    const own = new HolderNews(news);
    for (const holder of this.#holders.values()) {
      const { page, badge, feed } = holderFiles(holder);
      if (!this.#writer.has(page)) this.#putHolder(holder, null);
      this.#writer.text(feed, atomText(holderFeed(holder, own.of(holder), feeds)));
      const { words, paint } = this.#stateOf(holder);
      this.#writer.text(badge, badgeText({ name: holder.title, state: words, paint }));
    }
    this.#writer.text(FEED, atomText(siteFeed(news, feeds)));
    this.#putCategories();
  }

  /** Two names with one address are told apart by nobody: the first has the page. */
  #takeHolders(output: Output): void {
    for (const holder of holdersOf(this.#site.book)) {
      const { page } = holderFiles(holder);
      const same = this.#holders.get(page);
      if (same === undefined) this.#holders.set(page, holder);
      else
        output.warn(
          `${shownText(holder.name)} has the address of ${shownText(same.name)}; left out`,
        );
    }
  }

  #stateOf(holder: Holder): {
    mark: Mark;
    words: string;
    paint: (typeof MARK_FACES)[Mark]['paint'];
  } {
    const known = this.#holders.get(holderFiles(holder).page);
    const mark = known?.marks[this.#pages.surveys.place] ?? 'not-observed';
    const { meaning, paint } = MARK_FACES[mark];
    return { mark, words: meaning, paint };
  }

  #putHolder(of: Holder, reported: ReportedProvider | null): void {
    const { page, feed } = holderFiles(of);
    const holder = this.#holders.get(page);
    if (holder === undefined || this.#writer.has(page)) return;
    const document = holderDocument(holder, reported, this.#pages);
    this.#writer.page(page, document, { title: `${holder.title}: changes`, path: feed });
  }

  #putCategories(): void {
    const holders = [...this.#holders.values()];
    const names = new Set([
      ...this.#site.book.surveys.flatMap(({ categories }) => categories.map(({ name }) => name)),
      ...holders.flatMap(({ group }) => group.category ?? []),
    ]);
    for (const name of names) {
      const page = categoryPage(name);
      if (this.#writer.has(page)) continue;
      this.#writer.page(page, categoryDocument(name, holders, this.#pages));
    }
  }
}
