import { describe, expect, it } from 'vitest';
import type { TlsFacts, VersionAnswer } from '../../../src/model/records/endpoint.ts';
import { TLS_VERSIONS, type TlsVersion } from '../../../src/model/records/words.ts';
import {
  spokenBy,
  spokenClause,
  spokenText,
  versionRange,
} from '../../../src/report/words/version-words.ts';

const WORDS: Readonly<Record<string, VersionAnswer>> = { y: 'yes', n: 'no', '?': 'untested' };

/** TLS facts by the answers from SSL 3.0 to TLS 1.3: `nnnyy`; the highest `yes` was agreed on. */
function facts(answers: string): TlsFacts {
  const answer = (version: TlsVersion) =>
    WORDS[answers[TLS_VERSIONS.indexOf(version)] ?? ''] ?? 'untested';
  return {
    version: TLS_VERSIONS.findLast((version) => answer(version) === 'yes') ?? null,
    cipher: null,
    group: null,
    versions: {
      SSLv3: answer('SSLv3'),
      TLSv1: answer('TLSv1'),
      'TLSv1.1': answer('TLSv1.1'),
      'TLSv1.2': answer('TLSv1.2'),
      'TLSv1.3': answer('TLSv1.3'),
    },
  };
}

describe('what servers speak', () => {
  it.each<{ servers: string[]; text: string; clause: string }>([
    { servers: ['nynnn'], text: 'TLS 1.0 only', clause: 'TLS 1.0 only' },
    { servers: ['ynnnn'], text: 'SSL 3.0 only', clause: 'SSL 3.0 only' },
    { servers: ['nnnny'], text: 'TLS 1.3 only', clause: 'TLS 1.3 only' },
    { servers: ['nnnyy'], text: 'TLS 1.2 or later', clause: 'TLS 1.2 or later' },
    { servers: ['nyyyy'], text: 'TLS 1.0 or later', clause: 'TLS 1.0 or later' },
    { servers: ['ynnyn'], text: 'SSL 3.0 or later', clause: 'SSL 3.0 or later' },
    { servers: ['nnnyy', 'nyyyy'], text: 'TLS 1.0 or later', clause: 'TLS 1.0 or later' },
    { servers: ['nnnyn', 'nnnyy'], text: 'TLS 1.2 or later', clause: 'TLS 1.2 or later' },
    { servers: ['???y?'], text: 'TLS 1.2', clause: 'TLS 1.2 was spoken' },
    { servers: ['?nnyy'], text: 'TLS 1.2 and 1.3', clause: 'TLS 1.2 and 1.3 were spoken' },
    { servers: ['nnnyy', '???y?'], text: 'TLS 1.2 and 1.3', clause: 'TLS 1.2 and 1.3 were spoken' },
    { servers: ['nnnyn', '?????'], text: 'TLS 1.2', clause: 'TLS 1.2 was spoken' },
  ])('$servers: $clause', ({ servers, text, clause }) => {
    const spoken = spokenBy(servers.map(facts));
    expect(spoken && [spokenText(spoken), spokenClause(spoken)]).toEqual([text, clause]);
  });

  it('is unknown where no version is known', () => {
    expect(spokenBy([])).toBeNull();
    expect(spokenBy([facts('?????')])).toBeNull();
  });

  it.each([
    ['nyyyy', 'TLS 1.0 to 1.3'],
    ['ynnyn', 'SSL 3.0 and TLS 1.2'],
    ['???y?', 'TLS 1.2'],
    ['?????', null],
  ])('of one server, %s: %s', (answers, range) => {
    expect(versionRange(facts(answers))).toBe(range);
  });
});
