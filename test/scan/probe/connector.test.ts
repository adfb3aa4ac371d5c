import { Socket } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { TIMEOUTS } from '../../../src/net/deadline.ts';
import type { Dialler } from '../../../src/net/dial.ts';
import { FIRST_PROBE } from '../../../src/scan/probe/outcome-probes.ts';
import { createConnector } from '../../../src/scan/probe/connector.ts';
import type { RateLimiter } from '../../../src/net/rate-limiter.ts';
import type { SmtpBehaviour } from '../../lab/smtp/smtp-behaviour.ts';
import { startSmtpServer } from '../../lab/smtp/smtp-server.ts';

const JOB = { host: 'mx.a.example', address: '127.0.0.1', operator: 'a.example' };

/** Makes one connection, and tells what came of it and what its operator was said to be. */
async function connect(
  dial: Dialler,
  options: { port?: number; stalledMs?: number; connectMs?: number } = {},
) {
  const said: string[] = [];
  const rateLimiter: RateLimiter = {
    connect: (_, connection) => connection(),
    backOff: (operator) => said.push(`${operator} puts us off`),
    resetBackOff: (operator) => said.push(`${operator} is welcoming`),
  };
  const connector = createConnector({
    settings: {
      port: options.port ?? 25,
      dial,
      ehlo: 'scan.lab.example',
      clients: [],
      timeouts: { ...TIMEOUTS, connect: options.connectMs ?? 1_000, quit: 100 },
    },
    rateLimiter,
    stalls: { longestSince: () => options.stalledMs ?? 0, stop: () => undefined },
    record: () => undefined,
  });
  const result = await connector(JOB)(FIRST_PROBE);
  const failure = 'failure' in result ? result.failure.code : null;
  return { said, word: failure ?? result.outcome };
}

describe('an operator', () => {
  it.each<[SmtpBehaviour, string]>([
    [{}, 'a.example is welcoming'],
    [{ greeting: '421 busy' }, 'a.example puts us off'],
    [{ ehlo: '450 later' }, 'a.example puts us off'],
    [{ starttlsReply: '454 later' }, 'a.example puts us off'],
    [{ starttlsReply: '502 never' }, 'a.example is welcoming'],
    [{ greeting: '554 no' }, 'a.example is welcoming'],
  ])('%j: %s', async (behaviour, expected) => {
    const server = await startSmtpServer({ behaviour });
    onTestFinished(() => server.close());
    const dial: Dialler = (host, port) => new Socket().connect({ host, port });
    const { said } = await connect(dial, { port: server.port });
    expect(said).toEqual([expected]);
  });
});

describe('a connection that fails for want of a socket of our own', () => {
  const failing = (code: string) => new Socket().destroy(Object.assign(new Error(code), { code }));

  it('is made again, and what then comes counts', async () => {
    const answers = ['EMFILE', 'ECONNREFUSED'];
    const { word } = await connect(() => failing(answers.shift() ?? ''));
    expect(word).toBe('refused');
  });

  it('is our limit in the end', async () => {
    let tries = 0;
    const { word } = await connect(() => {
      tries++;
      return failing('EMFILE');
    });
    expect([word, tries]).toEqual(['local-limit', 3]);
  });

  it('is not made again for a fault of the other side', async () => {
    let tries = 0;
    const dial = () => {
      tries++;
      return failing('ECONNREFUSED');
    };
    expect([(await connect(dial)).word, tries]).toEqual(['refused', 1]);
  });
});

describe('a timeout', () => {
  it.each([
    [0, 'timeout'],
    [1, 'timeout'],
    [50, 'local-limit'],
  ])('while this process stood still for %d ms is called %s', async (stalledMs, expected) => {
    const { word } = await connect(() => new Socket(), { stalledMs, connectMs: 20 });
    expect(word).toBe(expected);
  });
});
