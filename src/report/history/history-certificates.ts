import { answeredWords, type History } from '../../compare/history/histories.ts';
import type { HistoryBook, LeafFacts } from '../../compare/history/history-book.ts';
import { dayOf } from '../format/dates.ts';
import { grouped } from '../format/grouped.ts';
import { listedShort } from '../format/layout.ts';
import { authorityName, certificateName } from '../words/certificate-words.ts';

const LISTED = 6;

/** Where the words of a state look up a certificate, and those that others of the same words must be told apart from. */
export interface HistoryWords {
  certificate: (id: string) => LeafFacts | null;
  ambiguous: ReadonlySet<string>;
}

/** The words for some histories that are shown together. */
export function historyWords(book: HistoryBook, histories: readonly History[]): HistoryWords {
  const certificate = (id: string) => book.certificate(id);
  const leaves = new Set(histories.flatMap(certificateIds).flatMap((id) => certificate(id) ?? []));
  const alike = grouped(leaves, (leaf) => leafWords(leaf, false));
  const ids = [...alike.values()].map((group) => new Set(group.map(({ id }) => id)));
  return { certificate, ambiguous: new Set(ids.flatMap((own) => (own.size > 1 ? [...own] : []))) };
}

function certificateIds({ tracks }: History): string[] {
  const intervals = tracks.flatMap((track) =>
    track.question === 'certificate' ? track.intervals : [],
  );
  const shown = intervals.flatMap((each) =>
    each.kind === 'known' ? answeredWords(each.first.parts, 'certificate') : [],
  );
  return [...new Set(shown)];
}

/** Certificates by their ids as a state of their host: `certificate mx.a.gr (by R11, valid to 2027-01-02)`. */
export function certificateState(
  ids: readonly string[],
  { certificate, ambiguous }: HistoryWords,
): string {
  const names = ids.map((id) => {
    const leaf = certificate(id);
    return leaf === null ? 'that is not recorded' : leafWords(leaf, ambiguous.has(id));
  });
  if (ids[0] === 'no-certificate' && ids.length === 1) return 'TLS without a certificate';
  return names.length === 1
    ? `certificate ${names[0] ?? ''}`
    : `${names.length} certificates: ${listedShort(names, LISTED)}`;
}

const ID_DIGITS = 8;

/** `*.espiv.net (by TERENA SSL CA 3, valid to 2018-01-31)`; with the begin of its id, where others are alike. */
function leafWords(leaf: LeafFacts, withId: boolean): string {
  const { issuer, notAfter, selfSigned } = leaf;
  const facts = [
    ...(selfSigned === true
      ? ['self-signed']
      : issuer === ''
        ? []
        : [`by ${authorityName(issuer)}`]),
    ...(notAfter === null ? [] : [`valid to ${dayOf(notAfter)}`]),
    ...(withId ? [`id ${leaf.id.replace(/^import:/, '').slice(0, ID_DIGITS)}`] : []),
  ];
  return certificateName(leaf) + (facts.length === 0 ? '' : ` (${facts.join(', ')})`);
}
