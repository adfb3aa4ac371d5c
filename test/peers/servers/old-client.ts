import { connect as connectTcp, type Socket } from 'node:net';
import { connect as connectTls, type SecureVersion } from 'node:tls';

const DEADLINE_MS = 10_000;

/** Whether a server completes a handshake with a client that speaks one old version of TLS only, after STARTTLS. */
export async function takesVersion(
  address: string,
  port: number,
  version: SecureVersion,
): Promise<boolean> {
  const socket = connectTcp({ host: address, port });
  socket.setTimeout(DEADLINE_MS, () => socket.destroy(new Error(`${address}: no answer in time`)));
  await lastLine(socket);
  for (const command of ['EHLO scan.peers.test', 'STARTTLS']) {
    socket.write(`${command}\r\n`);
    await lastLine(socket);
  }
  return handshake(socket, version);
}

/** Reads one SMTP reply to its last line. */
function lastLine(socket: Socket): Promise<void> {
  return new Promise((resolve, reject) => {
    let text = '';
    const onData = (bytes: Buffer): void => {
      text += bytes.toString('latin1');
      if (!/^[23]\d\d [^\n]*\n$/m.test(text)) return;
      socket.off('data', onData).off('error', reject).pause();
      resolve();
    };
    socket.on('data', onData).on('error', reject).resume();
  });
}

function handshake(socket: Socket, version: SecureVersion): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const secure = connectTls({
      socket,
      minVersion: version,
      maxVersion: version,
      ciphers: 'DEFAULT:@SECLEVEL=0',
      rejectUnauthorized: false,
    });
    const end = (taken: boolean): void => {
      secure.on('error', () => undefined).destroy();
      resolve(taken);
    };
    secure.once('secureConnect', () => {
      end(true);
    });
    secure.once('error', (error: NodeJS.ErrnoException) => {
      // The alert protocol_version, and that alone, says that the server does not take it.
      if (error.code === 'ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION') end(false);
      else reject(error);
    });
  });
}
