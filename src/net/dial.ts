import { connect, type Socket } from 'node:net';

/** Opens a TCP connection to an IP address and port; a lab of test servers maps them to its own. */
export type Dialler = (address: string, port: number) => Socket;

/** Connects to the address itself. It must be an IP address: Node would look up a name with the system's resolver. */
export const dialDirectly: Dialler = (address, port) =>
  connect({ host: address, port, noDelay: true });
