import { getDiffieHellman } from 'node:crypto';

/** The parameters of a named group in PEM (PKCS #3 §9): SEQUENCE { prime INTEGER, base INTEGER 2 }. */
export function dhParameters(group: 'modp18'): string {
  const prime = getDiffieHellman(group).getPrime();
  const integers = Buffer.concat([
    element(0x02, Buffer.concat([Buffer.of(0), prime])),
    Buffer.of(2, 1, 2),
  ]);
  const body = element(0x30, integers).toString('base64').replace(/.{64}/g, '$&\n');
  return `-----BEGIN DH PARAMETERS-----\n${body}\n-----END DH PARAMETERS-----\n`;
}

function element(tag: number, content: Buffer): Buffer {
  return Buffer.concat([Buffer.of(tag, 0x82, content.length >> 8, content.length & 0xff), content]);
}
