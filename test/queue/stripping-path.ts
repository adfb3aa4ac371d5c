import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** A device between a worker and all servers of 127/8 that overwrites STARTTLS in what they say. */
export interface StrippingPath {
  /** Options for the Node of a worker whose connections go through the device. */
  nodeOptions: string;
  close(): Promise<void>;
}

/** Starts a device before the servers at a port. */
export async function startStrippingPath(smtpPort: number): Promise<StrippingPath> {
  const open = new Set<Socket>();
  const server = createServer((client) => {
    // It listens on every address: the one that was connected to is that of the server.
    const target = connect({ host: client.localAddress ?? '', port: smtpPort });
    for (const [one, other] of [
      [client, target],
      [target, client],
    ] as const) {
      open.add(one);
      one.on('error', () => other.destroy());
      one.on('end', () => other.end());
      one.on('close', () => open.delete(one));
    }
    client.on('data', (data) => target.write(data));
    target.on('data', (data) => {
      client.write(data.toString('latin1').replaceAll('STARTTLS', 'XXXXXXXA'), 'latin1');
    });
  }).listen(0, '0.0.0.0');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    nodeOptions: redirecting(smtpPort, port),
    async close() {
      for (const socket of open) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

/** Options for a Node that connects to another port in place of one. */
function redirecting(from: number, to: number): string {
  const code = `import net from 'node:net';
    import { syncBuiltinESMExports } from 'node:module';
    const { connect } = net;
    net.connect = (options, ...rest) =>
      connect(options.port === ${from} ? { ...options, port: ${to} } : options, ...rest);
    syncBuiltinESMExports();`;
  return `--import data:text/javascript,${encodeURIComponent(code)}`;
}
