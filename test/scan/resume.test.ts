import { expect, it } from 'vitest';
import { DomainResults, type SurveyRecords } from '../../src/scan/domain-results.ts';
import type { Journal, JournalLine } from '../../src/scan/journal/journal-line.ts';
import { carryOut } from '../../src/scan/survey.ts';
import { mx, type WorldSpec } from '../lab/world/world-spec.ts';
import type { LabWorld } from '../lab/world/world.ts';
import { optionsFor, raise, targetsOf } from './lab-survey.ts';

const SPEC: WorldSpec = {
  domains: {
    'a.example': mx('mx.shared.example'),
    'b.example': mx('mx.shared.example', 'mx.b.example'),
    'c.example': mx('mx.c.example', 'mx.shared.example'),
    'd.example': { kind: 'null-mx' },
    'e.example': mx('mx.e.example'),
  },
  hosts: {
    'mx.shared.example': {},
    'mx.b.example': { behaviour: { starttls: 'absent' } },
    'mx.c.example': { behaviour: { greeting: '554 no' } },
    'mx.e.example': {},
  },
};

/** Surveys a world after what is known of it; gives what it wrote, the questions to the DNS and the hosts connected to. */
async function survey(world: LabWorld, known: readonly JournalLine[]) {
  const lines: JournalLine[] = [];
  const asked: string[] = [];
  const options = optionsFor(world);
  const { resolver } = options;
  const before = world.connections().length;
  const noted = (type: 'mx' | 'ipv4' | 'ipv6' | 'txt') => (name: string) => {
    asked.push(`${name} ${type}`);
    return resolver[type](name);
  };
  const counting = { ...resolver, mx: noted('mx'), ipv4: noted('ipv4'), ipv6: noted('ipv6') };
  const journal: Journal = { write: (line) => void lines.push(line) };
  await carryOut(targetsOf(Object.keys(SPEC.domains)), {
    ...options,
    resolver: { ...counting, txt: noted('txt') } as typeof resolver,
    known,
    journal,
    policyMs: 1_000,
  });
  const hosts = world.connections().slice(before);
  return { lines, asked, hosts: hosts.map(({ host }) => host) };
}

function recordsOf(lines: readonly JournalLine[], withPolicies = true): SurveyRecords {
  const results = new DomainResults({ withPolicies, withDnsbl: false });
  for (const line of lines) results.write(line);
  return results.records();
}

it('a run that ended after any line goes on there: nothing known is asked again, and its records are the same', async () => {
  const world = await raise(SPEC);
  const whole = await survey(world, []);
  expect(whole.asked).toHaveLength(new Set(whole.asked).size);
  const records = recordsOf(whole.lines);
  expect(records.domains).toHaveLength(5);
  for (let cut = 0; cut <= whole.lines.length; cut++) {
    const known = whole.lines.slice(0, cut);
    const rest = await survey(world, known);
    const kinds = known.map((line) => line.kind);
    expect(recordsOf([...known, ...rest.lines])).toEqual(records);
    const finished = known.flatMap((line) =>
      line.kind === 'endpoint' ? [line.endpoint.host] : [],
    );
    expect(rest.hosts.filter((host) => finished.includes(host))).toEqual([]);
    expect(new Set(rest.hosts).size).toBe(4 - finished.length);
    const resolved = known.flatMap((line) =>
      line.kind === 'domain'
        ? [`${line.domain.domain} mx`]
        : line.kind === 'host'
          ? [`${line.host} ipv4`, `${line.host} ipv6`]
          : line.kind === 'policies'
            ? [`_mta-sts.${line.domain} txt`, `_smtp._tls.${line.domain} txt`]
            : [],
    );
    expect(rest.asked.filter((name) => resolved.includes(name))).toEqual([]);
    expect(rest.asked.length + resolved.length).toBe(whole.asked.length);
    expect(rest.lines.filter((line) => line.kind === 'certificate')).toHaveLength(
      whole.lines.filter((line) => line.kind === 'certificate').length -
        kinds.filter((kind) => kind === 'certificate').length,
    );
  }
});

it('a run that goes on asks the same of many hosts at one address for the versions', async () => {
  const hosts = Array.from({ length: 22 }, (_, n) => `mx${n}.pool.example`);
  const spec: WorldSpec = {
    domains: Object.fromEntries(hosts.map((host, n) => [`d${n}.example`, mx(host)])),
    hosts: Object.fromEntries(hosts.map((host) => [host, { published: '192.0.2.1' }])),
  };
  const world = await raise(spec);
  const go = async (known: readonly JournalLine[]): Promise<JournalLine[]> => {
    const lines: JournalLine[] = [];
    await carryOut(targetsOf(Object.keys(spec.domains)), {
      ...optionsFor(world),
      depth: 'standard',
      known,
      journal: { write: (line) => void lines.push(line) },
    });
    return lines;
  };
  const whole = await go([]);
  const { endpoints } = recordsOf(whole, false);
  const noted = endpoints.filter(({ notes }) => notes.includes('versions-of-address'));
  expect(noted.map(({ host }) => host)).toEqual(hosts.slice(1).sort());
  const places = whole.flatMap((line, at) => (line.kind === 'endpoint' ? [at] : []));
  for (const done of [1, 5, 21]) {
    const known = whole.slice(0, (places[done - 1] ?? 0) + 1);
    const records = recordsOf([...known, ...(await go(known))], false);
    expect(records.endpoints).toEqual(endpoints);
  }
});
