import { createServer, type AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { attempt } from '../../../src/net/smtp/attempt.ts';
import { TIMEOUTS } from '../../../src/net/deadline.ts';
import { dialDirectly } from '../../../src/net/dial.ts';
import { openDirectly } from '../../../src/net/open.ts';

async function failureOf(port: number): Promise<string> {
  const seen = await attempt({
    host: 'mx.lab.example',
    address: '127.0.0.1',
    port,
    open: openDirectly(dialDirectly),
    ehlo: 'scan.lab.example',
    clients: [],
    action: { kind: 'handshake', offer: 'certificate' },
    sni: true,
    timeouts: TIMEOUTS,
    record: () => undefined,
  });
  return 'failure' in seen ? `${seen.failure.stage}:${seen.failure.code}` : seen.outcome;
}

/** Talks as far as a step, and ends the connection in the same moment as the last reply goes out. */
async function serveEnd(step: 'EHLO' | 'STARTTLS', how: 'close' | 'reset') {
  const replies = ['220 mx\r\n', '250-mx\r\n250 STARTTLS\r\n', '220 go\r\n'];
  const last = step === 'EHLO' ? 1 : 2;
  const server = createServer({ noDelay: true }, (socket) => {
    let said = 0;
    const say = () => {
      socket.write(replies[said] ?? '', () => {
        if (said++ < last) return;
        if (how === 'reset') socket.resetAndDestroy();
        else socket.end();
      });
    };
    socket.on('error', () => undefined).on('data', say);
    say();
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port;
}

describe.each([
  ['EHLO', 'starttls'],
  ['STARTTLS', 'handshake'],
] as const)('an end that comes with the reply of %s', (step, stage) => {
  it.each([
    ['close', 'closed'],
    ['reset', 'reset'],
  ] as const)('is told apart: %s', async (how, code) => {
    const port = await serveEnd(step, how);
    const seen = await Promise.all(Array.from({ length: 10 }, () => failureOf(port)));
    expect(new Set(seen)).toEqual(new Set([`${stage}:${code}`]));
  });
});
