import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { readLists } from '../../../src/store/lists/lists.ts';
import { entriesOf } from './list-entries.ts';

const PROJECT = fileURLToPath(new URL('../../..', import.meta.url));
const PUBLISHED = join(PROJECT, '../shared/data/gr-mx/domains');

describe('domains/gr.txt', () => {
  it('holds the 26 domains of the seventeen providers in five categories, as published', async () => {
    const read = await readLists(['domains/gr.txt'], PROJECT);
    if (read.kind === 'no-list') throw new Error(read.message);
    expect(read.problems).toEqual([]);
    expect(read.domains).toBe(26);
    expect(read.lists.map(({ file, domains }) => [file, domains])).toEqual([
      ['domains/gr.txt', 26],
    ]);
    expect(read.categories).toEqual([
      {
        name: 'Commercial Providers',
        providers: ['OTE/COSMOTE', 'WIND', 'CYTA', 'FORTHNET', 'HOL', 'VODAFONE'],
      },
      { name: 'Non-commercial Providers', providers: ['GRNET', 'SCH', 'TEE', 'MIL'] },
      { name: 'Universities', providers: ['AUTH', 'NTUA', 'UPATRAS'] },
      { name: 'Free Providers', providers: ['IN', 'FREEMAIL', 'MAILBOX'] },
      { name: 'Radical Providers', providers: ['ESPIV'] },
    ]);
  });

  it.skipIf(!existsSync(PUBLISHED))(
    'holds the domains of the old script (skipped: no ../shared/data)',
    async () => {
      const read = await readLists(['domains/gr.txt'], PROJECT);
      const old = (await readFile(PUBLISHED, 'utf8')).trim().split(/\s+/u);
      const domains = (await entriesOf(read)).map((entry) => entry.domain);
      expect(domains.sort()).toEqual(old.sort());
    },
  );
});
