/** Encodes the messages of TLS servers, valid and invalid ones. */

/** A record of a type with its content, whole. */
export function record(type: number, content: Buffer, version = 0x0303): Buffer {
  return Buffer.concat([Buffer.of(type), uint(2, version), uint(2, content.length), content]);
}

/** A handshake message in a record of its own. `length`: what it says of its length, if that is a lie. */
export function message(type: number, body: Buffer, length = body.length): Buffer {
  return record(22, Buffer.concat([Buffer.of(type), uint(3, length), body]));
}

/** An alert: level 1 is a warning, 2 is fatal. */
export function alert(level: number, description: number): Buffer {
  return record(21, Buffer.of(level, description));
}

/** What a ServerHello is made of; extensions by number. */
export interface HelloParts {
  version?: number;
  random?: Buffer;
  sessionId?: Buffer;
  suite?: number;
  extensions?: Record<number, Buffer>;
}

/** The body of a ServerHello, TLS 1.2 with an AES suite where nothing else is said. */
export function helloBody(parts: HelloParts = {}): Buffer {
  const { version = 0x0303, random = Buffer.alloc(32, 7), sessionId = Buffer.alloc(0) } = parts;
  const { suite = 0xc02f, extensions } = parts;
  const all = Object.entries(extensions ?? {}).map(([type, data]) =>
    Buffer.concat([uint(2, Number(type)), vector(2, data)]),
  );
  return Buffer.concat([
    uint(2, version),
    random,
    vector(1, sessionId),
    uint(2, suite),
    Buffer.of(0),
    extensions === undefined ? Buffer.alloc(0) : vector(2, Buffer.concat(all)),
  ]);
}

/** A ServerHello in its record. */
export function serverHello(parts: HelloParts = {}): Buffer {
  return message(2, helloBody(parts));
}

/** A HelloRetryRequest (RFC 8446 §4.1.4) that asks for a group. */
export function helloRetryRequest(group: number): Buffer {
  const random = Buffer.from(
    'cf21ad74e59a6111be1d8c021e65b891c2a211167abb8c5e079e09e2c8a8339c',
    'hex',
  );
  return serverHello({
    random,
    suite: 0x1301,
    extensions: { 43: uint(2, 0x0304), 51: uint(2, group) },
  });
}

/** A Certificate message of these certificates. */
export function certificates(...chain: Buffer[]): Buffer {
  return message(11, vector(3, Buffer.concat(chain.map((der) => vector(3, der)))));
}

/** A ServerKeyExchange with a finite-field prime of so many bits. */
export function dheExchange(bits: number): Buffer {
  const prime = Buffer.alloc(Math.ceil(bits / 8), 0xff);
  if (bits % 8 !== 0) prime[0] = 0xff >> (8 - (bits % 8));
  return message(12, Buffer.concat([vector(2, prime), vector(2, Buffer.of(2)), vector(2, prime)]));
}

/** A ServerKeyExchange with a named curve. */
export function curveExchange(group: number): Buffer {
  return message(12, Buffer.concat([Buffer.of(3), uint(2, group), vector(1, Buffer.alloc(32))]));
}

/** CertificateRequest and ServerHelloDone. */
export const certificateRequest = message(13, Buffer.of(1, 1, 0, 0));
export const helloDone = message(14, Buffer.alloc(0));

/** A number of so many bytes. */
export function uint(bytes: number, value: number): Buffer {
  const buffer = Buffer.alloc(bytes);
  buffer.writeUIntBE(value, 0, bytes);
  return buffer;
}

/** Bytes with their length before them. */
export function vector(lengthBytes: number, content: Buffer): Buffer {
  return Buffer.concat([uint(lengthBytes, content.length), content]);
}
