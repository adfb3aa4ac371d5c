import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JournalLine } from '../../../src/scan/journal/journal-line.ts';
import { snapshotOf, type RunRecords } from '../../../src/scan/journal/run-records.ts';
import { snapshotText } from '../../../src/model/records/snapshot-text.ts';
import { makeEndpoint, makeSnapshot } from '../../model/make-records.ts';
import { joinInMemory } from './join-in-memory.ts';
import { joinLines, recordsOf } from './memory-journal.ts';
import { linesOf, randomRun, type RandomRun } from './random-run.ts';

const { survey } = makeSnapshot({});

/** Everything on the disk after a few lines, or all of it in memory; of another process, whose lines are checked, or not. */
const WAYS = [{ limits: { sort: 2_000, table: 500 } }, { isOwn: true }];

function textOf(records: RunRecords): string {
  return [...snapshotText(snapshotOf(records, survey))].join('');
}

/** Lines in an order that depends on a seed. */
function shuffled(lines: readonly JournalLine[], seed: number): JournalLine[] {
  const keyed = lines.map((line, index) => ({ line, key: Math.sin((index + 1) * (seed + 1)) }));
  return keyed.sort((a, b) => a.key - b.key).map(({ line }) => line);
}

describe('the records of a journal', () => {
  it('are those of the same facts joined in memory, in whatever order the lines stand', async () => {
    await fc.assert(
      fc.asyncProperty(randomRun, fc.nat(1000), async (run, seed) => {
        const expected = joinInMemory(run, () => true);
        const text = [...snapshotText({ survey, ...expected })].join('');
        for (const way of WAYS) {
          const records = await recordsOf(shuffled(linesOf(run), seed), way);
          expect(textOf(records)).toBe(text);
          expect(textOf(records)).toBe(text);
          expect(records.counts).toMatchObject({
            domains: expected.domains.length,
            endpoints: expected.endpoints.length,
          });
          records.close();
        }
      }),
      { numRuns: 150 },
    );
  });

  it('are those of the finished domains where it is cut off anywhere', async () => {
    await fc.assert(
      fc.asyncProperty(randomRun, fc.nat(1000), fc.nat(60), async (run, seed, length) => {
        const rest = shuffled(
          [...run.hosts, ...run.domains, ...run.endpoints, ...run.policies],
          seed,
        );
        const kept = new Set<JournalLine>([...run.certificates, ...rest.slice(0, length)]);
        const known = only(run, kept);
        const expected = joinInMemory(known, isFinishedIn(run, kept));
        const records = await recordsOf([...kept]);
        expect(textOf(records)).toBe([...snapshotText({ survey, ...expected })].join(''));
        records.close();
      }),
      { numRuns: 150 },
    );
  });

  it('count what is excluded, each once', async () => {
    const excluded = (what: 'domain' | 'host' | 'address', name: string) =>
      ({ kind: 'excluded', what, name }) as const;
    const records = await recordsOf([
      excluded('domain', 'a.example'),
      excluded('host', 'a.example'),
      excluded('domain', 'a.example'),
      excluded('domain', 'b.example'),
    ]);
    expect(records.excluded).toEqual({ domains: 2, hosts: 1, addresses: 0 });
  });

  it('are refused where an endpoint refers to a certificate that is not there', async () => {
    const id = 'ab'.repeat(32);
    const [host, domain] = [hostLine('mx.a.example'), domainLine('a.example', 'mx.a.example')];
    const endpoint = makeEndpoint({ host: 'mx.a.example', certificate: id, chain: [id] });
    const lines = [host, domain, { kind: 'endpoint', endpoint, words: [] } as const];
    expect(await joinLines(lines, { withPolicies: false })).toEqual({
      kind: 'failed',
      message: `journal: an endpoint refers to certificate ${id}, which is not in it`,
    });
  });

  it('take the later of two lines of one host, endpoint or domain', async () => {
    const host = 'mx.a.example';
    const endpoint = (outcome: 'plaintext' | 'tls') =>
      ({ kind: 'endpoint', endpoint: makeEndpoint({ host, outcome }), words: [] }) as const;
    const records = await recordsOf(
      [
        { ...hostLine(host), addresses: ['192.0.2.1', '192.0.2.2'] } as JournalLine,
        domainLine('a.example', 'mx.other.example'),
        endpoint('plaintext'),
        endpoint('tls'),
        domainLine('a.example', host),
        hostLine(host),
      ],
      { withPolicies: false },
    );
    expect([...records.domains()]).toMatchObject([{ domain: 'a.example', starttls: 'all' }]);
    expect(records.counts).toMatchObject({ endpoints: 1, tls: 1, plaintext: 0 });
  });
});

function hostLine(host: string): JournalLine {
  const plain = { owner: host, dnssec: 'unknown', omitted: 0 } as const;
  return { kind: 'host', host, ...plain, addresses: ['192.0.2.1'], settled: [], tlsa: null };
}

function domainLine(domain: string, host: string): JournalLine {
  const hosts = [{ preference: 1, host, omittedAddresses: 0 }];
  const rest = {
    kind: 'mx',
    failure: null,
    dnssec: 'unknown',
    omittedHosts: 0,
    excluded: 0,
  } as const;
  const planned = { domain, category: null, provider: null, notes: [] };
  return { kind: 'domain', domain: { ...planned, mx: { ...rest, hosts } } };
}

function only(run: RandomRun, kept: ReadonlySet<JournalLine>): RandomRun {
  return {
    hosts: run.hosts.filter((each) => kept.has(each)),
    certificates: run.certificates,
    domains: run.domains.filter((each) => kept.has(each)),
    endpoints: run.endpoints.filter((each) => kept.has(each)),
    policies: run.policies.filter((each) => kept.has(each)),
  };
}

/** Says of each domain whether all lines are kept that it needs. */
function isFinishedIn(run: RandomRun, kept: ReadonlySet<JournalLine>) {
  return (name: string): boolean => {
    const line = run.domains.find(({ domain }) => domain.domain === name);
    const hosts = line?.domain.mx.hosts.map(({ host }) => host) ?? [];
    const needed: JournalLine[] = [
      ...run.hosts.filter(({ host }) => hosts.includes(host)),
      ...run.endpoints.filter(({ endpoint }) => hosts.includes(endpoint.host)),
      ...run.policies.filter(({ domain }) => domain === name),
    ];
    return needed.every((each) => kept.has(each));
  };
}
