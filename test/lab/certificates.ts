import './reflect-metadata.ts';
import * as x509 from '@peculiar/x509';
import { createHash, webcrypto } from 'node:crypto';
import {
  newKeyPair,
  pooledKeyPair,
  signingAlgorithm,
  signingKey,
  type KeyKind,
  type KeyPair,
  type SignatureHash,
} from './keys.ts';

/** The contents of a certificate to make. */
export interface CertificateSpec {
  /**
   * Encoded in the order given: `C=GR, O=Lab, CN=mx.example`; `\\,` stands for a comma, a dotted OID can be a type,
   * E is emailAddress. As a list, values are taken as they are, control characters and all.
   */
  readonly subject: string | readonly { readonly type: string; readonly value: string }[];
  /** dNSNames of the subjectAltName; no such extension without them. */
  readonly names?: readonly string[];
  /** Who signs it; absent: it signs itself. */
  readonly issuer?: LabCertificate;
  /** Default: a day ago. */
  readonly notBefore?: Date;
  /** Default: in a year. */
  readonly notAfter?: Date;
  /** Default: EC P-256, the quickest to make. */
  readonly key?: KeyKind;
  /** Hash of the signature on it, default SHA-256. */
  readonly hash?: SignatureHash;
  /** Default false. */
  readonly ca?: boolean;
  /** Hex digits; default: random. */
  readonly serial?: string;
  /** A key that no other certificate has. CA and EC keys always are; RSA keys of leaves are shared otherwise. */
  readonly freshKey?: boolean;
}

/** A certificate with its private key. */
export interface LabCertificate {
  readonly der: Buffer;
  readonly pem: string;
  /** PKCS #8. */
  readonly keyPem: string;
  /** SHA-256 of the DER in lower-case hex: the id of a certificate in a snapshot. */
  readonly id: string;
  /** SHA-256 of the DER SubjectPublicKeyInfo in lower-case hex, as in TLSA 3 1 1. */
  readonly spkiSha256: string;
  /** Absent where it is self-signed. */
  readonly issuer: LabCertificate | undefined;
  readonly keyKind: KeyKind;
  readonly keys: KeyPair;
}

const DAY_MS = 86_400_000;

/** KeyUsage (RFC 5280 §4.2.1.3) as DER: the library's flags cannot be joined under our lint rules. */
const KEY_USAGE = {
  signAndEncipher: Buffer.from('030205a0', 'hex'),
  certificatesAndCrls: Buffer.from('03020106', 'hex'),
};

/**
 * Makes a certificate and its key.
 * @throws what WebCrypto or the encoder throw on a spec that cannot be encoded: a bug of the test
 */
export async function makeCertificate(spec: CertificateSpec): Promise<LabCertificate> {
  const keyKind = spec.key ?? 'EC P-256';
  const keys = await chooseKeys(spec, keyKind);
  const made = await sign(spec, keyKind, keys);
  const der = Buffer.from(made.rawData);
  const pkcs8 = await webcrypto.subtle.exportKey('pkcs8', keys.privateKey);
  return {
    der,
    pem: made.toString('pem'),
    keyPem: x509.PemConverter.encode(pkcs8, 'PRIVATE KEY'),
    id: sha256(der),
    spkiSha256: sha256(Buffer.from(made.publicKey.rawData)),
    issuer: spec.issuer,
    keyKind,
    keys,
  };
}

async function chooseKeys(spec: CertificateSpec, keyKind: KeyKind): Promise<KeyPair> {
  const shared = keyKind !== 'EC P-256' && spec.ca !== true && spec.freshKey !== true;
  return shared ? pooledKeyPair(keyKind, keysAbove(spec.issuer)) : newKeyPair(keyKind);
}

function keysAbove(issuer: LabCertificate | undefined): ReadonlySet<KeyPair> {
  const taken = new Set<KeyPair>();
  for (let above = issuer; above !== undefined; above = above.issuer) taken.add(above.keys);
  return taken;
}

async function sign(
  spec: CertificateSpec,
  keyKind: KeyKind,
  keys: KeyPair,
): Promise<x509.X509Certificate> {
  const subject = encodeName(spec.subject);
  const signer = { kind: spec.issuer?.keyKind ?? keyKind, keys: spec.issuer?.keys ?? keys };
  const hash = spec.hash ?? 'SHA-256';
  return x509.X509CertificateGenerator.create({
    subject,
    issuer: spec.issuer ? new x509.X509Certificate(spec.issuer.der).subjectName : subject,
    notBefore: spec.notBefore ?? new Date(Date.now() - DAY_MS),
    notAfter: spec.notAfter ?? new Date(Date.now() + 365 * DAY_MS),
    publicKey: keys.publicKey,
    signingKey: await signingKey(signer.keys, signer.kind, hash),
    signingAlgorithm: signingAlgorithm(signer.kind, hash),
    extensions: await extensions(spec, keys, signer.keys),
    ...(spec.serial === undefined ? {} : { serialNumber: spec.serial }),
  });
}

function encodeName(subject: CertificateSpec['subject']): x509.Name {
  if (typeof subject === 'string') return new x509.Name(subject);
  return new x509.Name(subject.map(({ type, value }) => ({ [type]: [{ utf8String: value }] })));
}

async function extensions(
  spec: CertificateSpec,
  keys: KeyPair,
  signerKeys: KeyPair,
): Promise<x509.Extension[]> {
  const ca = spec.ca ?? false;
  return [
    new x509.BasicConstraintsExtension(ca, undefined, true),
    new x509.Extension(
      '2.5.29.15',
      true,
      ca ? KEY_USAGE.certificatesAndCrls : KEY_USAGE.signAndEncipher,
    ),
    ...(ca ? [] : [new x509.ExtendedKeyUsageExtension(['1.3.6.1.5.5.7.3.1'])]),
    ...(spec.names === undefined ? [] : [alternativeNames(spec.names)]),
    await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    await x509.AuthorityKeyIdentifierExtension.create(signerKeys.publicKey),
  ];
}

function alternativeNames(names: readonly string[]): x509.SubjectAlternativeNameExtension {
  return new x509.SubjectAlternativeNameExtension(
    names.map((value) => ({ type: 'dns' as const, value })),
  );
}

function sha256(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex');
}
