import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const read = (file: string) => readFileSync(join(import.meta.dirname, '../..', file), 'utf8');

describe('docs/comparing.md', () => {
  it('has every column of the CSV report, in order', () => {
    const [header = ''] = read('test/report/providers/expected/2016/report.csv').split(/\r?\n/);
    const table = /^\| column \|[^]*?(?=\n\n)/m.exec(read('docs/comparing.md'))?.[0] ?? '';
    const described = table
      .split('\n')
      .slice(2)
      .flatMap((row) => [...(row.split('|')[1] ?? '').matchAll(/`([^`]+)`/g)])
      .map(([, name]) => name);
    expect(described).toEqual(header.split(','));
  });
});
