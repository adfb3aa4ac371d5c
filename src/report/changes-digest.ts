import type { Comparison } from '../model/output/change.ts';
import { CHANGE_FACTS, type Effect } from '../model/output/change-kinds.ts';
import { changesView } from './changes/changes-view.ts';
import {
  plainItem,
  type Block,
  type Document,
  type Item,
  type Section,
} from './document/document.ts';
import { grouped } from './format/grouped.ts';
import { counted, listed, listedShort } from './format/layout.ts';
import type { Listing } from './format/listing.ts';
import type { Palette } from './document/palette.ts';
import { escapeShort } from './format/terminal-escape.ts';
import { endingItems, type Ending } from './ending-soon.ts';

const NAME_CHARACTERS = 80;
/** More of one provider is for the whole list. */
const SENTENCES = 2;

/** The changes of more providers are named by what changed. */
const WHOLE = 2;
const NAMES = 6;

/** So many items of each part fit on one screen together. */
const MOST = 6;

const HEADINGS = {
  regression: { text: 'Regressions', paint: 'bad' },
  improvement: { text: 'Improvements', paint: 'good' },
  neutral: { text: 'Other changes', paint: 'strong' },
} as const satisfies Record<Effect, { text: string; paint: keyof Palette }>;

/** The changes since the survey before; `first`: there is none before it; null: it could not be compared. */
export type Compared = Comparison | 'first' | null;

/** What is new in a survey. */
export interface News {
  comparison: Compared;
  /** The certificates that end within `endsWithin` days. */
  ending: Listing<Ending>;
  endsWithin: number;
  /** The instant of the survey. */
  at: string;
  /** The commands that print all changes, and all certificates that end soon. */
  diff: string;
  report: string;
}

/** Whether there is nothing to report: no change but certificates renewed in time, and no certificate that ends soon. */
export function isQuiet({ comparison, ending }: News): boolean {
  if (comparison === 'first' || ending.length > 0) return false;
  return comparison === null || newsOf(comparison).changes.length === 0;
}

/** What `--only-changes` prints. */
export function newsDocument(news: News): Document {
  return {
    title: newsTitle(news),
    notes: [],
    warning: null,
    sections: [{ title: null, blocks: newsBlocks(news) }],
  };
}

/** What is new as a section at the end of a survey. */
export function newsSection(news: News): Section {
  const blocks = newsBlocks(news);
  const { comparison } = news;
  const isCompared = comparison !== null && comparison !== 'first';
  if (isCompared && blocks.length > 0) return { title: newsTitle(news), blocks };
  return {
    title: null,
    blocks: comparison === null ? blocks : [line(`${newsTitle(news)}.`), ...blocks],
  };
}

/** `Changes between 2016-01-23 and 2016-01-30 (7 days)`. */
function newsTitle({ comparison }: News): string {
  if (comparison === null) return 'Not compared with the survey before';
  return comparison === 'first'
    ? 'There is no earlier survey of these lists to compare with'
    : changesView(comparison, null).title;
}

/** Regressions first, then what ends soon, improvements, other changes, and what is routine as numbers. */
function newsBlocks(news: News): Block[] {
  const { comparison } = news;
  if (comparison === null || comparison === 'first') return endingBlocks(news);
  const { scanner } = changesView(comparison, null);
  return [
    ...scanner.map((sentence) => line(`${sentence}.`)),
    ...effectBlocks('regression', comparison, news.diff),
    ...endingBlocks(news),
    ...effectBlocks('improvement', comparison, news.diff),
    ...effectBlocks('neutral', comparison, news.diff),
    ...routineBlocks(comparison),
  ];
}

/** The changes that somebody has to know of: a certificate that was renewed in time is none. */
function newsOf(comparison: Comparison): Comparison {
  const changes = comparison.changes.filter(({ kind }) => kind !== 'certificate-renewed');
  return { ...comparison, changes };
}

/** A few changes in sentences; of many who changed, by what. */
function effectBlocks(effect: Effect, comparison: Comparison, diff: string): Block[] {
  const news = newsOf(comparison);
  const { sections } = changesView(news, effect);
  const paragraphs = sections.flatMap(({ categories }) =>
    categories.flatMap((category) => category.paragraphs),
  );
  const items =
    paragraphs.length > WHOLE
      ? kindItems(news.changes.filter((change) => change.effect === effect))
      : paragraphs.map(({ name, sentences }): Item => {
          const more = sentences.length - SENTENCES;
          const said = [
            ...sentences.slice(0, SENTENCES),
            ...(more > 0 ? [`And ${more} more`] : []),
          ];
          return {
            name: escapeShort(name, NAME_CHARACTERS),
            text: `${said.join('. ')}.`,
            below: [],
          };
        });
  const { text, paint } = HEADINGS[effect];
  return listBlocks({ text, paint, items, rest: diff });
}

/** `STARTTLS lost: a.gr, b.gr and 12 others`: an item a kind of change, with the providers that it concerns. */
function kindItems(changes: Comparison['changes']): Item[] {
  return [...grouped(changes, ({ kind }) => kind)].map(([kind, own]) => {
    const names = own.flatMap(({ concerns }) =>
      concerns.flatMap(({ provider, domains }) => (provider === null ? domains : [provider])),
    );
    const shown = [...new Set(names)].map((name) => escapeShort(name, NAME_CHARACTERS));
    return { name: CHANGE_FACTS[kind].heading, text: listedShort(shown, NAMES), below: [] };
  });
}

function endingBlocks({ ending, endsWithin, at, report }: News): Block[] {
  const text = `Certificates that end within ${counted(endsWithin, 'day')}`;
  return listBlocks({ text, paint: 'warn', items: endingItems(ending, at), rest: report });
}

/** @param rest the command that prints those that are too many. */
function listBlocks({
  text,
  paint,
  items,
  rest,
}: {
  text: string;
  paint: keyof Palette;
  items: readonly Item[];
  rest: string;
}): Block[] {
  if (items.length === 0) return [];
  const more = items.length - MOST;
  const tail = more > 0 ? [plainItem(`and ${more} more: ${rest}`)] : [];
  return [
    { kind: 'heading', text, paint },
    { kind: 'list', items: [...items.slice(0, MOST), ...tail] },
  ];
}

/** `Besides: 250 certificates renewed, 3 results known for the first time and 2 no longer known`. */
function routineBlocks({ changes, visibilityChanges }: Comparison): Block[] {
  const renewed = changes.filter(({ kind }) => kind === 'certificate-renewed').length;
  const count = (wanted: string) => visibilityChanges.filter(({ kind }) => kind === wanted).length;
  const parts = [
    ...(renewed > 0 ? [`${counted(renewed, 'host')} with a renewed certificate`] : []),
    ...(count('now-known') > 0 ? [`${count('now-known')} known for the first time`] : []),
    ...(count('no-longer-known') > 0 ? [`${count('no-longer-known')} no longer known`] : []),
  ];
  return parts.length === 0 ? [] : [line(`Besides: ${listed(parts)}.`)];
}

function line(text: string): Block {
  return { kind: 'line', text };
}
