import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { SmtpConnection } from '../../../src/net/smtp/smtp-connection.ts';

/** Two ends of one TCP connection. */
async function pair(): Promise<{ near: Socket; far: Socket }> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const accepted = once(server, 'connection');
  const near = connect({ host: '127.0.0.1', port: (server.address() as AddressInfo).port });
  const [far] = (await accepted) as [Socket];
  far.on('error', () => undefined);
  onTestFinished(() => {
    near.destroy();
    far.destroy();
    server.close();
  });
  return { near, far };
}

it('a released connection reads no later bytes, and still catches errors', async () => {
  const { near, far } = await pair();
  const lines: string[] = [];
  const connection = new SmtpConnection(near, ({ text }) => lines.push(text));
  far.write('220 go\r\nbehind');
  await connection.reply({ ms: 2_000, text: '' });
  expect(connection.release().toString()).toBe('behind');
  const later = once(near, 'data');
  far.write('220 later\r\n');
  expect(String((await later)[0])).toBe('220 later\r\n');
  expect(await connection.reply({ ms: 20, text: '20 ms' })).toMatchObject({
    kind: 'failed',
    code: 'timeout',
    detail: '20 ms',
    dripping: false,
  });
  expect(lines).toEqual(['220 go']);
  near.destroy(new Error('late'));
  await once(near, 'close').catch(() => undefined);
});
