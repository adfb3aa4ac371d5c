import { describe, expect, it } from 'vitest';
import { RecordCache } from '../../../src/store/snapshots/record-cache.ts';

describe('a record cache', () => {
  it('gives the record of a line once, to its own section', () => {
    const cache = new RecordCache();
    const record = { host: 'a' };
    cache.keep('endpoints', 'a', record);
    expect(cache.take('domains', 'a')).toBeUndefined();
    expect(cache.take('endpoints', 'a')).toBe(record);
    expect(cache.take('endpoints', 'a')).toBeUndefined();
  });

  it('forgets the lines before one that was taken', () => {
    const cache = new RecordCache();
    for (const line of ['a', 'b', 'c']) cache.keep('domains', line, line);
    expect(cache.take('domains', 'b')).toBe('b');
    expect(cache.take('domains', 'a')).toBeUndefined();
    expect(cache.take('domains', 'c')).toBe('c');
  });

  it('forgets the oldest lines where none is taken', () => {
    const cache = new RecordCache();
    for (let line = 0; line < 100; line++) cache.keep('domains', String(line), line);
    expect(cache.take('domains', '0')).toBeUndefined();
    expect(cache.take('domains', '99')).toBe(99);
  });
});
