import { expect, it } from 'vitest';
import type { SmtpBehaviour } from '../lab/smtp/smtp-behaviour.ts';
import { mx, type WorldSpec } from '../lab/world/world-spec.ts';
import { raise, surveyWorld } from './lab-survey.ts';

/** What the machines behind one address say in one week: names, processes, ids, times and waits are of that week. */
function week(n: number): WorldSpec {
  const day = `Sun, ${5 + n} Nov 2026 2${n}:0${n}:5${n} +0000`;
  const turns = (greeting: (turn: number) => string): SmtpBehaviour[] =>
    Array.from({ length: 6 }, (_, turn) => ({ greeting: greeting(n * 7 + turn) }));
  const cities = ['vla', 'sas', 'iva', 'myt'];
  const behaviours = {
    'mx.pool.example': turns((turn) => `220 mtaproxy${turn}.pool.example ESMTP`),
    'mx.cloud.example': turns((turn) => `220 BN8NAM${turn}FT0${40 + turn}.cloud.example at ${day}`),
    'mx.pid.example': turns((turn) => `220 mxin-${turn} (unix pid ${100 + turn * 77})`),
    'mx.google.example': turns(
      (turn) => `220 mx ESMTP 5b1f17b18${turn}b1-47e6c8a${turn}2si12.5${turn}`,
    ),
    'mx.city.example': turns((turn) => `220 ${cities[turn % 4] ?? ''}.city.example ready`),
    'mx.ehlo.example': Array.from({ length: 6 }, (_, turn) => ({
      keywords: [`SIZE ${(turn + n) % 2}000`, ...((turn + n) % 2 === 0 ? ['CHUNKING'] : [])],
    })),
    'mx.busy.example': turns((turn) => `421 4.7.0 try again in ${turn} seconds, id=aB${turn}xYz`),
    'mx.silent.example': { greeting: 'silent' },
    'mx.drip.example': { ehlo: { kind: 'drip', everyMs: 20 + n, text: '250-mx'.padEnd(999, 'a') } },
    'mx.hello.example': { onClientHello: () => ({ kind: 'say', reply: 'silent' }) },
    'mx.mask.example': turns((turn) => `220 ***${turn % 2 === 0 ? '2' : '0*'}***`),
    'mx.mysql.example': { greeting: Buffer.from(`J\0\0\0\n5.7.33\0${n}${n * 31}abc\n`) },
  } satisfies Record<string, SmtpBehaviour | SmtpBehaviour[]>;
  const hosts = Object.entries(behaviours);
  return {
    domains: Object.fromEntries(hosts.map(([host]) => [host.replace('mx.', ''), mx(host)])),
    hosts: Object.fromEntries(hosts.map(([host, behaviour]) => [host, { behaviour }])),
  };
}

it('two surveys of an unchanged world have the same records, whichever machine answers', async () => {
  const weeks = [];
  for (const n of [1, 2]) {
    const spec = week(n);
    const world = await raise(spec);
    const { domains, endpoints } = await surveyWorld(world, spec, { passes: 2, depth: 'standard' });
    // Each world has certificates of its own.
    const facts = endpoints.map(({ host, address, outcome, failure, reply, smtp, notes }) =>
      JSON.stringify({ host, address, outcome, failure, reply, smtp, notes }),
    );
    weeks.push({ domains, facts });
  }
  expect(weeks[1]).toEqual(weeks[0]);
}, 30_000);
