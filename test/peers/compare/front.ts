import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';

/** Where something listens. */
interface Place {
  readonly address: string;
  readonly port: number;
}

/** What stands before a server. */
export interface FrontSpec {
  readonly place: Place;
  readonly behind: Place;
  /** The name in its greeting, where it says greeting, EHLO and STARTTLS for a server that speaks TLS alone. */
  readonly greets?: string;
}

/** Stands before a server, counts the connections to it and hands on their bytes. */
export interface Front {
  /** How many there were since it was asked last. */
  readonly taken: () => number;
  readonly close: () => Promise<void>;
}

/**
 * Listens before a server.
 * @throws Error where the place is taken
 */
export async function startFront({ place, behind, greets }: FrontSpec): Promise<Front> {
  let count = 0;
  const open = new Set<Socket>();
  const server = createServer({ allowHalfOpen: true }, (client) => {
    count++;
    open.add(client);
    client.once('close', () => open.delete(client));
    client.on('error', () => client.destroy());
    if (greets === undefined) handOn(client, behind);
    else converse(client, greets, behind);
  });
  server.listen(place.port, place.address);
  await once(server, 'listening');
  return {
    taken: () => {
      const taken = count;
      count = 0;
      return taken;
    },
    close: () => closeAll(server, open),
  };
}

async function closeAll(server: Server, open: ReadonlySet<Socket>): Promise<void> {
  server.close();
  for (const socket of open) socket.destroy();
  await once(server, 'close');
}

/** Bytes, FIN and RST go through, as a scanner distinguishes them. */
function handOn(client: Socket, { address, port }: Place): void {
  const server = connect({ host: address, port, allowHalfOpen: true });
  const tie = (one: Socket, other: Socket): void => {
    one.pipe(other);
    one.on('error', () => {
      other.resetAndDestroy();
    });
    one.once('close', () => {
      other.destroySoon();
    });
  };
  tie(client, server);
  tie(server, client);
}

/** The SMTP of a server up to STARTTLS (RFC 3207); what comes after it is for the server behind. */
function converse(client: Socket, name: string, behind: Place): void {
  let heard = '';
  const say = (text: string): void => {
    client.write(`${text}\r\n`);
  };
  const onData = (bytes: Buffer): void => {
    heard += bytes.toString('latin1');
    for (let end = heard.indexOf('\n'); end >= 0; end = heard.indexOf('\n')) {
      const command = heard.slice(0, end).trim().toUpperCase();
      heard = heard.slice(end + 1);
      if (command === 'STARTTLS') {
        client.off('data', onData).off('end', onEnd).pause();
        say('220 go ahead');
        handOn(client, behind);
        return;
      }
      say(replyTo(command, name));
      if (command === 'QUIT') client.end();
    }
  };
  const onEnd = (): void => {
    client.end();
  };
  client.on('data', onData).on('end', onEnd);
  say(`220 ${name} ESMTP`);
}

function replyTo(command: string, name: string): string {
  if (command.startsWith('EHLO ')) return `250-${name}\r\n250 STARTTLS`;
  if (command.startsWith('HELO ')) return `250 ${name}`;
  return command === 'QUIT' ? '221 bye' : '502 what?';
}
