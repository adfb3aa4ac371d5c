import { connect, type Socket } from 'node:net';

/**
 * Hands a message to an SMTP server in the clear (RFC 5321).
 * @throws Error with the reply that is not what is due
 */
export async function sendMail(address: string, port: number, recipient: string): Promise<void> {
  const socket = connect({ host: address, port });
  socket.setTimeout(20_000, () => socket.destroy(new Error('no reply in time')));
  const replies = repliesOf(socket);
  const dialogue = [
    ['', 220],
    ['EHLO client.test', 250],
    ['MAIL FROM:<>', 250],
    [`RCPT TO:<${recipient}>`, 250],
    ['DATA', 354],
    ['Subject: test\r\n\r\ntest\r\n.', 250],
    ['QUIT', 221],
  ] as const;
  for (const [command, due] of dialogue) {
    if (command !== '') socket.write(`${command}\r\n`);
    const { value } = await replies.next();
    if (Number(value?.slice(0, 3)) !== due) throw new Error(`${command}: ${String(value)}`);
  }
  socket.destroy();
}

/** The last line of each reply. */
async function* repliesOf(socket: Socket): AsyncGenerator<string, void> {
  let text = '';
  for await (const bytes of socket) {
    text += String(bytes);
    for (let found = LAST.exec(text); found !== null; found = LAST.exec(text)) {
      yield found[1] ?? '';
      text = text.slice(found.index + found[0].length);
    }
  }
}

const LAST = /^(\d{3} [^\r\n]*)\r?\n/m;
