import { TLS_VERSIONS } from '../../../../src/model/records/words.ts';
import { tlsStartOf } from '../../../../src/model/tls-start.ts';
import type { Answers } from '../facts.ts';
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
      ...(tlsStartOf(port) === 'implicit' ? ['-w'] : []),
      ...['-l', 'verify', '-F', files.roots, '-s', host, `[${address}]:${port}`, host],
    ],
  ],
  parse: ([log = '']) => parsePostTlsFinger(log),
};

/** Reads the log of one handshake: it has the version that was agreed on, and no other. */
function parsePostTlsFinger(log: string): Answers {
  const answers = offerOf(log);
  const established = /(\w+) TLS connection established to \S+ (\S+) with cipher/.exec(log);
  const version = TLS_VERSIONS.find((each) => each === established?.[2]);
  if (established === null || version === undefined) return answers;
  answers[version] = 'yes';
  answers['highest version'] = version;
  const key = /server-signature (RSA|EC)\S* \((\d+) bits\)/.exec(log);
  if (key !== null) answers.key = `${key[1] ?? ''} ${key[2] ?? ''}`;
  const isTrusted = established[1] === 'Verified' || established[1] === 'Trusted';
  return { ...answers, ...verdictsOf(log, isTrusted) };
}

function offerOf(log: string): Answers {
  const [, reply = ''] = log.split('> EHLO ');
  if (/< 250[- ]STARTTLS$/m.test(reply)) return { STARTTLS: 'yes' };
  return /^posttls-finger: < 250 /m.test(reply) ? { STARTTLS: 'no' } : {};
}

/** It reports the first of several errors: the others are not answered. */
function verdictsOf(log: string, isTrusted: boolean): Answers {
  const answers: Answers = {};
  if (log.includes(': matched peername: ')) answers['name matches'] = 'yes';
  if (log.includes('num=62:hostname mismatch')) answers['name matches'] = 'no';
  if (log.includes('certificate has expired')) answers.expired = 'yes';
  if (log.includes('verification failed') && log.includes(': self-signed certificate\n')) {
    answers.chain = 'self-signed';
  }
  if (isTrusted) {
    answers.chain = 'trusted';
    answers.expired = 'no';
  }
  return answers;
}
