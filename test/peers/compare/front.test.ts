import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { freePort } from '../servers/free-port.ts';
import { startFront, type Front } from './front.ts';

const ADDRESS = '127.0.0.1';
const opened: { close: () => unknown }[] = [];

afterEach(async () => {
  for (const each of opened.splice(0)) await each.close();
});

/** A server that does something with each connection, and a front before it. */
async function standing(
  serve: (socket: Socket) => void,
  greets?: string,
): Promise<{ front: Front; port: number }> {
  const server: Server = createServer((socket) => {
    socket.on('error', () => undefined);
    serve(socket);
  }).listen(0, ADDRESS);
  await once(server, 'listening');
  const behind = { address: ADDRESS, port: (server.address() as AddressInfo).port };
  const place = { address: ADDRESS, port: await freePort(ADDRESS) };
  const front = await startFront({ place, behind, ...(greets === undefined ? {} : { greets }) });
  opened.push(front, server);
  return { front, port: place.port };
}

/** Says something, and gives what is heard until the other side closes, or the code of the error that ended it. */
async function heard(port: number, says: string): Promise<string> {
  const socket = connect({ host: ADDRESS, port });
  socket.write(says);
  let text = '';
  try {
    for await (const bytes of socket) text += String(bytes);
  } catch (error) {
    return error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
  }
  return text;
}

describe('a front', () => {
  it('hands on what both sides say, and counts', async () => {
    const { front, port } = await standing((socket) => {
      socket.end('220 here\r\n');
    });
    expect(await heard(port, '')).toBe('220 here\r\n');
    expect(await heard(port, '')).toBe('220 here\r\n');
    expect([front.taken(), front.taken()]).toEqual([2, 0]);
  });

  it('hands on a reset as a reset', async () => {
    const { port } = await standing((socket) => {
      socket.resetAndDestroy();
    });
    expect(await heard(port, '')).toBe('ECONNRESET');
  });

  it('speaks SMTP up to STARTTLS for a server that does not', async () => {
    const { port } = await standing((socket) => {
      socket.once('data', (bytes: Buffer) => socket.end(`<${bytes.toString()}>`));
    }, 'mx.test');
    const client = connect({ host: ADDRESS, port });
    let text = '';
    client.on('data', (bytes: Buffer) => {
      text += bytes.toString();
      if (text.endsWith('ESMTP\r\n')) client.write('EHLO a\r\nSTARTTLS\r\n');
      else if (text.endsWith('go ahead\r\n')) client.write('hello');
    });
    await once(client, 'close');
    expect(text).toBe(
      '220 mx.test ESMTP\r\n250-mx.test\r\n250 STARTTLS\r\n220 go ahead\r\n<hello>',
    );
  });

  it('says goodbye', async () => {
    const { port } = await standing((socket) => socket.destroy(), 'mx.test');
    expect(await heard(port, 'HELO a\r\nWHAT\r\nQUIT\r\n')).toBe(
      '220 mx.test ESMTP\r\n250 mx.test\r\n502 what?\r\n221 bye\r\n',
    );
  });
});
