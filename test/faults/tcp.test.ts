import { Socket } from 'node:net';
import { describe, expect } from 'vitest';
import { TIMEOUTS } from '../../src/net/deadline.ts';
import { degradedReasons } from '../../src/scan/gates/gates.ts';
import { makeCertificate } from '../lab/certificates.ts';
import type { SmtpBehaviour } from '../lab/smtp/smtp-behaviour.ts';
import { blockedPortText } from '../../src/report/blocked-port.ts';
import { PLAIN } from '../screens.ts';
import { mx } from '../lab/world/world-spec.ts';
import { optionsFor } from '../scan/lab-survey.ts';
import { fault, heldBy } from './fault.ts';
import { endpointOf, oneHost, summaries, summary, surveyed } from './survey.ts';

const ENDS = [
  'connect',
  'greeting',
  'ehlo',
  'starttls',
  'starttls-answered',
  'client-hello',
] as const;

/** A dialler whose every connection fails with a code of the system. */
function failing(code: string) {
  return () => new Socket().destroy(Object.assign(new Error('no'), { code }));
}

/** How an endpoint ends to which no connection can be made. */
async function dialled(code: string): Promise<string> {
  const spec = oneHost({});
  const { endpoints } = await surveyed(spec, { dial: failing(code) });
  return endpoints.map(summary).join();
}

/** Why a survey of twelve operators whose servers all behave as told is degraded. */
async function reasonsOf(behaviour: SmtpBehaviour | 'unreachable'): Promise<string[]> {
  const names = Array.from({ length: 12 }, (_, nth) => `operator${nth}.example`);
  const { domains, endpoints } = await surveyed({
    domains: Object.fromEntries(names.map((name) => [name, mx(`mx.${name}`)])),
    hosts: Object.fromEntries(names.map((name) => [`mx.${name}`, { behaviour }])),
  });
  const records = { domains: () => domains, endpoints: () => endpoints };
  return degradedReasons(records, '2026-11-30T03:00:00Z', null);
}

