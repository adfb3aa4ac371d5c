import {
  PLACES,
  placedText,
  wordsOf,
  type Place,
  type PlacedWord,
} from '../../model/records/word-places.ts';
import { capital, columns, padded, wrap } from '../format/layout.ts';
import { PLACE_TITLES, pageOf, sourceUrl } from './pages.ts';
import { settingOf, type SettingId } from './settings.ts';
import type { Palette } from '../format/palette.ts';

/** The page of a word for a terminal. */
export function describeWord(placed: PlacedWord, palette: Palette): string {
  const page = pageOf(placed);
  const { settings = [], sources = [] } = page;
  const { title, key } = PLACE_TITLES[placed.place];
  const sections = [
    [`${palette.strong(placedText(placed))}: ${page.gist}`, ...wrap(`${title} (${key})`, '', 0)],
    section('What it means', page.means, palette),
    section('Why it matters', page.matters, palette),
    section('The usual cause', page.cause, palette),
    section('What to do', page.advice, palette),
    ...settings.map((id) => settingLines(id, palette)),
    ...(sources.length === 0 ? [] : [sourceLines(sources, palette)]),
  ];
  return `${sections.map((lines) => lines.join('\n')).join('\n\n')}\n`;
}

/** Every word of the format with its gist, by place. */
export function describeWords(palette: Palette): string {
  const groups = PLACES.map((place) => placeLines(place, palette).join('\n'));
  return `${groups.join('\n\n')}\n`;
}

/** Words with their gists, one a line and aligned. */
export function gistLines(
  words: readonly PlacedWord[],
  name: (placed: PlacedWord) => string,
): string[] {
  const width = Math.max(...words.map((placed) => columns(name(placed))));
  return words.flatMap((placed) =>
    wrap(pageOf(placed).gist, `  ${padded(name(placed), width)}  `, width + 4),
  );
}

function placeLines(place: Place, palette: Palette): string[] {
  const { title, key } = PLACE_TITLES[place];
  const words = wordsOf(place).map((word) => ({ place, word }));
  return [
    ...wrap(`${palette.strong(place)}: ${title} ${palette.faint(`(${key})`)}`, '', 2),
    ...gistLines(words, ({ word }) => word),
  ];
}

function section(title: string, text: string, palette: Palette): string[] {
  return [palette.strong(title), ...wrap(text, '  ', 2)];
}

function settingLines(id: SettingId, palette: Palette): string[] {
  const { where, on, lines, hint } = settingOf(id);
  const tried = on === null ? palette.warn('not tried') : palette.good(`tried on ${on}`);
  return [
    `  ${where} (${tried})`,
    ...lines.map((line) => `      ${line}`),
    ...wrap(capital(hint), '    ', 4),
  ];
}

function sourceLines(sources: readonly string[], palette: Palette): string[] {
  const width = Math.max(...sources.map(columns));
  const lines = sources.map(
    (source) => `  ${padded(source, width)}  ${palette.faint(sourceUrl(source))}`,
  );
  return [palette.strong('Laid down in'), ...lines];
}
