import { Socket } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openDirectly } from '../../../src/net/open.ts';
import { attemptHere } from '../../../src/net/smtp/make-attempt.ts';
import { TIMEOUTS } from '../../../src/net/deadline.ts';
import type { Dialler } from '../../../src/net/dial.ts';
import { FIRST_PROBE } from '../../../src/scan/probe/outcome-probes.ts';
import { createConnector } from '../../../src/scan/probe/connector.ts';
import type { RateLimiter } from '../../../src/net/rate-limiter.ts';
import type { SmtpBehaviour } from '../../lab/smtp/smtp-behaviour.ts';
import { startSmtpServer } from '../../lab/smtp/smtp-server.ts';

const JOB = { host: 'mx.a.example', address: '127.0.0.1', operator: 'a.example' };

/** Makes one connection; returns its result, and what the rate limiter was told. */
async function connect(
  dial: Dialler,
  options: { port?: number; stalledMs?: number; connectMs?: number } = {},
) {
  const said: string[] = [];
  const rateLimiter: RateLimiter = {
    connect: (_, connection) => connection(),
    visit: () => undefined,
    leave: () => undefined,
    slowDown: (operator) => said.push(`${operator} is slowed down`),
    speedUp: (operator) => said.push(`${operator} is welcome`),
    ranOut: () => said.push('this machine ran out'),
  };
  const connector = createConnector({
    settings: {
      port: options.port ?? 25,
      ehlo: 'scan.lab.example',
      clients: [],
      timeouts: { ...TIMEOUTS, connect: options.connectMs ?? 1_000, quit: 100 },
    },
    makeAttempt: attemptHere(openDirectly(dial)),
    rateLimiter,
    watch: {
      troubleSince: (_, ms) =>
        (options.stalledMs ?? 0) > ms ? 'the scanner itself stalled' : null,
      checkRoutes: () => Promise.resolve(),
      stop: () => undefined,
    },
    record: null,
  });
  const result = await connector(JOB, { onResult: () => undefined, onLines: null })(FIRST_PROBE);
  const failure = 'failure' in result ? result.failure.code : null;
  return { said, word: failure ?? result.outcome };
}

describe('an operator', () => {
  it.each<[SmtpBehaviour, string[]]>([
    [{}, ['a.example is welcome']],
    [{ greeting: '421 busy' }, ['a.example is slowed down']],
    [{ ehlo: '450 later' }, ['a.example is slowed down']],
    [{ starttlsReply: '454 later' }, ['a.example is slowed down']],
    [{ starttlsReply: '502 never' }, ['a.example is welcome']],
    [{ greeting: '554 no' }, []],
  ])('%j: %s', async (behaviour, expected) => {
    const server = await startSmtpServer({ behaviour });
    onTestFinished(() => server.close());
    const dial: Dialler = (host, port) => new Socket().connect({ host, port });
    const { said } = await connect(dial, { port: server.port });
    expect(said).toEqual(expected);
  });
});

describe('a connection that fails as this machine has no free socket', () => {
  const failing = (code: string) => new Socket().destroy(Object.assign(new Error(code), { code }));

  it('is tried again, and the later result counts', async () => {
    const answers = ['EMFILE', 'ECONNREFUSED'];
    const { word, said } = await connect(() => failing(answers.shift() ?? ''));
    expect([word, said]).toEqual(['refused', ['this machine ran out']]);
  });

  it('is a local limit if it fails each time', async () => {
    let tries = 0;
    const { word } = await connect(() => {
      tries++;
      return failing('EMFILE');
    });
    expect([word, tries]).toEqual(['local-limit', 3]);
  });

  it('is not tried again after a failure of the server', async () => {
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
  ])('while this process stalled for %d ms is %s', async (stalledMs, expected) => {
    const { word } = await connect(() => new Socket(), { stalledMs, connectMs: 20 });
    expect(word).toBe(expected);
  });
});
