import { createHash } from 'node:crypto';
import { prepareRoots } from '../../../src/judge/x509/certificate-path.ts';
import { caExtension, commonName, ed25519, handmade, type HandmadeParts } from './handmade.ts';

const idOf = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
export const ids = (...certificates: readonly Uint8Array[]) => certificates.map(idOf);
export const pem = (bytes: Buffer) =>
  `-----BEGIN CERTIFICATE-----\n${bytes.toString('base64')}\n-----END CERTIFICATE-----\n`;
export const trusting = (...certificates: readonly Buffer[]) => prepareRoots(certificates.map(pem));

/** A CA with one key, that signs any number of certificates for itself and others. */
export class Authority {
  readonly name: Buffer;
  readonly keys = ed25519();
  constructor(name: string) {
    this.name = commonName(name);
  }
  /** A certificate for this CA by another one, or by itself. */
  certifiedBy(issuer: Authority, parts: HandmadeParts = {}): Buffer {
    const own = { subject: this.name, spki: this.keys.spki, extensions: [caExtension()] };
    return issuer.signs({ ...own, ...parts });
  }
  signs(parts: HandmadeParts): Buffer {
    return handmade({ issuer: this.name, signer: this.keys.privateKey, ...parts });
  }
}
