import { connect, type Socket } from 'node:net';

/** Opens a TCP connection to an IP address and port: the network itself, or a lab that stands on other ports. */
export type Dialler = (address: string, port: number) => Socket;

/** Dials the address itself. It must be an IP address: names would be looked up behind the survey's back. */
export const dialDirectly: Dialler = (address, port) =>
  connect({ host: address, port, noDelay: true });
