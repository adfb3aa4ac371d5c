import type { TLSSocket } from 'node:tls';
import fc from 'fast-check';
import { mutated, textWith } from './budget.ts';

/** How a web server goes on after its bytes: with the last of them again and again, at once or slowly, or not at all. */
const ENDINGS = ['close', 'reset', 'stay', 'flood', 'drip'] as const;

/** What a web server sends to a request. */
export interface WebAnswer {
  readonly bytes: Buffer;
  readonly ending: (typeof ENDINGS)[number];
}

const BODY =
  'version: STSv1\nmode: enforce\nmx: *.a.example\nmx: *.sound.example\nmax_age: 86400\n';
const OK = `HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n`;

/** An answer with a policy, whole. */
export const POLICY: WebAnswer = {
  bytes: Buffer.from(`${OK}Content-Length: ${BODY.length}\r\n\r\n${BODY}`),
  ending: 'close',
};

const CHUNKED = Buffer.from(
  `${OK}Transfer-Encoding: chunked\r\n\r\n${BODY.length.toString(16)}\r\n${BODY}\r\n0\r\n\r\n`,
);

const STATUSES = ['200 OK', '301 Moved', '304', '404 Not Found', '429', '503', '999', '103 Hints'];
const FIELDS = [
  'Content-Type: text/plain',
  'content-type: TEXT/plain; charset=utf-8',
  'Content-Type: text/html',
  'Location: https://127.0.0.1/',
  'Location: \x00\x1b]0;x\x07',
  'Content-Encoding: gzip',
  'Transfer-Encoding: chunked',
  'Transfer-Encoding: gzip, chunked',
  'Connection: upgrade',
  'Upgrade: h2c',
  'Content-Length: 0',
  'Content-Length: -1',
  'Content-Length: 99999999999999999999',
  `X: ${'y'.repeat(20_000)}`,
];

/** Heads and bodies in any combination. */
const combined = fc
  .record({
    interim: fc.constantFrom('', 'HTTP/1.1 100 Continue\r\n\r\n'),
    status: fc.constantFrom(...STATUSES),
    fields: fc.array(fc.constantFrom(...FIELDS), { maxLength: 4 }),
    length: fc.option(fc.integer({ min: -3, max: 3 })),
    body: fc.oneof(
      fc.constant(BODY),
      textWith(['version: STSv1\n', 'mode: enforce\n', 'mx: *.example\n', 'max_age: 1\n', '0\r\n']),
      fc.constant('x'.repeat(70_000)),
    ),
  })
  .map(({ interim, status, fields, length, body }) => {
    const sized = length === null ? [] : [`Content-Length: ${Buffer.byteLength(body) + length}`];
    const head = [`HTTP/1.1 ${status}`, ...fields, ...sized, '', ''].join('\r\n');
    return Buffer.from(interim + head + body);
  });

/** The bytes of an answer: none, any, or nearly those of a policy. */
export const webBytes: fc.Arbitrary<Buffer> = fc.oneof(
  combined,
  mutated(POLICY.bytes),
  mutated(CHUNKED),
  textWith(['HTTP/1.1 200 OK\r\n', `${FIELDS[0] ?? ''}\r\n`, '\r\n\r\n', '5\r\n', BODY]).map(
    (text): Buffer => Buffer.from(text),
  ),
);

/** Anything that a web server may do with a request. */
export const webAnswer: fc.Arbitrary<WebAnswer> = fc.record({
  bytes: webBytes,
  ending: fc.constantFrom(...ENDINGS),
});

/** Sends an answer. */
export function sendAnswer(socket: TLSSocket, { bytes, ending }: WebAnswer): void {
  const piece = bytes.subarray(-1_000);
  const again = (): void => {
    if (socket.destroyed || !socket.writable || piece.length === 0) return;
    if (ending === 'drip') socket.write(piece.subarray(-1), () => setTimeout(again, 50).unref());
    else if (socket.write(piece)) setImmediate(again);
    else socket.once('drain', again);
  };
  socket.write(bytes, () => {
    if (ending === 'close') socket.end();
    else if (ending === 'reset') socket.destroy();
    else if (ending !== 'stay') again();
  });
}

/** Whether a client may take an answer for a policy: it has, somewhere, all that a policy needs. */
export function mayBePolicy({ bytes, ending }: WebAnswer): boolean {
  const sent =
    ending === 'flood'
      ? Buffer.concat([bytes, bytes.subarray(-1_000), bytes.subarray(-1_000)])
      : bytes;
  const text = sent.toString('latin1');
  return [/^HTTP\/1/m, / 200/, /text\/plain/i, /STSv1/, /mode/].every((each) => each.test(text));
}
