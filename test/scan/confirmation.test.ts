import { describe, expect, it } from 'vitest';
import { classOf, type Endpoint } from '../../src/model/records/endpoint.ts';
import type { Depth } from '../../src/model/records/words.ts';
import { makeCertificate } from '../lab/certificates.ts';
import type { SmtpBehaviour } from '../lab/smtp/smtp-behaviour.ts';
import { mx, type WorldSpec } from '../lab/world/world-spec.ts';
import { raise, surveyWorld } from './lab-survey.ts';

const root = await makeCertificate({ subject: 'CN=root', ca: true });
const names = ['mx.a.example'];
const own = await makeCertificate({ subject: 'CN=own', names, issuer: root });
const other = await makeCertificate({ subject: 'CN=other', names: ['b.example'], issuer: root });
const third = await makeCertificate({ subject: 'CN=third', names });

const GOOD: SmtpBehaviour = { tls: { certificate: own } };
const OTHER: SmtpBehaviour = { tls: { certificate: other } };
const THIRD: SmtpBehaviour = { tls: { certificate: third } };
const OLD: SmtpBehaviour = { tls: { certificate: own, maxVersion: 'TLSv1.2' } };
const ALL: SmtpBehaviour = { tls: { certificate: own, minVersion: 'TLSv1' } };
const PLAIN: SmtpBehaviour = { starttls: 'absent' };
const BROKEN: SmtpBehaviour = { starttlsReply: '502 no' };
const BUSY: SmtpBehaviour = { greeting: '421 4.7.0 try later' };
const REJECTING: SmtpBehaviour = { greeting: '554 no' };

/** Worse than a host that had TLS 1.3, nothing below 1.2, and a valid certificate. */
function isWorse(endpoint: Endpoint): boolean {
  const { problems, tls, notes } = endpoint;
  // What answered differently within a survey proves no change.
  if (classOf(endpoint) === 'unknown' || notes.includes('inconsistent')) return false;
  if (classOf(endpoint) !== 'tls' || (problems ?? []).length > 0) return true;
  return tls?.versions['TLSv1.3'] === 'no' || tls?.versions['TLSv1.1'] === 'yes';
}

/** Surveys one host; gives what became of it in a line, the certificates written down, and the connections there. */
async function surveyed(
  behaviour: readonly SmtpBehaviour[],
  { passes = 3, depth = 'quick' }: { passes?: number; depth?: Depth } = {},
) {
  const spec: WorldSpec = {
    domains: { 'a.example': mx('mx.a.example') },
    hosts: { 'mx.a.example': { behaviour } },
    roots: [root],
  };
  const world = await raise(spec);
  const records = await surveyWorld(world, spec, { passes, depth, regresses: isWorse });
  const [endpoint] = records.endpoints;
  const { outcome, tls, problems, notes } = endpoint ?? {};
  const said = [outcome, tls?.version, ...(problems ?? []), ...(notes ?? [])];
  const certificates = records.certificates.map(({ subject }) => subject).toSorted();
  return {
    said: said.filter((each) => each !== undefined && each !== null).join(' '),
    versions: Object.values(tls?.versions ?? {}).join(' '),
    certificates: certificates.join(' '),
    connections: world.connections().length,
  };
}

const TRUSTED = 'CN=other CN=root';

