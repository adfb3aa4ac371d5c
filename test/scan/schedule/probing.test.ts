import { describe, expect, it } from 'vitest';
import type { Job } from '../../../src/model/plan.ts';
import type { Attempted } from '../../../src/net/smtp/make-attempt.ts';
import type { ProbeResultName } from '../probe/make-attempts.ts';
import { jobsOf, probeWorld, type Answer, type Probed } from './probing-world.ts';

const smtp = { greeting: null, hello: null, ehlo: [], starttls: null };

function refused(code: number, text: string): Attempted['result'] {
  const reply = { stage: 'greeting', code, text } as const;
  return { outcome: code < 500 ? 'deferred' : 'rejected', smtp, notes: [], reply };
}

const counted = (endpoints: Probed['endpoints']): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const { outcome, failure } of endpoints) {
    const word = failure === null ? outcome : `${outcome}:${failure.code}`;
    counts[word] = (counts[word] ?? 0) + 1;
  }
  return counts;
};

const connectionsTo = ({ connections }: Probed, end: string) =>
  connections.filter(({ host }) => host.endsWith(end));

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from }, (_, i) => from + i);
}

describe('an operator that takes two connections a minute', () => {
  const strict = (): Answer => {
    const taken: number[] = [];
    return ({ host }, now) => {
      if (!host.endsWith('.slow.example')) return 'tls';
      if (taken.filter((at) => at > now - 60_000).length >= 2) {
        return refused(421, '4.7.0 Too many connections');
      }
      taken.push(now);
      return 'tls';
    };
  };
  const others = Array.from({ length: 300 }, (_, i) => jobsOf(`o${i}.example`, 1)).flat();

  it('is asked all its questions, at its pace, in a few more connections', async () => {
    const slow = jobsOf('slow.example', 60);
    const probed = await probeWorld([...slow, ...others], strict());
    expect(counted(probed.endpoints)).toEqual({ tls: 360 });
    expect(connectionsTo(probed, '.slow.example').length).toBeLessThanOrEqual(80);
    // Half an hour at two a minute, and the waits of the passes.
    expect(probed.ms).toBeLessThan(60 * 60_000);
  });

  it('does not hold up others', async () => {
    const slow = jobsOf('slow.example', 60);
    const probed = await probeWorld([...slow, ...others], strict(), { concurrency: 10 });
    const last = Math.max(
      ...probed.connections.flatMap(({ host, at }) => (host.includes('.slow.') ? [] : at)),
    );
    expect(last).toBeLessThan(6_000);
  });
});

describe('an operator that says that the scanner is on a block list', () => {
  const LISTED = refused(554, '5.7.1 Service unavailable; blocked using zen.spamhaus.org');
  const blocked: Answer = ({ host }) => (host.endsWith('.big.example') ? LISTED : 'tls');
  const jobs = [...jobsOf('big.example', 200), ...jobsOf('other.example', 5)];

  it('is asked a few more questions in each pass, and the rest is unknown by a limit of ours', async () => {
    const seen: string[] = [];
    const probed = await probeWorld(jobs, blocked, {
      onPolicyReply: (operator, kind, reply) => seen.push(`${operator} ${kind} ${reply.code}`),
    });
    const asked = connectionsTo(probed, '.big.example').length;
    // Four connections at once and the one after the first of them, in each of three passes.
    expect(asked).toBeLessThanOrEqual(15);
    expect(counted(probed.endpoints)).toEqual({
      tls: 5,
      rejected: asked,
      'failed:not-asked': 200 - asked,
    });
    expect(new Set(seen)).toEqual(new Set(['big.example listed 554']));
    expect(seen).toHaveLength(asked);
  });

  it('is asked on in a later pass that it answers otherwise', async () => {
    const probed = await probeWorld(
      jobs,
      (request, now) => (now < 200_000 ? blocked(request, now) : 'tls'),
      { perOperator: 2 },
    );
    expect(counted(probed.endpoints)).toEqual({ tls: 202, rejected: 3 });
  });

  it.each<[string, Answer, number]>([
    [
      'one host alone says so',
      ({ host }) => (host === 'mx0.big.example' ? LISTED : 'plaintext'),
      200,
    ],
    [
      'a host before answered otherwise',
      ({ host }) => (host === 'mx0.big.example' ? 'tls' : LISTED),
      200,
    ],
    ['the replies are about something else', () => refused(554, 'no service'), 200],
  ])('is asked everything if %s', async (_, answer, hosts) => {
    const probed = await probeWorld(jobsOf('big.example', 200), answer, { perOperator: 1 });
    expect(new Set(probed.connections.map(({ host }) => host)).size).toBe(hosts);
  });
});

