import { once } from 'node:events';
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { TLSSocket, type SecureContext } from 'node:tls';
import { addressAt, addressCount, offersTls, type LargeWorld } from './large-world.ts';
import { LeafCertificates } from './leaf-certificates.ts';

/** The mail servers of a large world, one for each address, all on one port. */
export interface LargeServers {
  port: number;
  rootPem: string;
  /** The connections so far, by the number of the address. */
  connections: Uint32Array;
  close(): void;
}

/** Starts the mail servers of a world: each says what a client needs to hear, and presents the certificate of the host asked for. */
export async function startLargeServers(world: LargeWorld): Promise<LargeServers> {
  const certificates = await LeafCertificates.create();
  const connections = new Uint32Array(addressCount(world));
  const servers: Server[] = [];
  let port = 0;
  for (let index = 0; index < connections.length; index++) {
    const server = createServer((socket) => {
      connections[index] = (connections[index] ?? 0) + 1;
      serve(socket, offersTls(index) ? certificates : null);
    });
    // The first takes any free port, and the others that one.
    server.listen(port, addressAt(index));
    await once(server, 'listening');
    ({ port } = server.address() as AddressInfo);
    servers.push(server);
  }
  return {
    ...{ port, connections, rootPem: certificates.root.pem },
    close: () => {
      for (const server of servers) server.close();
    },
  };
}

/** Serves one client. @param certificates null: STARTTLS is not offered. */
function serve(socket: Socket, certificates: LeafCertificates | null): void {
  socket.setNoDelay(true);
  converse(socket, certificates !== null, () => {
    if (certificates === null) return;
    const SNICallback = (
      host: string,
      take: (error: Error | null, context?: SecureContext) => void,
    ): void => {
      certificates.contextOf(host).then((context) => {
        take(null, context);
      }, take);
    };
    converse(new TLSSocket(socket, { isServer: true, SNICallback }), false, null);
  });
  if (socket.writable) socket.write('220 mx.example ESMTP\r\n');
}

/** Answers the commands of a client; `onStarttls` takes the connection over. */
function converse(socket: Socket, offers: boolean, onStarttls: (() => void) | null): void {
  let pending = '';
  const onData = (chunk: Buffer): void => {
    pending += chunk.toString('latin1');
    for (let end = pending.indexOf('\r\n'); end !== -1; end = pending.indexOf('\r\n')) {
      const verb = pending.slice(0, 4).toUpperCase();
      pending = pending.slice(end + 2);
      if (verb === 'EHLO') socket.write(offers ? EHLO_STARTTLS : EHLO);
      else if (verb === 'STAR' && offers && onStarttls !== null) {
        socket.off('data', onData);
        socket.write('220 go ahead\r\n');
        onStarttls();
      } else if (verb === 'QUIT') socket.end('221 bye\r\n');
      else socket.write('502 not implemented\r\n');
    }
  };
  socket.on('data', onData);
  // A client may leave at any moment.
  socket.on('error', () => socket.destroy());
}

const EHLO = '250-mx.example\r\n250-SIZE 10240000\r\n250 8BITMIME\r\n';
const EHLO_STARTTLS = '250-mx.example\r\n250-SIZE 10240000\r\n250-STARTTLS\r\n250 8BITMIME\r\n';
