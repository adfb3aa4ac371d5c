import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { connect } from 'node:net';
import * as dnsPacket from 'dns-packet';
import type { LabDns } from './dns-server.ts';

/** An MX query as bytes, with ID 7 and RD. */
export function query(name: string, extra: Partial<dnsPacket.Packet> = {}): Buffer {
  const questions = [{ name, type: 'MX' as const }];
  return dnsPacket.encode({ type: 'query', id: 7, flags: 0x100, questions, ...extra });
}

/** Asks over UDP until `count` answers are there, and reads them. */
export async function udp(
  dns: LabDns,
  bytes: Buffer,
  count = 1,
): Promise<dnsPacket.DecodedPacket[]> {
  const socket = createSocket('udp4');
  const seen: dnsPacket.DecodedPacket[] = [];
  socket.send(bytes, dns.port, dns.address);
  while (seen.length < count) {
    const [message] = (await once(socket, 'message')) as [Buffer];
    seen.push(dnsPacket.decode(message));
  }
  socket.close();
  return seen;
}

/** Asks over TCP: all bytes until the server ends, or until `enough` of them are there; or the code of the error. */
export async function tcp(dns: LabDns, bytes: Buffer, enough = Infinity): Promise<Buffer | string> {
  const socket = connect(dns.port, dns.address);
  const length = Buffer.alloc(2);
  length.writeUInt16BE(bytes.length);
  socket.write(Buffer.concat([length, bytes]));
  let all = Buffer.alloc(0);
  try {
    for await (const chunk of socket as AsyncIterable<Buffer>) {
      all = Buffer.concat([all, chunk]);
      if (all.length >= enough) break;
    }
    return all;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? 'no code';
  }
}
