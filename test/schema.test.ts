import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { compareSnapshots } from '../src/compare/changes/compare-snapshots.ts';
import { changesJsonSchema, changesText } from '../src/model/output/changes-text.ts';
import { notificationJsonSchema } from '../src/model/output/notification.ts';
import { vantagesJsonSchema } from '../src/model/output/vantages.ts';
import { latestJsonSchema } from '../src/model/output/latest.ts';
import { snapshotJsonSchema } from '../src/model/records/json-schema.ts';
import { SnapshotSchema, type Snapshot } from '../src/model/records/snapshot.ts';
import { snapshotText } from '../src/model/records/snapshot-text.ts';
import { sourceOf } from '../src/model/records/snapshot-source.ts';
import { manyChanges } from './report/changes/changes-world.ts';
import { makeCertificate, makeDomain, makeEndpoint, makeSnapshot } from './model/make-records.ts';

const shipped = (file: string): unknown =>
  JSON.parse(readFileSync(join(import.meta.dirname, '..', 'schema', file), 'utf8'));

describe('the JSON Schema that ships', () => {
  it.each([
    { file: 'mxtls-1.schema.json', made: snapshotJsonSchema() },
    { file: 'mxtls-changes-1.schema.json', made: changesJsonSchema() },
    { file: 'mxtls-vantages-1.schema.json', made: vantagesJsonSchema() },
    { file: 'mxtls-notification-1.schema.json', made: notificationJsonSchema() },
    { file: 'mxtls-latest-1.schema.json', made: latestJsonSchema() },
  ])('is the one that the code makes (npm run build writes it): $file', ({ file, made }) => {
    expect(shipped(file)).toEqual(JSON.parse(JSON.stringify(made)));
  });
});

const ajv = new Ajv2020({ strict: true, allErrors: true, allowUnionTypes: true });
const validate = ajv.compile(snapshotJsonSchema());

/** A snapshot with every end of an endpoint, and all that may be absent there once. */
function wholeSnapshot(): Snapshot {
  const certificate = makeCertificate();
  const servfail = { stage: 'dns', code: 'server-failure', detail: 'SERVFAIL' } as const;
  const endpoints = [
    makeEndpoint({
      host: 'a.example.gr',
      certificate: certificate.id,
      chain: [certificate.id],
      path: { outcome: 'trusted', via: [] },
      dane: { dnssec: 'secure', records: ['3 1 1 00'], verdict: 'mismatch' },
      deep: {
        groups: { X25519: 'yes' },
        suites: { anonymous: 'no', export: 'no', RC4: 'untested', '3DES': 'no' },
        dheBits: 1024,
        certificates: { RSA: certificate.id, ECDSA: null },
        withoutSni: 'same',
        presented: null,
      },
    }),
    makeEndpoint({
      host: 'b.example.gr',
      outcome: 'plaintext',
      addresses: ['192.0.2.1', '192.0.2.2'],
    }),
    makeEndpoint({ host: 'c.example.gr', outcome: 'failed', address: null }),
    makeEndpoint({ host: 'd.example.gr', outcome: 'tls-failed' }),
    makeEndpoint({ host: 'e.example.gr', outcome: 'refused-starttls' }),
    makeEndpoint({ host: 'f.example.gr', outcome: 'rejected' }),
    makeEndpoint({ host: 'g.example.gr', outcome: 'deferred' }),
    makeEndpoint({ host: 'h.example.gr', outcome: 'stripped' }),
  ];
  const domains = [
    makeDomain(
      {
        hosts: endpoints.map(({ host }) => host),
        mtaSts: {
          state: 'present',
          record: 'v=STSv1; id=1',
          policy: { mode: 'enforce', mx: ['*.example.gr'], maxAge: 604_800 },
          error: null,
          mx: 'match',
          certificates: 'untested',
        },
        tlsRpt: { state: 'absent', record: null, error: null },
      },
      endpoints,
    ),
    makeDomain({ domain: 'z.gr', mx: { kind: 'failed', failure: servfail } }),
  ];
  return makeSnapshot({ domains, endpoints, certificates: [certificate] });
}

