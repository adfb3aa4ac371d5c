import { HistoryBook } from '../compare/history/history-book.ts';
import { everything, findSubjects, groupsOf, type Group } from '../compare/history/subjects.ts';
import type { SnapshotEntry } from '../model/records/baseline.ts';
import { shownText } from '../model/text/shown-text.ts';
import { historyCsv } from '../report/history/history-csv.ts';
import { historyJson } from '../report/history/history-json.ts';
import { historyDocument } from '../report/history/history-document.ts';
import { entriesOf, reading } from './snapshots/choose-snapshot.ts';
import { collectOften } from './heap.ts';
import type { HistoryFlags } from './history-command.ts';
import type { Output } from './terminal/output.ts';
import { printDocument } from './terminal/print-document.ts';
import { Stop } from './terminal/stop.ts';

/**
 * `mxtls history`: prints what the snapshots of a folder showed over time. Throws a Stop with status 2 where there are
 * none, where one cannot be read, and for a name that none of them knows.
 */
export async function history(
  names: readonly string[],
  { results, format }: HistoryFlags,
  output: Output,
): Promise<void> {
  const entries = await entriesOf(results, output);
  const isGood = ({ survey }: SnapshotEntry) => survey.degraded.length === 0;
  const good = entries.filter(isGood);
  if (good.length === 0) {
    throw new Stop(2, `${shownText(results, 255)} has no snapshot that a history can be made of`);
  }
  collectOften();
  const leftOut = entries.filter((each) => !isGood(each)).map(({ survey }) => survey);
  const book = bookOf(good);
  const groups = names.length === 0 ? everything(book) : wanted(book, names);
  const request = { book, groups, leftOut };
  if (format === 'csv' || format === 'json') {
    const write = format === 'csv' ? historyCsv : historyJson;
    for (const piece of write(request)) output.result(piece);
  } else {
    await printDocument(historyDocument(request), format, output);
  }
}

/** Reads snapshots one after the other; no two are open at a time. */
export function bookOf(entries: readonly SnapshotEntry[]): HistoryBook {
  const book = new HistoryBook();
  for (const entry of entries) {
    reading(entry, (snapshot) => {
      book.add(snapshot);
    });
  }
  return book;
}

function wanted(book: HistoryBook, names: readonly string[]): Group[] {
  const found = names.map((name) => ({ name, ...findSubjects(book, name) }));
  const unknown = found.flatMap((each) => {
    if (each.kind === 'found') return [];
    const hint = each.nearest === null ? '' : ` (did you mean ${shownText(each.nearest, 255)}?)`;
    return `${shownText(each.name, 255)}: no snapshot knows a domain, MX host, provider or category of this name${hint}`;
  });
  if (unknown.length > 0) throw new Stop(2, unknown.join('\n'));
  return found.flatMap((each) =>
    each.kind === 'found' ? each.subjects.flatMap((subject) => groupsOf(book, subject)) : [],
  );
}
