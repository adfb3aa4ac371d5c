import { describe, expect, it } from 'vitest';
import { FOUND_PLACES, wordsIn } from '../../src/judge/found-words.ts';
import { parseWord } from '../../src/model/records/word-places.ts';
import { makeDomain, makeEndpoint } from '../model/make-records.ts';

describe('a word is found', () => {
  const plain = makeEndpoint({ outcome: 'plaintext', host: 'plain.example.gr' });
  const late = makeEndpoint({ outcome: 'failed', host: 'late.example.gr' });
  const old = makeEndpoint({ problems: ['expired', 'weak-key'], host: 'old.example.gr' });
  const endpoints = [plain, late, old];
  const servfail = { stage: 'dns', code: 'server-failure', detail: 'SERVFAIL' } as const;
  const domains = [
    makeDomain({ hosts: endpoints.map(({ host }) => host) }, endpoints),
    makeDomain({ domain: 'dead.gr', mx: { kind: 'failed', failure: servfail } }),
  ];

  it.each([
    { text: 'level:none', found: true },
    { text: 'level:enforced', found: false },
    { text: 'starttls:some', found: true },
    { text: 'starttls:none', found: false },
    { text: 'mx:failed', found: true },
    { text: 'mx:null-mx', found: false },
    { text: 'outcome:failed', found: true },
    { text: 'outcome:deferred', found: false },
    { text: 'class:unknown', found: true },
    { text: 'class:broken', found: false },
    { text: 'failure:timeout', found: true },
    { text: 'failure:server-failure', found: true },
    { text: 'failure:reset', found: false },
    { text: 'problem:weak-key', found: true },
    { text: 'problem:self-signed', found: false },
  ])('$text: $found', ({ text, found }) => {
    const query = parseWord(text, FOUND_PLACES);
    if (query.kind !== 'word') throw new Error(`${text} is no word`);
    const source = { domains: () => domains, endpoints: () => endpoints };
    expect(wordsIn([query], source)).toEqual(found ? [query] : []);
    expect(wordsIn([query], { domains: () => [], endpoints: () => [] })).toEqual([]);
  });

  it('reads each section once for all words, and no further than it must', () => {
    const read = { domains: 0, endpoints: 0 };
    function* counted<T>(kind: keyof typeof read, records: readonly T[]): Generator<T> {
      for (const each of records) {
        read[kind]++;
        yield each;
      }
    }
    const words = ['level:none', 'mx:failed', 'outcome:plaintext', 'failure:server-failure'];
    const queries = words.flatMap((text) => {
      const query = parseWord(text, FOUND_PLACES);
      return query.kind === 'word' ? [query] : [];
    });
    const source = {
      domains: () => counted('domains', domains),
      endpoints: () => counted('endpoints', endpoints),
    };
    expect(wordsIn(queries, source)).toEqual(queries);
    expect(read).toEqual({ domains: 2, endpoints: 1 });
  });
});
