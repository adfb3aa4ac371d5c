import { generateKeyPairSync, sign, type KeyObject } from 'node:crypto';

/** The DER of one element: identifier octet, shortest length, contents. */
export function der(tag: number, ...parts: readonly (Uint8Array | string)[]): Buffer {
  const content = Buffer.concat(
    parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : part)),
  );
  return Buffer.concat([Buffer.from([tag]), derLength(content.length), content]);
}

function derLength(length: number): Buffer {
  if (length < 0x80) return Buffer.from([length]);
  const hex = length.toString(16);
  const octets = Buffer.from(hex.padStart(hex.length + (hex.length % 2), '0'), 'hex');
  return Buffer.concat([Buffer.from([0x80 | octets.length]), octets]);
}

/** An OBJECT IDENTIFIER from its dotted form. */
export function oid(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number);
  return der(0x06, Buffer.from([first * 40 + second, ...rest].flatMap(base128)));
}

function base128(arc: number): number[] {
  const groups = [arc & 0x7f];
  for (let rest = Math.floor(arc / 128); rest > 0; rest = Math.floor(rest / 128)) {
    groups.unshift((rest & 0x7f) | 0x80);
  }
  return groups;
}

/** A Name of one attribute an RDN, the types dotted, the values whole elements. */
export function nameOf(...attributes: readonly (readonly [type: string, value: Buffer])[]): Buffer {
  return der(0x30, ...attributes.map(([type, value]) => der(0x31, der(0x30, oid(type), value))));
}

/** A Name with one CN. */
export function commonName(text: string): Buffer {
  return nameOf(['2.5.4.3', der(0x0c, Buffer.from(text, 'utf8'))]);
}

/** An Extension, its value wrapped in the OCTET STRING. */
export function extension(dotted: string, value: Buffer): Buffer {
  return der(0x30, oid(dotted), der(0x04, value));
}

/** An Extension that is marked critical. */
export function criticalExtension(dotted: string, value: Buffer): Buffer {
  return der(0x30, oid(dotted), der(0x01, Buffer.from([0xff])), der(0x04, value));
}

/** An extendedKeyUsage with these purposes, dotted. */
export function purposesExtension(...purposes: readonly string[]): Buffer {
  return extension('2.5.29.37', der(0x30, ...purposes.map(oid)));
}

/** Name constraints from whole GeneralNames, marked critical. */
export function constraintsExtension(limits: {
  readonly permitted?: readonly Buffer[];
  readonly excluded?: readonly Buffer[];
}): Buffer {
  const subtrees = (tag: number, bases: readonly Buffer[] | undefined) =>
    bases === undefined ? [] : [der(tag, ...bases.map((base) => der(0x30, base)))];
  const lists = [...subtrees(0xa0, limits.permitted), ...subtrees(0xa1, limits.excluded)];
  return criticalExtension('2.5.29.30', der(0x30, ...lists));
}

/** A subjectAltName of dNSNames given byte by byte. */
export function dnsNamesExtension(...names: readonly string[]): Buffer {
  return extension('2.5.29.17', der(0x30, ...names.map((name) => der(0x82, name))));
}

/** Basic constraints that make a CA, with a path length or none. */
export function caExtension(pathLength?: number): Buffer {
  const limit = pathLength === undefined ? [] : [der(0x02, Buffer.from([pathLength]))];
  return extension('2.5.29.19', der(0x30, der(0x01, Buffer.from([0xff])), ...limit));
}

/** The parts of a certificate, each the element as it shall stand there. */
export interface HandmadeParts {
  readonly version?: 1 | 2 | 3;
  readonly serial?: Buffer;
  readonly issuer?: Buffer;
  readonly notBefore?: Buffer;
  readonly notAfter?: Buffer;
  readonly subject?: Buffer;
  readonly spki?: Buffer;
  readonly algorithm?: Buffer;
  readonly extensions?: readonly Buffer[] | undefined;
  /** An Ed25519 key that signs it; absent: a signature of zeros. */
  readonly signer?: KeyObject;
}

/** An Ed25519 key pair. */
export function ed25519(): { privateKey: KeyObject; spki: Buffer } {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  return { privateKey, spki: publicKey.export({ type: 'spki', format: 'der' }) };
}

const SOME_KEY = ed25519();
const ED25519 = der(0x30, oid('1.3.101.112'));

/** The default, v1, is left out in DER. */
function versionElement(version: 1 | 2 | 3): Buffer[] {
  return version === 1 ? [] : [der(0xa0, der(0x02, Buffer.from([version - 1])))];
}

/** A certificate put together by hand, so that every part of it can be wrong. */
export function handmade(parts: HandmadeParts = {}): Buffer {
  const algorithm = parts.algorithm ?? ED25519;
  const tbs = der(
    0x30,
    ...versionElement(parts.version ?? 3),
    parts.serial ?? der(0x02, Buffer.from([1])),
    algorithm,
    parts.issuer ?? commonName('issuer'),
    der(
      0x30,
      parts.notBefore ?? der(0x17, '200101000000Z'),
      parts.notAfter ?? der(0x17, '300101000000Z'),
    ),
    parts.subject ?? commonName('subject'),
    parts.spki ?? SOME_KEY.spki,
    ...(parts.extensions === undefined ? [] : [der(0xa3, der(0x30, ...parts.extensions))]),
  );
  const signature = parts.signer === undefined ? Buffer.alloc(64) : sign(null, tbs, parts.signer);
  return der(0x30, tbs, algorithm, der(0x03, Buffer.from([0]), signature));
}
