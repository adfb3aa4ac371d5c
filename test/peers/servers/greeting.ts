import { connect } from 'node:net';

const DEADLINE_MS = 10_000;

/**
 * Connects, reads one reply and closes.
 * @returns the code of the greeting
 * @throws Error when no greeting came within 10 s
 */
export async function greetingCode(address: string, port: number): Promise<number> {
  const socket = connect({ host: address, port });
  socket.setTimeout(DEADLINE_MS, () => socket.destroy(new Error('no greeting in time')));
  let text = '';
  for await (const bytes of socket) {
    text += String(bytes);
    const last = /^(\d{3}) [^\n]*\n/m.exec(text);
    if (last !== null) return Number(last[1]);
  }
  throw new Error(`${address}: closed without a greeting`);
}
