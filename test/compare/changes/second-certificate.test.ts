import { describe, expect, it } from 'vitest';
import { chainKey } from '../../../src/compare/changes/certificate-questions.ts';
import { compareSnapshots } from '../../../src/compare/changes/compare-snapshots.ts';
import { regressesFrom } from '../../../src/compare/changes/regression.ts';
import type { Depth } from '../../../src/model/records/words.ts';
import {
  makeCertificate,
  makeDeep,
  makeEndpoint,
  type EndpointOverrides,
} from '../../model/make-records.ts';
import { sourceFor, type World } from '../worlds.ts';

const HOST = 'mx.example.gr';
const ROOT = makeCertificate({ subject: 'CN=Root', names: [], ca: true, selfSigned: true });
const EC = makeCertificate({ key: 'EC P-256', issuer: 'CN=Root' });
const RSA = makeCertificate({ key: 'RSA 2048', issuer: 'CN=Root' });
const OLD_RSA = makeCertificate({
  ...{ key: 'RSA 2048', issuer: 'CN=Root' },
  notAfter: '2026-08-15T00:00:00Z',
});
const PATH = { outcome: 'trusted' as const, via: [ROOT.id] };

/** A server with an ECDSA certificate, and, for those who ask for it, an RSA certificate. */
function server(rsa: string | null): EndpointOverrides {
  const one = (id: string) => ({
    ...{ chain: [id], path: PATH, problems: [], undetermined: [], dane: null },
  });
  const deep = makeDeep({
    certificates: { RSA: rsa, ECDSA: EC.id },
    presented: rsa === null ? null : { RSA: one(rsa), ECDSA: one(EC.id) },
  });
  return { certificate: EC.id, chain: [EC.id], path: PATH, deep };
}

function world(depth: Depth, endpoint: EndpointOverrides): World {
  return {
    survey: { settings: { depth, port: 25, passes: 3 } },
    hosts: { [HOST]: [endpoint] },
    certificates: [ROOT, EC, RSA, OLD_RSA].toSorted((a, b) => (a.id < b.id ? -1 : 1)),
  };
}

const compared = (before: World, after: World) =>
  compareSnapshots(sourceFor('2026-11-16', before), sourceFor('2026-11-23', after));

describe('a second certificate', () => {
  it('that expired is a change of its host, and is the evidence', () => {
    const { changes } = compared(world('deep', server(RSA.id)), world('deep', server(OLD_RSA.id)));
    expect(changes).toMatchObject([
      {
        kind: 'certificate-problem',
        after: { observations: [{ certificate: { id: OLD_RSA.id } }] },
        levels: [{ before: 'authenticated', after: 'encrypted' }],
      },
    ]);
  });

  it('that one of the surveys did not ask for is no change', () => {
    const shallow = world('standard', { ...server(null), deep: null });
    const deep = world('deep', server(OLD_RSA.id));
    expect(compared(shallow, deep).changes).toEqual([]);
    expect(compared(deep, shallow).changes).toEqual([]);
  });

  it('that ends between two surveys that show the same is a change', () => {
    const ending = makeCertificate({ key: 'RSA 2048', notAfter: '2026-11-20T00:00:00Z' });
    const same = world('deep', server(ending.id));
    const both = { ...same, certificates: [ending, ROOT, EC] };
    expect(compared(both, both).changes.map(({ kind }) => kind)).toEqual(['certificate-problem']);
  });

  it('with a new problem is a regression', () => {
    const now = makeEndpoint({ ...server(OLD_RSA.id), problems: ['expired'] });
    expect(regressesFrom([makeEndpoint(server(RSA.id))], now, true)).toBe(true);
  });

  it('belongs to what a path is searched from', () => {
    expect(chainKey(makeEndpoint(server(RSA.id)))).toBe(`${EC.id} ${RSA.id}`);
    expect(chainKey(makeEndpoint(server(null)))).toBe(EC.id);
  });
});