describe('many hosts of one operator at one address', () => {
  const modern = (): Answer => {
    const answers: ProbeResultName[] = ['tls 1.3', 'hello 1.2', 'hello protocol_version'];
    const asked = new Map<string, number>();
    return ({ host }) => {
      const n = asked.get(host) ?? 0;
      asked.set(host, n + 1);
      return answers[n % answers.length] ?? 'timeout';
    };
  };
  const summary = (probed: Probed) => ({
    connections: probed.connections.length,
    full: probed.endpoints.filter(({ tls }) => tls?.versions['TLSv1.2'] === 'yes').length,
    noted: probed.endpoints.filter(({ notes }) => notes.includes('versions-of-address')).length,
  });
  const standard = { depth: 'standard' } as const;

  it.each([
    [1, { connections: 3, full: 1, noted: 0 }],
    [20, { connections: 60, full: 20, noted: 0 }],
    [21, { connections: 23, full: 1, noted: 20 }],
    [50, { connections: 52, full: 1, noted: 49 }],
  ])('%d of them', async (count, expected) => {
    const jobs = jobsOf('pool.example', count, '192.0.2.1');
    const probed = await probeWorld(jobs, modern(), standard);
    expect(probed.endpoints).toHaveLength(count);
    expect(summary(probed)).toEqual(expected);
    expect(probed.endpoints.find(({ host }) => host === 'mx0.pool.example')?.notes).not.toContain(
      'versions-of-address',
    );
  });

  it('count by operator and by address', async () => {
    const pool = jobsOf('pool.example', 15, '192.0.2.1');
    const others = jobsOf('other.example', 15, '192.0.2.1');
    const elsewhere = jobsOf('pool.example', 15, '192.0.2.2').map((job) => ({
      ...job,
      host: `b${job.host}`,
    }));
    const jobs: Job[] = pool.flatMap((job, i) => [job, others[i] ?? job, elsewhere[i] ?? job]);
    expect(summary(await probeWorld(jobs, modern(), standard))).toEqual({
      connections: 135,
      full: 45,
      noted: 0,
    });
  });

  it('have the same records in whatever order their lookups end', async () => {
    const jobs = jobsOf('pool.example', 30, '192.0.2.1');
    const orders = [jobs, jobs.toReversed(), [...jobs.slice(7), ...jobs.slice(0, 7)]];
    const records = [];
    for (const order of orders) {
      const { endpoints, connections } = await probeWorld(order, modern(), standard);
      const last = new Map(endpoints.map((each) => [each.host, each]));
      records.push(jobs.map(({ host }) => last.get(host)));
      // 30 first handshakes, two connections for the versions; where the first host is another one, it is asked three more times.
      expect(connections.length).toBe(order[0] === jobs[0] ? 32 : 35);
    }
    const noted = records[0]?.filter((each) => each?.notes.includes('versions-of-address'));
    expect(noted).toHaveLength(29);
    expect(records[1]).toEqual(records[0]);
    expect(records[2]).toEqual(records[0]);
  });

  it.each<[string, { done: number[]; withVersions: number[] }, number]>([
    // The two that are left take a connection each.
    ['the one with the versions', { done: range(0, 20), withVersions: [0] }, 2],
    // mx0 has its three connections, and mx1 one.
    ['others without versions', { done: range(2, 22), withVersions: [] }, 3 + 1],
    // The same, and mx21 is asked again without.
    ['another one with versions', { done: range(2, 22), withVersions: [21] }, 3 + 1 + 1],
    // The one whose name sorts first was asked without its versions: another was to follow.
    ['all, but the versions', { done: range(0, 22), withVersions: [] }, 3],
  ])('of which an earlier run has finished %s', async (_, { done, withVersions }, left) => {
    const jobs = jobsOf('pool.example', 22, '192.0.2.1');
    const finished = new Map(done.map((at) => [at, withVersions.includes(at)]));
    const probed = await probeWorld(jobs, modern(), { ...standard, finished });
    expect(probed.connections).toHaveLength(left);
  });

  it('asks one connection each at depth quick, and says nothing of it', async () => {
    const jobs = jobsOf('pool.example', 30, '192.0.2.1');
    expect(summary(await probeWorld(jobs, modern()))).toEqual({
      connections: 30,
      full: 0,
      noted: 0,
    });
  });
});

