import { createPrivateKey, sign, type KeyObject } from 'node:crypto';
import { readElement, readInside } from '../../src/judge/x509/der.ts';
import { makeCertificate, type LabCertificate } from '../../test/lab/certificates.ts';
import type { KeyKind } from '../../test/lab/keys.ts';

/** A chain as a server sends it, the leaf first, and the host that it is for. */
export interface Chain {
  readonly host: string;
  readonly sent: readonly Buffer[];
}

/** Chains with the root that they lead to, in PEM. */
export interface Chains {
  readonly chains: readonly Chain[];
  readonly root: string;
}

/** A CA for leaf certificates, with one leaf that is the model of the others. */
interface Issuer {
  readonly intermediate: LabCertificate;
  readonly model: Buffer;
  readonly key: KeyObject;
}

/** Half of the issuers sign with RSA and half with ECDSA, as those of the big public CAs do. */
const ISSUER_KEYS: readonly KeyKind[] = ['RSA 2048', 'EC P-256'];
const ISSUERS_OF_A_KIND = 10;
const SERIAL = '4d584d584d584d58';

/** Makes so many chains of a leaf and an intermediate, each leaf with a serial, names and a signature of its own. */
export async function makeChains(count: number): Promise<Chains> {
  const root = await makeCertificate({ subject: 'CN=Bench Root', key: 'RSA 2048', ca: true });
  const issuers = await Promise.all(
    Array.from({ length: ISSUERS_OF_A_KIND }, (_, index) => index).flatMap((index) =>
      ISSUER_KEYS.map((key) => makeIssuer(root, key, `CN=Bench ${key} ${index}, O=mxtls, C=GR`)),
    ),
  );
  const chains = Array.from({ length: count }, (_, index): Chain => {
    const issuer = issuers[index % issuers.length];
    if (issuer === undefined) throw new Error('no issuers');
    const number = String(index).padStart(6, '0');
    return {
      host: `mx${number}.example.com`,
      sent: [leafOf(issuer, number), issuer.intermediate.der],
    };
  });
  return { chains, root: root.pem };
}

async function makeIssuer(root: LabCertificate, key: KeyKind, subject: string): Promise<Issuer> {
  const intermediate = await makeCertificate({ subject, key, ca: true, issuer: root });
  const model = await makeCertificate({
    subject: 'CN=mx______.example.com',
    names: ['mx______.example.com', 'mail.mx______.example.com', 'smtp.mx______.example.com'],
    key: 'RSA 2048',
    serial: SERIAL,
    issuer: intermediate,
  });
  return { intermediate, model: model.der, key: createPrivateKey(intermediate.keyPem) };
}

/** The model with another number and a new signature: a hundred times as fast as making a certificate from nothing. */
function leafOf({ model, key }: Issuer, number: string): Buffer {
  const [signed, algorithm] = readInside(readElement(model), 0x30).elements;
  if (signed === undefined || algorithm === undefined) throw new Error('not a certificate');
  const filled = Buffer.from(signed.bytes).toString('latin1').replaceAll('______', number);
  const serial = Buffer.from(SERIAL, 'hex').toString('latin1');
  const tbs = Buffer.from(filled.replace(serial, `MX${number}`), 'latin1');
  const signature = Buffer.concat([Buffer.from([0]), sign('sha256', tbs, key)]);
  return element(0x30, tbs, algorithm.bytes, element(0x03, signature));
}

function element(tag: number, ...parts: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(parts);
  const { length } = content;
  const octets =
    length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...octets]), content]);
}
