import { describe, expect, it } from 'vitest';
import { TLS_VERSIONS } from '../../../src/model/records/words.ts';
import {
  spokenBy,
  spokenClause,
  spokenText,
  versionRange,
} from '../../../src/report/words/version-words.ts';
import { versionsOf } from '../../compare/worlds.ts';

/** TLS facts by the answers from SSL 3.0 to TLS 1.3: `nnnyy`, `?` for untested; the highest `y` was agreed on. */
function facts(answers: string) {
  const having = (sign: string) => TLS_VERSIONS.filter((_, index) => answers[index] === sign);
  return versionsOf(having('y'), having('?'));
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