describe('a timeout in trouble of this machine', () => {
  const jobs = jobsOf('a.example', 1);
  const during = (from: number, to: number) => (now: number) =>
    now >= from && now < to ? 'the scanner itself stalled' : null;

  it.each<[string, ProbeResultName[], (now: number) => string | null, string, number]>([
    ['at connect, once', ['timeout', 'tls'], during(0, 500), 'tls', 2],
    ['in all passes', ['timeout'], () => 'stalled', 'failed:local-limit', 6],
    ['and one without', ['timeout', 'timeout'], during(0, 500), 'failed:timeout', 4],
  ])('%s', async (_, answers, trouble, expected, connections) => {
    let next = 0;
    const probed = await probeWorld(jobs, () => answers[next++] ?? answers.at(-1) ?? 'timeout', {
      trouble,
    });
    expect(counted(probed.endpoints)).toEqual({ [expected]: 1 });
    expect(probed.connections).toHaveLength(connections);
  });

  it('in the handshake says nothing of the host, and no other form of hello follows', async () => {
    const stalled: Attempted['result'] = {
      outcome: 'tls-failed',
      smtp,
      notes: [],
      reply: null,
      handshake: null,
      failure: { stage: 'handshake', code: 'timeout', detail: '' },
    };
    const probes: string[] = [];
    const probed = await probeWorld(
      jobs,
      ({ action }) => {
        probes.push(action.kind === 'handshake' ? action.offer : 'hello');
        return probes.length < 4 ? stalled : 'tls';
      },
      { trouble: during(0, 400_000) },
    );
    expect(probes).toEqual(['certificate', 'certificate', 'certificate', 'certificate']);
    expect(counted(probed.endpoints)).toEqual({ tls: 1 });
  });

  it('in a probe for a version: the probe is made again, and not the first one', async () => {
    const answers: (ProbeResultName | Attempted['result'])[] = [
      'tls 1.3',
      { outcome: 'hello', smtp, notes: [], answer: { kind: 'none', code: 'timeout', detail: '' } },
      'hello 1.2',
      'hello protocol_version',
    ];
    let next = 0;
    const probed = await probeWorld(jobs, () => answers[next++] ?? 'timeout', {
      depth: 'standard',
      trouble: during(1_000, 1_500),
    });
    expect(probed.connections).toHaveLength(4);
    expect(Object.values(probed.endpoints[0]?.tls?.versions ?? {})).toEqual([
      'no',
      'no',
      'no',
      'yes',
      'yes',
    ]);
  });
});

describe('the raw lines of the servers', () => {
  it('are given with the endpoint, connection by connection, where they are wanted', async () => {
    const jobs = jobsOf('a.example', 1);
    const kept = await probeWorld(jobs, () => 'plaintext', { keepsWords: true });
    expect(kept.words.get('mx0.a.example')).toEqual([['220 mx'], ['220 mx']]);
    const none = await probeWorld(jobs, () => 'plaintext');
    expect(none.words.get('mx0.a.example')).toEqual([]);
  });
});