describe('a regression is probed again, and is', () => {
  it.each<[string, SmtpBehaviour[], string, string, number]>([
    ['none where there is none', [GOOD], 'tls TLSv1.3', 'CN=own CN=root', 1],
    [
      'no STARTTLS for a while',
      [PLAIN, PLAIN, GOOD],
      'tls TLSv1.3 inconsistent',
      'CN=own CN=root',
      3,
    ],
    ['no STARTTLS', [PLAIN], 'plaintext', '', 3],
    ['no STARTTLS, not confirmed', [PLAIN, PLAIN, BUSY], 'deferred', '', 4],
    ['no STARTTLS, confirmed late', [PLAIN, PLAIN, BUSY, PLAIN], 'plaintext', '', 4],
    ['no STARTTLS, then rejected', [PLAIN, PLAIN, REJECTING], 'rejected', '', 3],
    [
      'STARTTLS refused for a while',
      [BROKEN, BROKEN, GOOD],
      'tls TLSv1.3 inconsistent',
      'CN=own CN=root',
      3,
    ],
    ['STARTTLS refused', [BROKEN], 'refused-starttls', '', 3],
    ['another certificate once', [OTHER, GOOD], 'tls TLSv1.3 inconsistent', 'CN=own CN=root', 2],
    ['another certificate', [OTHER], 'tls TLSv1.3 name-mismatch', TRUSTED, 2],
    ['a certificate that changes twice', [THIRD, OTHER], 'tls TLSv1.3 name-mismatch', TRUSTED, 2],
    ['another certificate, not confirmed', [OTHER, BUSY], 'deferred', '', 3],
    ['a lower version once', [OLD, GOOD], 'tls TLSv1.3 inconsistent', 'CN=own CN=root', 2],
    ['a lower version', [OLD], 'tls TLSv1.2', 'CN=own CN=root', 2],
    [
      'no STARTTLS, then another certificate',
      [PLAIN, PLAIN, OTHER],
      'tls TLSv1.3 name-mismatch inconsistent',
      TRUSTED,
      3,
    ],
    ['no STARTTLS, deferred first', [BUSY, PLAIN], 'plaintext', '', 4],
    [
      'none, deferred first',
      [BUSY, PLAIN, PLAIN, GOOD],
      'tls TLSv1.3 inconsistent',
      'CN=own CN=root',
      4,
    ],
  ])('%s', async (_, behaviour, said, certificates, connections) => {
    expect(await surveyed(behaviour)).toMatchObject({ said, certificates, connections });
  });

  it('probed again in a run of one pass too, once', async () => {
    const { said, connections } = await surveyed([PLAIN, PLAIN, BUSY], { passes: 1 });
    expect({ said, connections }).toEqual({ said: 'deferred', connections: 3 });
  });

  it('followed by all later probes if the outcome differs', async () => {
    const { said, versions, connections } = await surveyed([PLAIN, PLAIN, GOOD], {
      depth: 'standard',
    });
    expect({ said, versions, connections }).toEqual({
      said: 'tls TLSv1.3 inconsistent',
      versions: 'no no no yes yes',
      connections: 5,
    });
  });

  it.each<[string, SmtpBehaviour[], string, string]>([
    ['spoken once', [GOOD, GOOD, ALL, GOOD], 'tls TLSv1.3 inconsistent', 'no no no yes yes'],
    ['spoken', [ALL], 'tls TLSv1.3', 'untested yes yes yes yes'],
    [
      'supported, not confirmed',
      [GOOD, GOOD, ALL, GOOD, BUSY],
      'tls TLSv1.3',
      'no no untested yes yes',
    ],
  ])('a lost version: %s', async (_, behaviour, said, versions) => {
    const result = await surveyed(behaviour, { depth: 'standard' });
    expect(result).toMatchObject({ said, versions });
    expect(result.connections).toBeLessThanOrEqual(6);
  });
});

it('no other endpoint is probed again, and the wait is reported', async () => {
  const spec: WorldSpec = {
    domains: { 'a.example': mx('mx.a.example', 'mx.b.example') },
    hosts: {
      'mx.a.example': { behaviour: [PLAIN, PLAIN, GOOD] },
      'mx.b.example': { behaviour: GOOD },
    },
    roots: [root],
  };
  const world = await raise(spec);
  const waits: number[][] = [];
  const { endpoints } = await surveyWorld(world, spec, {
    passes: 1,
    passDelayMs: 20,
    regresses: ({ host, outcome }) => host === 'mx.a.example' && outcome === 'plaintext',
    onWait: (pass, again, ms) => waits.push([pass, again.length, ms]),
  });
  expect(endpoints.map(({ outcome }) => outcome)).toEqual(['tls', 'tls']);
  expect(waits).toEqual([[2, 1, 20]]);
  expect(
    world
      .connections()
      .map(({ host }) => host)
      .toSorted(),
  ).toEqual([...Array.from({ length: 3 }, () => 'mx.a.example'), 'mx.b.example']);
});
