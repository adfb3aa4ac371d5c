import { beforeAll, describe, expect, it } from 'vitest';
import { compareSnapshots } from '../../../src/compare/changes/compare-snapshots.ts';
import { sourceOf } from '../../../src/model/records/snapshot-source.ts';
import type { Snapshot } from '../../../src/model/records/snapshot.ts';
import { makeCertificate, type LabCertificate } from '../../lab/certificates.ts';
import type { SmtpBehaviour } from '../../lab/smtp/smtp-behaviour.ts';
import { mx, type AddressSpec, type WorldSpec } from '../../lab/world/world-spec.ts';
import { makeSnapshot } from '../../model/make-records.ts';
import { raise, surveyWorld } from '../../scan/lab-survey.ts';

const HOSTS = ['mx.pool.example', 'mx.down.example', 'mx.busy.example', 'mx.grey.example'];
const BUSY = { greeting: '421 4.7.0 too many connections' };
const PLAIN: SmtpBehaviour = { starttls: 'absent' };

let root: LabCertificate;
const certificates = new Map<string, LabCertificate>();

beforeAll(async () => {
  root = await makeCertificate({ subject: 'CN=Lab Root', ca: true });
  for (const host of HOSTS) {
    const spec = { subject: `CN=${host}`, names: [host], issuer: root };
    certificates.set(host, await makeCertificate(spec));
  }
});

function served(host: string): SmtpBehaviour {
  const certificate = certificates.get(host);
  return certificate === undefined ? {} : { tls: { certificate, chain: [root] } };
}

/** The unchanged world as a week finds it: what the pool shows, and how its servers feel. */
function world(pool: readonly number[], others: Record<string, AddressSpec>): WorldSpec {
  const at = (last: number, behaviour: SmtpBehaviour): AddressSpec => ({
    published: `192.0.2.${last}`,
    behaviour,
  });
  const own = Object.fromEntries(HOSTS.map((host) => [host, { behaviour: served(host) }]));
  return {
    roots: [root],
    domains: Object.fromEntries(HOSTS.map((host) => [host.slice(3), mx(host)])),
    hosts: {
      ...own,
      ...others,
      // One server of the pool never has STARTTLS, whatever its address is this week.
      'mx.pool.example': pool.map((last, index) =>
        at(last, index === 0 ? PLAIN : served('mx.pool.example')),
      ),
    },
  };
}

async function week(date: string, spec: WorldSpec, passes: number): Promise<Snapshot> {
  const lab = await raise(spec);
  const startedAt = new Date();
  const records = await surveyWorld(lab, spec, { passes, depth: 'standard', at: startedAt });
  const instant = `${startedAt.toISOString().slice(0, 19)}Z`;
  return makeSnapshot({ ...records, survey: { date, startedAt: instant } });
}

const compared = (before: Snapshot, after: Snapshot) =>
  compareSnapshots(sourceOf(before), sourceOf(after));

describe('two surveys of a world over its sockets', () => {
  it('without a change differ in nothing, however its servers behave', async () => {
    const first = await week('2026-11-16', world([1, 2, 3], {}), 1);
    const second = await week(
      '2026-11-23',
      world([3, 4, 5], {
        'mx.down.example': { behaviour: 'unreachable' },
        'mx.busy.example': { behaviour: BUSY },
        'mx.grey.example': { behaviour: [BUSY, served('mx.grey.example')] },
      }),
      2,
    );
    const { changes, visibilityChanges: visibilityChanges, unknown } = compared(first, second);
    expect(changes.map(({ kind, subject }) => ({ kind, subject }))).toEqual([]);
    expect(visibilityChanges.map(({ kind, subject }) => [kind, subject])).toEqual([
      ['no-longer-known', { type: 'host', host: 'mx.busy.example' }],
      ['no-longer-known', { type: 'host', host: 'mx.down.example' }],
    ]);
    expect(unknown).toEqual({ hosts: 0, domains: 0 });
  });

  it('in which one server lost STARTTLS show that change and no other', async () => {
    const first = await week('2026-11-16', world([1, 2, 3], {}), 1);
    const lost = { 'mx.grey.example': { behaviour: PLAIN } };
    const second = await week('2026-11-23', world([3, 4, 5], lost), 1);
    const { changes, visibilityChanges: visibilityChanges } = compared(first, second);
    expect(changes.map(({ kind, subject }) => [kind, subject])).toEqual([
      ['starttls-lost', { type: 'host', host: 'mx.grey.example' }],
    ]);
    expect(visibilityChanges).toEqual([]);
  });
});
