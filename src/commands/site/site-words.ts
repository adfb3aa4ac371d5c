import { PLACES, wordsOf } from '../../model/records/word-places.ts';
import { wordsDocument } from '../../report/explain/explain-document.ts';
import { pageName } from '../../report/document/link.ts';
import { topicName } from '../../report/explain/page.ts';
import { TOPIC_NAMES } from '../../report/explain/topics.ts';
import { wordPage, WORDS_PAGE } from '../../report/site/addresses.ts';
import type { SiteWriter } from './site-folder.ts';
import { gistOf, readTopic, topicDocumentOf, wordDocumentOf } from '../pages/word-pages.ts';

/** Puts the page of every word and term, and the list of all. Throws a Stop where one cannot be read. */
export function putWords(writer: SiteWriter): void {
  for (const place of PLACES) {
    for (const word of wordsOf(place)) {
      const placed = { place, word };
      writer.page(wordPage(pageName(placed)), wordDocumentOf(placed));
    }
  }
  for (const name of TOPIC_NAMES) writer.page(wordPage(topicName(name)), topicDocumentOf(name));
  const topics = TOPIC_NAMES.map((name) => ({ name, gist: readTopic(name).gist }));
  writer.page(WORDS_PAGE, {
    ...wordsDocument(gistOf, topics),
    title: 'What the words mean',
    notes: [],
  });
}
