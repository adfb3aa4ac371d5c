import { isImported, type Survey } from '../../model/records/survey.ts';
import { shellWord } from '../../model/text/shell-word.ts';
import type { Block, Item } from '../document/document.ts';
import { agreeing, counted, listed } from '../format/layout.ts';
import { escapeShort, escapeTerminal } from '../format/terminal-escape.ts';
import { STAND_TEXTS } from '../overview/overview-cells.ts';
import { STANDS } from '../overview/overview-rows.ts';
import { namedItem, wordLink } from './word-items.ts';

const CHARACTERS = 120;

/** How to read a survey: what the states mean, how was asked, how to opt out or correct it, and how to verify it. */
export function howToRead(survey: Survey, snapshot: string): Block[] {
  return [
    { kind: 'heading', text: 'What the states mean' },
    { kind: 'list', items: stateItems() },
    { kind: 'heading', text: 'How it was measured' },
    { kind: 'list', items: isImported(survey) ? importedItems(survey) : methodItems(survey) },
    { kind: 'heading', text: 'A mistake, or no wish to be asked' },
    { kind: 'line', text: contactText(survey) },
    { kind: 'heading', text: 'How to verify it' },
    { kind: 'prose', text: verifyText(survey) },
    { kind: 'code', lines: [`mxtls verify ${shellWord(snapshot)}`] },
  ];
}

function stateItems(): Item[] {
  return [
    ...STANDS.map((stand) => {
      const { mark, word, meaning } = STAND_TEXTS[stand];
      return namedItem(`${mark} ${word}`, meaning);
    }),
    {
      ...namedItem(
        'Unknown is never no',
        'the scanner got no answer that proves one or the other, as with a timeout or a refused connection. It counts neither for nor against anybody, and going to or from it is no change.',
      ),
      link: wordLink('class', 'unknown'),
    },
    {
      ...namedItem('No STARTTLS', 'is said only of a server that answered and was asked twice.'),
      link: wordLink('outcome', 'plaintext'),
    },
  ];
}

/** What was recorded of an imported survey. */
function importedItems({ date }: Survey): Item[] {
  return [
    namedItem(
      'Imported',
      `results that another program wrote on ${date}. What it did not record is unknown; a server without TLS may not have been reached.`,
    ),
  ];
}

function methodItems(survey: Survey): Item[] {
  const { startedAt, finishedAt, vantage, families, settings, ehlo, resolver } = survey;
  const from = vantage === null ? '' : `, from ${escapeShort(vantage, CHARACTERS)}`;
  const over = families.map((each) => (each === 'ipv4' ? 'IPv4' : 'IPv6'));
  const { depth, port, passes } = settings;
  return [
    namedItem('When and where', `${timeText(startedAt)} to ${timeText(finishedAt)}${from}.`),
    namedItem(
      'What was asked',
      `each MX host of each domain on port ${port}, at each address${over.length === 0 ? '' : ` over ${listed(over)}`}: its greeting, EHLO, STARTTLS, TLS versions and certificate. No mail was sent.`,
    ),
    ...(depth === null
      ? []
      : [{ ...namedItem('Depth', `${depth}.`), link: wordLink('depth', depth) }]),
    namedItem(
      'How politely',
      `one connection to an address at a time, with a pause in between, and few to an operator at once; a server that puts the scanner off is left alone for a while. What failed was tried in up to ${counted(passes, 'pass', 'passes')}.`,
    ),
    ...(ehlo === null
      ? []
      : [namedItem('In whose name', `${escapeShort(ehlo, CHARACTERS)}, in EHLO.`)]),
    ...(resolver === null ? [] : [namedItem('Resolver', `${escapeShort(resolver, CHARACTERS)}.`)]),
  ];
}

/** `2026-11-23 03:00 UTC`. */
function timeText(instant: string): string {
  return `${instant.slice(0, 10)} ${instant.slice(11, 16)} UTC`;
}

function contactText({ ehlo, excluded }: Survey): string {
  const whom =
    ehlo === null
      ? 'the publisher of this page'
      : `postmaster@${escapeTerminal(ehlo)}, the name that the scanner gives in EHLO, or to the publisher of this page`;
  const { domains, hosts, addresses } = excluded;
  const all = domains + hosts + addresses;
  const left =
    all === 0
      ? ''
      : ` ${counted(all, 'name or address', 'names and addresses')} ${agreeing(all, 'was', 'were')} left out of this survey.`;
  return `Write to ${whom}. Whoever does not wish to be asked is put on the exclusion list of the next survey; a wrong result is corrected by asking again.${left}`;
}

function verifyText({ scanner }: Survey): string {
  return `The results of this survey stand, with all of the evidence, in one snapshot, made by mxtls ${escapeShort(scanner.mxtls, CHARACTERS)}. This checks it against its schema and its own references:`;
}
