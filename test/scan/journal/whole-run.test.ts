import { describe, expect, it } from 'vitest';
import { decodeLine, encodeLine } from '../../../src/scan/journal/journal-text.ts';
import { runRecordsOf } from '../../../src/scan/journal/run-records-of.ts';
import { createJournal } from '../../../src/store/journal/journal-file.ts';
import { openScratch } from '../../../src/store/journal/scratch.ts';
import { tempFolder } from '../../temp-folder.ts';
import { makeEndpoint } from '../../model/make-records.ts';

describe('a run', () => {
  it('is written and joined', async () => {
    const folder = tempFolder();
    const place = { kind: 'results', folder, startedAt: '2026-11-23T03:00:00Z' } as const;
    const run = encodeLine({
      kind: 'run',
      survey: {
        startedAt: '2026-11-23T03:00:00Z',
        vantage: null,
        scanner: { mxtls: '1', node: null, openssl: null, roots: null },
        ehlo: null,
        resolver: null,
        families: [],
        settings: { depth: 'quick', port: 25, passes: 1 },
        lists: [],
        categories: [],
      },
      options: {},
    });
    const opened = await createJournal(place, run, () => undefined);
    if (opened.kind === 'refused') throw new Error(opened.message);
    const { journal } = opened;
    journal.append(
      encodeLine({
        kind: 'host',
        host: 'mx.a.example',
        addresses: ['192.0.2.1'],
        settled: [],
        tlsa: null,
      }),
    );
    journal.append(
      encodeLine({
        kind: 'domain',
        domain: {
          domain: 'a.example',
          category: null,
          provider: null,
          mx: {
            kind: 'mx',
            failure: null,
            dnssec: 'unknown',
            hosts: [{ preference: 1, host: 'mx.a.example', omittedAddresses: 0 }],
            omittedHosts: 0,
            excluded: 0,
          },
          notes: [],
        },
      }),
    );
    journal.append(
      encodeLine({ kind: 'endpoint', endpoint: makeEndpoint({ host: 'mx.a.example' }), words: [] }),
    );
    expect(await journal.flush()).toBeNull();
    expect(decodeLine(run)).toMatchObject({ kind: 'run' });
    const joined = await runRecordsOf(journal, {
      scratch: openScratch(folder),
      withPolicies: false,
    });
    if (joined.kind === 'failed') throw new Error(joined.message);
    expect([...joined.records.domains()]).toMatchObject([
      { domain: 'a.example', level: 'authenticated' },
    ]);
    expect(joined.records.counts.endpoints).toBe(1);
    joined.records.close();
    await journal.remove();
  });
});
