import { Socket } from 'node:net';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { prepareRoots } from '../../src/judge/x509/certificate-path.ts';
import type { Target } from '../../src/model/plan.ts';
import type { Resolver } from '../../src/net/dns/dns-answer.ts';
import { TIMEOUTS } from '../../src/net/deadline.ts';
import { DomainResults } from '../../src/scan/domain-results.ts';
import type { Journal } from '../../src/scan/journal/journal-line.ts';
import { carryOut, type SurveyOptions } from '../../src/scan/survey.ts';
import { ONE_PASS, targetsOf } from './lab-survey.ts';
import { dns, type Name } from './plan/table-dns.ts';

/** Options of a survey whose servers reset every connection. */
function resetting(
  resolver: Resolver,
  journal: Journal,
  onDial: (address: string) => void = () => undefined,
): SurveyOptions {
  const dial = (address: string): Socket => {
    onDial(address);
    return new Socket().destroy(Object.assign(new Error('reset'), { code: 'ECONNRESET' }));
  };
  return {
    ...ONE_PASS,
    settings: { port: 25, dial, ehlo: 'scan.example', clients: [], timeouts: TIMEOUTS },
    journal,
    resolver,
    families: ['ipv4'],
    roots: prepareRoots([]),
    at: new Date(),
  };
}

function hosted(count: number): Record<string, Name> {
  const domains = Array.from({ length: count }, (_, n): [string, Name] => [
    `d${n}.example`,
    { mx: [[10, `mx${n % 3}.host.example`]] },
  ]);
  const hosts = [0, 1, 2].map((n): [string, Name] => [
    `mx${n}.host.example`,
    { a: [`192.0.2.${n + 1}`] },
  ]);
  return Object.fromEntries([...domains, ...hosts]);
}

describe('a survey', () => {
  it.each([0, 1, 2, 3])(
    'connects while the lookup of domain %d of its list lasts',
    async (slow) => {
      const names = hosted(4);
      const table = dns(names);
      let open = (): void => undefined;
      const isOpen = new Promise<void>((resolve) => {
        open = resolve;
      });
      // Without overlap the survey would never end.
      const resolver: Resolver = {
        ...table,
        mx: async (name) => {
          if (name === `d${slow}.example`) await isOpen;
          return table.mx(name);
        },
      };
      const journal = new DomainResults({ withPolicies: false, withDnsbl: false });
      const targets = targetsOf([0, 1, 2, 3].map((n) => `d${n}.example`));
      await carryOut(
        targets,
        resetting(resolver, journal, () => {
          open();
        }),
      );
      expect(journal.records().domains).toHaveLength(4);
    },
  );

  it('asks for each name, and at each address, once', async () => {
    const resolver = dns({ ...hosted(500), 'own.example': { a: ['192.0.2.9'] } });
    const dialled: string[] = [];
    const journal = new DomainResults({ withPolicies: false, withDnsbl: false });
    const domains = [...Array(500).keys()].map((n) => `d${n}.example`);
    await carryOut(
      targetsOf([...domains, 'own.example']),
      resetting(resolver, journal, (address) => dialled.push(address)),
    );
    expect(resolver.asked).toHaveLength(new Set(resolver.asked).size);
    // The MX records of 501 domains, the addresses of 3 hosts, and both families of a domain that is its own host.
    expect(resolver.asked).toHaveLength(501 + 3 + 2);
    expect(dialled.sort()).toEqual(['192.0.2.1', '192.0.2.2', '192.0.2.3', '192.0.2.9']);
  });

  it('has the same records in whatever order the DNS answers', async () => {
    const all = await Promise.all(
      [0, 1].map(async (turn) => {
        const table = dns(hosted(60));
        const late: Resolver = {
          ...table,
          mx: async (name) => {
            const turns = turn === 0 ? 0 : (name.charCodeAt(1) * 7) % 11;
            for (let n = 0; n < turns; n++) await new Promise((resolve) => setImmediate(resolve));
            return table.mx(name);
          },
        };
        const journal = new DomainResults({ withPolicies: false, withDnsbl: false });
        const domains = [...Array(60).keys()].map((n) => `d${n}.example`);
        await carryOut(targetsOf(domains), resetting(late, journal));
        return journal.records();
      }),
    );
    expect(all[0]?.domains).toHaveLength(60);
    expect(all[1]).toEqual(all[0]);
  });

  it('takes its targets no faster than it looks them up', async () => {
    const table = dns(hosted(200));
    let [taken, answered, most] = [0, 0, 0];
    const resolver: Resolver = {
      ...table,
      mx: async (name) => {
        await new Promise((resolve) => setImmediate(resolve));
        answered++;
        return table.mx(name);
      },
    };
    async function* counted(): AsyncGenerator<Target, void> {
      for await (const target of targetsOf([...Array(200).keys()].map((n) => `d${n}.example`))) {
        taken++;
        most = Math.max(most, taken - answered);
        yield target;
      }
    }
    await carryOut(counted(), resetting(resolver, { write: () => undefined }));
    expect({ taken, most: most <= 60 }).toEqual({ taken: 200, most: true });
  });

  it('rejects where its targets cannot be read to their end', async () => {
    async function* broken(): AsyncGenerator<Target, void> {
      yield* targetsOf(['d0.example']);
      throw new Error('the list is gone');
    }
    const survey = carryOut(broken(), resetting(dns(hosted(1)), { write: () => undefined }));
    await expect(survey).rejects.toThrow('the list is gone');
  });

  it('holds nothing of the domains that are finished', async () => {
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as () => void;
    const count = 20_000;
    const known = hosted(3);
    const heap: number[] = [];
    async function* many(): AsyncGenerator<Target, void> {
      for (let n = 0; n < count; n++) {
        if (n === count / 4 || n === count - 1) {
          collect();
          heap.push(process.memoryUsage().heapUsed);
        }
        await Promise.resolve();
        yield { domain: `d${n}.example`, category: null, provider: null };
      }
    }
    const table = dns(known);
    const resolver: Resolver = {
      ...table,
      mx: (name) => {
        const host = `mx${Number(/\d+/.exec(name)?.[0]) % 3}.host.example`;
        const records = [{ preference: 10, exchange: host }];
        return Promise.resolve({ kind: 'records', records, aliases: [], dnssec: 'unknown' });
      },
    };
    await carryOut(many(), resetting(resolver, { write: () => undefined }));
    const [before = 0, after = 0] = heap;
    expect((after - before) / (count * 0.75)).toBeLessThan(50);
  });
});
