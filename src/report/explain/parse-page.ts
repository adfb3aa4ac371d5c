import { parseWord, PLACES, type PlacedWord } from '../../model/records/word-places.ts';
import {
  PageError,
  listKey,
  requiredKey,
  splitPage,
  type Line,
  type PageLines,
} from './page-lines.ts';
import {
  HEADINGS,
  TOPIC_HEADINGS,
  type Page,
  type Section,
  type Setting,
  type Topic,
} from './page.ts';

const SOURCE = /^RFC \d{4}(?: §\d+(?:\.\d+)*)?$/u;
const SETTING = /^[a-z0-9.-]+$/u;
const WORD = /^[a-z]+:\S+$/u;
const NOT_TRIED = 'not tried';

/**
 * Reads the page of a word. Throws a PageError for the first error.
 * @param word with its place, as the title of the page: `level:none`.
 */
export function parsePage(text: string, word: string): Page {
  const page = splitPage(text, ['gist', 'settings', 'sources']);
  const blocks = blocksOf(page.body);
  takeTitle(blocks, word, page.end);
  const section = (key: Section): string => {
    takeLine(blocks, `## ${HEADINGS[key]}`, page.end);
    return takeParagraph(blocks, page.end);
  };
  const sections = {
    means: section('means'),
    matters: section('matters'),
    cause: section('cause'),
    advice: section('advice'),
  };
  takeEnd(blocks);
  return {
    gist: requiredKey(page, 'gist').text,
    ...sections,
    settings: listKey(page, 'settings', SETTING),
    sources: listKey(page, 'sources', SOURCE),
  };
}

/**
 * Reads a setting. Throws a PageError for the first error.
 * @param name the title of its page: `postfix-offer`.
 */
export function parseSetting(text: string, name: string): Setting {
  const page = splitPage(text, ['where', 'trial']);
  const blocks = blocksOf(page.body);
  takeTitle(blocks, name, page.end);
  const lines = takeCode(blocks, page.end);
  const hint = takeParagraph(blocks, page.end);
  takeEnd(blocks);
  const trial = requiredKey(page, 'trial').text;
  return {
    where: requiredKey(page, 'where').text,
    trial: trial === NOT_TRIED ? null : trial,
    lines,
    hint,
  };
}

/**
 * Reads a topic. Throws a PageError for the first error.
 * @param name the title of its page: `DANE`.
 */
export function parseTopic(text: string, name: string): Topic {
  const page = splitPage(text, ['gist', 'words', 'sources']);
  const blocks = blocksOf(page.body);
  takeLine(blocks, `# ${name}`, page.end);
  const section = (key: keyof typeof TOPIC_HEADINGS): string => {
    takeLine(blocks, `## ${TOPIC_HEADINGS[key]}`, page.end);
    return takeParagraph(blocks, page.end);
  };
  const sections = { is: section('is'), matters: section('matters'), asked: section('asked') };
  takeEnd(blocks);
  return {
    gist: requiredKey(page, 'gist').text,
    ...sections,
    words: listKey(page, 'words', WORD).map((each) => knownWord(each, page)),
    sources: listKey(page, 'sources', SOURCE),
  };
}

function knownWord(text: string, page: PageLines): PlacedWord {
  const query = parseWord(text, PLACES);
  if (query.kind === 'word') return query;
  throw new PageError(requiredKey(page, 'words').number, `"${text}" is no word of the format`);
}

/** Lines without an empty line between them. */
type Block = Line[];

function blocksOf(lines: readonly Line[]): Block[] {
  const blocks: Block[] = [];
  let open = false;
  for (const line of lines) {
    if (line.text.trim() === '') open = false;
    else if (open) blocks.at(-1)?.push(line);
    else {
      blocks.push([line]);
      open = true;
    }
  }
  return blocks;
}

function takeTitle(blocks: Block[], name: string, end: number): void {
  takeLine(blocks, `# \`${name}\``, end);
}

/** Removes the first block, which must be this one line. */
function takeLine(blocks: Block[], text: string, end: number): void {
  const [line, second] = blocks.shift() ?? [];
  if (line?.text !== text) throw new PageError(line?.number ?? end, `expected "${text}"`);
  if (second !== undefined) throw new PageError(second.number, 'expected an empty line');
}

/** Removes the first block, a paragraph, and returns its text on one line. Of a link, only the text remains. */
function takeParagraph(blocks: Block[], end: number): string {
  const lines = blocks.shift() ?? [];
  const [first] = lines;
  if (first === undefined || /^(?:#|```)/u.test(first.text)) {
    throw new PageError(first?.number ?? end, 'expected a paragraph');
  }
  const text = lines.map((line) => line.text.trim()).join(' ');
  return text.replace(/\[([^\][]+)\]\([^()]+\)/gu, '$1');
}

/** Removes the first block, which must be code, and returns its lines without the fences. */
function takeCode(blocks: Block[], end: number): string[] {
  const block = blocks.shift() ?? [];
  const lines = block.map((line) => line.text);
  if (lines.length < 3 || lines[0] !== '```text' || lines.at(-1) !== '```') {
    throw new PageError(block[0]?.number ?? end, 'expected lines between "```text" and "```"');
  }
  return lines.slice(1, -1);
}

function takeEnd(blocks: readonly Block[]): void {
  const [line] = blocks[0] ?? [];
  if (line !== undefined) {
    throw new PageError(line.number, 'expected the end of the page: a section is one paragraph');
  }
}
