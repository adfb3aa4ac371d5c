import type { Snapshot } from '../model/snapshot.ts';
import { degradedLines } from './degraded.ts';
import { certificatesOf } from './certificate-words.ts';
import { counted, wrap } from './layout.ts';
import { makeNeighbours } from './neighbours.ts';
import type { Palette } from './palette.ts';
import { certificateSentences } from './provider-certificates.ts';
import { tlsSentences } from './provider-tls.ts';
import { categoriesOf, type CategoryView, type Provider } from './providers.ts';
import { escapeShort } from './terminal-escape.ts';
import { categoryTitle, totalLines } from './totals.ts';
import { domainTitle } from './verdict.ts';

/** Paragraphs of one category; a list of a million domains is for the snapshot's readers, not for this text. */
const PARAGRAPHS = 200;
const NAME_CHARACTERS = 80;

/**
 * A survey over lists as text, in the manner of the publication of 2016: TLS per provider by category, the certificates,
 * and totals. Providers that are told nothing of in a section are left out of it. Ends in a newline.
 */
export function describeSurvey(snapshot: Snapshot, palette: Palette): string {
  const { date, startedAt } = snapshot.survey;
  const categories = categoriesOf(snapshot);
  const neighbours = makeNeighbours(snapshot.endpoints);
  const certificates = certificatesOf(snapshot);
  const tls = section(categories, palette, (provider) => tlsSentences(provider, date, neighbours));
  const shown = section(categories, palette, (provider) =>
    certificateSentences(provider, certificates, startedAt, neighbours),
  );
  const blocks = [
    headingLines(snapshot, palette),
    ...degradedLines(snapshot.survey.degraded, palette).map((text) => [text]),
    titled('TLS per provider', tls, palette),
    titled('Certificates per provider', shown, palette),
    titled('Totals', totalLines(snapshot, categories, palette), palette),
  ];
  return `${blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

function headingLines({ survey }: Snapshot, palette: Palette): string[] {
  const { date, vantage, scanner, families, counts } = survey;
  const where = vantage === null ? '' : `, seen from ${escapeShort(vantage, NAME_CHARACTERS)}`;
  const names = families.map((family) => (family === 'ipv4' ? 'IPv4' : 'IPv6')).join(' and ');
  const domains = counted(counts.domains, 'domain');
  const over = names === '' ? '' : ` over ${names}`;
  return [
    palette.strong(`STARTTLS survey of ${date}${where}`),
    palette.faint(`${domains}${over}, by mxtls ${escapeShort(scanner.mxtls, 40)}`),
  ];
}

/** A section with its title underlined; an empty one is left out. */
function titled(title: string, lines: readonly string[], palette: Palette): string[] {
  return lines.length === 0 ? [] : [palette.strong(title), '='.repeat(title.length), ...lines];
}

/** The paragraphs of all categories, each below its heading; a list without categories needs none. */
function section(
  categories: readonly CategoryView[],
  palette: Palette,
  sentencesOf: (provider: Provider) => string[],
): string[] {
  const bare = categories.every(({ name }) => name === null);
  const parts = categories.map(({ name, providers }) => {
    const paragraphs = providers.slice(0, PARAGRAPHS).flatMap((provider) => {
      const sentences = sentencesOf(provider);
      return sentences.length === 0 ? [] : paragraph(provider, sentences, palette);
    });
    const more = providers.length - PARAGRAPHS;
    if (more > 0) paragraphs.push(`  and ${counted(more, 'more')}, each in the snapshot`);
    return paragraphs.length === 0 || bare ? paragraphs : [categoryTitle(name), ...paragraphs];
  });
  return parts
    .filter((lines) => lines.length > 0)
    .flatMap((lines, i) => (i === 0 ? lines : ['', ...lines]));
}

function paragraph(provider: Provider, sentences: string[], palette: Palette): string[] {
  const [only] = provider.domains;
  const isDomain = only?.provider === null;
  const name = isDomain ? domainTitle(only.domain) : escapeShort(provider.name, NAME_CHARACTERS);
  return wrap(
    `${palette.strong(name)}: ${sentences.map((sentence) => emphasised(sentence, palette)).join('. ')}.`,
    '  ',
    4,
  );
}

/** Paints the words that a reader looks for. */
function emphasised(sentence: string, palette: Palette): string {
  return sentence
    .replace(
      /does NOT support TLS|do NOT support TLS|does NOT work|NOT on every address/gi,
      palette.bad,
    )
    .replace(/could not (?:tell|be told)/gi, palette.untold)
    .replace(/^Supports TLS [0-9.]+/, palette.good);
}
