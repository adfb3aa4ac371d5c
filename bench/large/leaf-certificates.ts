import { createPrivateKey, sign, type KeyObject } from 'node:crypto';
import { createSecureContext, type SecureContext } from 'node:tls';
import { makeCertificate, type LabCertificate } from '../../test/lab/certificates.ts';

/** A certificate of which others are made: all but the name stays, so that it has the length of theirs. */
interface Template {
  host: string;
  /** The TBSCertificate (RFC 5280 §4.1). */
  signed: Buffer;
  /** The AlgorithmIdentifier after it. */
  algorithm: Buffer;
  keyPem: string;
}

/** Makes a certificate for each host of a large world when it is asked for, and keeps none: EC P-256 under an intermediate. */
export class LeafCertificates {
  readonly root: LabCertificate;
  readonly #intermediate: LabCertificate;
  readonly #issuerKey: KeyObject;
  /** By the length of the name. */
  readonly #templates = new Map<number, Promise<Template>>();

  private constructor(root: LabCertificate, intermediate: LabCertificate) {
    this.root = root;
    this.#intermediate = intermediate;
    this.#issuerKey = createPrivateKey(intermediate.keyPem);
  }

  static async create(): Promise<LeafCertificates> {
    const root = await makeCertificate({ subject: 'CN=Large Root', ca: true });
    const spec = { subject: 'CN=Large Intermediate', ca: true, issuer: root };
    return new LeafCertificates(root, await makeCertificate(spec));
  }

  /** What a server of a host presents. */
  async contextOf(host: string): Promise<SecureContext> {
    const known = this.#templates.get(host.length);
    const making = known ?? this.#template(host);
    this.#templates.set(host.length, making);
    const template = await making;
    return createSecureContext({
      cert: `${this.#pemOf(host, template)}\n${this.#intermediate.pem}`,
      key: template.keyPem,
    });
  }

  async #template(host: string): Promise<Template> {
    const spec = { subject: `CN=${host}`, names: [host], issuer: this.#intermediate };
    const { der, keyPem } = await makeCertificate(spec);
    const signed = elementAt(der, contentStart(der, 0));
    const algorithm = elementAt(der, contentStart(der, 0) + signed.length);
    return { host, signed, algorithm, keyPem };
  }

  #pemOf(host: string, { host: before, signed, algorithm }: Template): string {
    const named = Buffer.from(signed);
    for (let at = signed.indexOf(before); at !== -1; at = signed.indexOf(before, at + 1)) {
      named.write(host, at, 'latin1');
    }
    const signature = sign('sha256', named, this.#issuerKey);
    const bits = element(0x03, Buffer.concat([Buffer.of(0), signature]));
    const base64 = element(0x30, Buffer.concat([named, algorithm, bits])).toString('base64');
    // OpenSSL takes no empty line before the end.
    const lines = base64.replace(/.{64}(?=.)/g, '$&\n');
    return `-----BEGIN CERTIFICATE-----\n${lines}\n-----END CERTIFICATE-----`;
  }
}

/** Where the content of the DER element at a place begins. */
function contentStart(der: Buffer, at: number): number {
  const length = der.readUInt8(at + 1);
  return at + 2 + (length < 0x80 ? 0 : length & 0x7f);
}

function elementAt(der: Buffer, at: number): Buffer {
  const start = contentStart(der, at);
  const short = der.readUInt8(at + 1);
  const length = short < 0x80 ? short : der.readUIntBE(at + 2, start - at - 2);
  return der.subarray(at, start + length);
}

function element(tag: number, content: Buffer): Buffer {
  const { length } = content;
  const head = length < 0x80 ? [length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...head]), content]);
}