describe('TCP', () => {
  fault(
    39,
    {
      case: 'refused, unreachable, prohibited, timed out, reset',
      does: 'a word for each, all in the class `unknown`',
    },
    async () => {
      expect(await summaries('unreachable', { endAt: { step: 'connect', how: 'reset' } })).toEqual([
        'unknown failed connect:refused',
        expect.stringMatching(/^unknown failed (connect|greeting):reset$/),
      ]);
      expect(await dialled('EHOSTUNREACH')).toBe('unknown failed connect:unreachable');
      expect(await dialled('EACCES')).toBe('unknown failed connect:blocked');
      const { endpoints } = await surveyed(oneHost({}), { dial: () => new Socket() });
      expect(endpoints.map(summary)).toEqual(['unknown failed connect:timeout']);
    },
  );

  fault(
    40,
    {
      case: 'accepts, and never speaks',
      does: '60 seconds for a greeting, an absolute deadline for the whole',
    },
    async () => {
      expect(await summaries({ greeting: 'silent' })).toEqual(['unknown failed greeting:timeout']);
    },
  );

  fault(
    41,
    { case: 'greets late (postscreen, greet_pause, spamd)', does: 'waited for, up to 60 seconds' },
    async () => {
      const late = { kind: 'timed', lines: [{ afterMs: 450, line: '220 late' }] } as const;
      expect(await summaries({ greeting: late })).toEqual(['tls tls']);
    },
  );

  fault(
    42,
    { case: 'a tarpit that sends byte by byte', does: 'the deadline of the phase; note `tarpit`' },
    async () => {
      const endpoint = await endpointOf({
        greeting: { kind: 'drip', everyMs: 30, text: '220 '.padEnd(2_000, 'a') },
      });
      expect(summary(endpoint)).toBe('unknown failed greeting:timeout');
      expect(endpoint.notes).toContain('tarpit');
    },
  );

  fault(
    43,
    { case: 'data without end', does: '64 KB, then `too-long` and the socket is destroyed' },
    async () => {
      const { endpoints, world } = await surveyed(
        oneHost({ greeting: { kind: 'flood', chunk: '220-aaaaaaaaaaaaaaa\r\n' } }),
        (world) => ({ settings: { ...optionsFor(world).settings, timeouts: TIMEOUTS } }),
      );
      expect(endpoints.map(summary)).toEqual(['unknown failed greeting:too-long']);
      expect(world.connections().length).toBeLessThanOrEqual(3);
    },
  );

  fault(44, { case: 'never reads', does: 'the deadline covers writing too' }, async () => {
    expect(await summaries({ reads: false })).toEqual(['unknown failed ehlo:timeout']);
  });

  fault(
    45,
    { case: 'FIN at each step', does: '`closed` at the stage that was reached' },
    async () => {
      const ends = await summaries(
        ...ENDS.map((step) => ({ endAt: { step, how: 'close' } }) as const),
      );
      expect(ends).toEqual([
        'unknown failed greeting:closed',
        'unknown failed ehlo:closed',
        'unknown failed ehlo:closed',
        'unknown failed starttls:closed',
        'unknown tls-failed handshake:closed',
        'unknown tls-failed handshake:closed',
      ]);
    },
  );

  fault(
    46,
    {
      case: 'RST at each step',
      does: '`reset` at the stage that was reached, and nothing crashes',
    },
    async () => {
      const ends = await summaries(
        ...ENDS.map((step) => ({ endAt: { step, how: 'reset' } }) as const),
      );
      expect(ends.map((end) => end.replace('connect:', 'greeting:'))).toEqual([
        'unknown failed greeting:reset',
        'unknown failed ehlo:reset',
        'unknown failed ehlo:reset',
        'unknown failed starttls:reset',
        'unknown tls-failed handshake:reset',
        'unknown tls-failed handshake:reset',
      ]);
    },
  );

  fault(
    47,
    {
      case: 'out of sockets or ports (EMFILE, ENOBUFS, EADDRNOTAVAIL)',
      does: 'tried again a moment later; then `local-limit`, never a fact about the host',
    },
    async () => {
      const ends = await Promise.all(['EMFILE', 'ENOBUFS', 'EADDRNOTAVAIL'].map(dialled));
      expect(ends).toEqual(Array(3).fill('unknown failed connect:local-limit'));
    },
  );

  fault(
    48,
    {
      case: 'a first MX that is dead by design (nolisting)',
      does: 'every MX host has records of its own',
    },
    async () => {
      const { domains, endpoints } = await surveyed({
        domains: { 'd.example': mx('dead.d.example', 'mx.d.example') },
        hosts: { 'dead.d.example': { behaviour: 'unreachable' }, 'mx.d.example': {} },
      });
      expect(endpoints.map(summary)).toEqual(['unknown failed connect:refused', 'tls tls']);
      expect(domains.map(({ starttls }) => starttls)).toEqual(['all']);
    },
  );

  fault(
    49,
    {
      case: 'one name, many backends',
      does:
        'results are keyed by host and address; two different observations in one run get the note `inconsistent`. ' +
        '`diff` compares the sets of what a host showed',
    },
    async () => {
      const pool = [{ starttls: 'absent' }, {}] as const;
      const endpoint = await endpointOf(pool);
      expect([summary(endpoint), endpoint.notes.includes('inconsistent')]).toEqual([
        'tls tls',
        true,
      ]);
    },
  );

  fault(50, { case: 'IPv4 works, IPv6 does not', does: 'an endpoint for each' }, async () => {
    const { endpoints } = await surveyed({
      domains: { 'd.example': mx('mx.d.example') },
      hosts: { 'mx.d.example': [{}, { family: 'ipv6', behaviour: 'unreachable' }] },
    });
    expect(endpoints.map(summary)).toEqual(['tls tls', 'unknown failed connect:refused']);
  });

  fault(
    51,
    { case: 'a connection that completes after the timeout', does: 'the socket is destroyed' },
    async () => {
      const sockets: Socket[] = [];
      const dial = (): Socket => {
        const socket = new Socket();
        sockets.push(socket);
        return socket;
      };
      await surveyed(oneHost({}), { dial });
      expect(sockets.length).toBeGreaterThan(0);
      expect(sockets.every(({ destroyed }) => destroyed)).toBe(true);
    },
  );

  fault(
    52,
    {
      case: 'a middlebox that answers for everybody',
      does: 'one certificate at unrelated operators, with the name of none of them: `degraded`',
    },
    async () => {
      const certificate = await makeCertificate({ subject: 'CN=box', names: ['box.example'] });
      expect(await reasonsOf({ tls: { certificate } })).toEqual(['one-certificate-everywhere']);
      expect(await reasonsOf({})).toEqual([]);
    },
  );

  fault(
    53,
    {
      case: 'outbound port 25 blocked',
      does: 'no operator of several could be reached: status 3; where no connect of single domains succeeds, the answer says how to find out',
    },
    async () => {
      expect(await reasonsOf('unreachable')).toEqual(['no-connection']);
      const { endpoints } = await surveyed(oneHost({}), { dial: () => new Socket() });
      expect(blockedPortText(endpoints, 25, PLAIN)).toContain('port 25');
    },
  );

  heldBy(['scan/probe/connector', 'scan/probe/local-watch'], {
    case: 'the scanner itself stalls',
    does: 'a timeout in that time is `local-limit`',
  });
  heldBy(['main-stream', 'main-faults'], {
    case: 'a run that is interrupted',
    does: 'open sessions end with QUIT; finished domains are printed, the others named',
  });
});
