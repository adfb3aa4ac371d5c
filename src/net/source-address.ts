import { createSocket } from 'node:dgram';

/** An address far away of each family, a server of the root zone (RFC 9609): only the route to it is looked up. */
export const FAR_ADDRESSES = { ipv4: '198.41.0.4', ipv6: '2001:503:ba3e::2:30' } as const;

/**
 * Finds the address of this machine that packets to another address would come from, by its routing table: a UDP socket is
 * connected, and nothing is sent. Null where there is no route, or none of that family of addresses. Never rejects.
 * @param address an IP address.
 */
export function sourceAddress(address: string): Promise<string | null> {
  return new Promise((resolve) => {
    const socket = createSocket(address.includes(':') ? 'udp6' : 'udp4');
    socket.once('error', () => {
      socket.close();
      resolve(null);
    });
    // The port of the discard protocol (RFC 863); nothing goes there.
    socket.connect(9, address, () => {
      const source = socket.address().address;
      socket.close();
      resolve(source);
    });
  });
}