function written(snapshot: Snapshot): unknown {
  return JSON.parse([...snapshotText(snapshot)].join(''));
}

/** What is at the end of a path such as `endpoints.0.outcome`, to be changed. */
function change(path: string, value: unknown): unknown {
  const snapshot = written(wholeSnapshot());
  const keys = path.split('.');
  let at = snapshot as Record<string, unknown>;
  for (const key of keys.slice(0, -1)) at = at[key] as Record<string, unknown>;
  const last = keys.at(-1) ?? '';
  if (!(last in at) && !path.endsWith('later')) throw new Error(`no ${path} in a snapshot`);
  if (value === undefined) Reflect.deleteProperty(at, last);
  else at[last] = value;
  return snapshot;
}

describe('a snapshot', () => {
  it('is valid', () => {
    validate(written(wholeSnapshot()));
    expect(validate.errors ?? []).toEqual([]);
  });

  it.each(['later', 'survey.later', 'domains.0.later', 'endpoints.0.tls.later'])(
    'with the new key %s of a later writer is valid for both schemas',
    (path) => {
      const snapshot = change(path, 'new');
      expect(validate(snapshot)).toBe(true);
      expect(SnapshotSchema.safeParse(snapshot).success).toBe(true);
    },
  );

  it.each([
    { path: 'format', value: 'mxtls/2' },
    { path: 'survey', value: undefined },
    { path: 'certificates', value: undefined },
    { path: 'survey.date', value: '23.11.2026' },
    { path: 'survey.startedAt', value: '2026-11-23T03:00:00+02:00' },
    { path: 'survey.settings.port', value: 0 },
    { path: 'survey.counts.tls', value: -1 },
    { path: 'survey.degraded', value: null },
    { path: 'domains.0.level', value: 'good' },
    { path: 'domains.0.mx.kind', value: 'MX' },
    { path: 'domains.0.mx.hosts.0.preference', value: 65_536 },
    { path: 'domains.0.decidedBy', value: undefined },
    { path: 'domains.0.counts.unknown', value: 1.5 },
    { path: 'domains.1.mx.failure.code', value: 'SERVFAIL' },
    { path: 'endpoints.0.outcome', value: 'ok' },
    { path: 'endpoints.0.tls', value: null },
    { path: 'endpoints.0.failure', value: { stage: 'dns', code: 'timeout', detail: '' } },
    { path: 'endpoints.0.tls.versions.SSLv3', value: null },
    { path: 'endpoints.0.problems', value: ['bad'] },
    { path: 'endpoints.0.certificate', value: 'AB'.repeat(32) },
    { path: 'endpoints.1.outcome', value: 'rejected' },
    { path: 'endpoints.2.failure', value: null },
    { path: 'certificates.0.notAfter', value: '2027-01-02' },
    { path: 'certificates.0.names', value: 'mx.example.gr' },
  ])('with $value for $path is refused by both schemas', ({ path, value }) => {
    const snapshot = change(path, value);
    expect(validate(snapshot)).toBe(false);
    expect(SnapshotSchema.safeParse(snapshot).success).toBe(false);
  });
});

describe('the changes between two snapshots', () => {
  const valid = ajv.compile(changesJsonSchema());
  const { before, after } = manyChanges();
  const comparison = compareSnapshots(sourceOf(before), sourceOf(after));
  const written = JSON.parse([...changesText(comparison)].join('')) as { changes: object[] };

  it('are valid', () => {
    valid(written);
    expect(valid.errors ?? []).toEqual([]);
    expect(written.changes.length).toBeGreaterThan(2);
  });

  it('are refused with a kind that is none', () => {
    const [first, ...others] = written.changes;
    expect(valid({ ...written, changes: [{ ...first, kind: 'better' }, ...others] })).toBe(false);
  });
});
