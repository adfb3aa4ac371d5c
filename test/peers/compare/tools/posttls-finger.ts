import { TLS_VERSIONS } from '../../../../src/model/records/words.ts';
import type { Told } from '../facts.ts';
import type { Tool } from './tool.ts';

export const POSTTLS_FINGER: Tool = {
  name: 'posttls-finger',
  version: {
    command: ['/usr/sbin/postconf', '-d', '-h', 'mail_version'],
    pattern: /\d+\.\d+\.\d+/,
  },
  timeoutSeconds: 60,
  commands: ({ host, address, port, files }) => [
    [
      ...['env', `MAIL_CONFIG=${files.postfix}`, '/usr/sbin/posttls-finger'],
      ...['-l', 'verify', '-F', files.roots, '-s', host, `[${address}]:${port}`, host],
    ],
  ],
  parse: ([log = '']) => parsePostTlsFinger(log),
};

/** Reads the log of one handshake: it tells of the version that was agreed on, and of no other. */
function parsePostTlsFinger(log: string): Told {
  const told = offerOf(log);
  const established = /(\w+) TLS connection established to \S+ (\S+) with cipher/.exec(log);
  const version = TLS_VERSIONS.find((each) => each === established?.[2]);
  if (established === null || version === undefined) return told;
  told[version] = 'yes';
  told['highest version'] = version;
  const key = /server-signature (RSA|EC)\S* \((\d+) bits\)/.exec(log);
  if (key !== null) told.key = `${key[1] ?? ''} ${key[2] ?? ''}`;
  const isTrusted = established[1] === 'Verified' || established[1] === 'Trusted';
  return { ...told, ...verdictsOf(log, isTrusted) };
}

function offerOf(log: string): Told {
  const [, reply = ''] = log.split('> EHLO ');
  if (/< 250[- ]STARTTLS$/m.test(reply)) return { STARTTLS: 'yes' };
  return /^posttls-finger: < 250 /m.test(reply) ? { STARTTLS: 'no' } : {};
}

/** One error is told where there are several: what it did not come to is not told. */
function verdictsOf(log: string, isTrusted: boolean): Told {
  const told: Told = {};
  if (log.includes(': matched peername: ')) told['name matches'] = 'yes';
  if (log.includes('num=62:hostname mismatch')) told['name matches'] = 'no';
  if (log.includes('certificate has expired')) told.expired = 'yes';
  if (log.includes('verification failed') && log.includes(': self-signed certificate\n')) {
    told.chain = 'self-signed';
  }
  if (isTrusted) {
    told.chain = 'trusted';
    told.expired = 'no';
  }
  return told;
}
