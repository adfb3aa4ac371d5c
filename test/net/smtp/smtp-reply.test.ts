import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ReplyParser, type ReplyResult } from '../../../src/net/smtp/smtp-reply.ts';

function feed(chunks: Buffer[]): ReplyResult[] {
  const parser = new ReplyParser();
  const results: ReplyResult[] = [];
  for (const chunk of chunks) {
    parser.push(chunk);
    for (;;) {
      const result = parser.next();
      if (result.kind === 'more') break;
      results.push(result);
      if (result.kind !== 'reply') return results;
    }
  }
  return results;
}

function whole(text: string): ReplyResult[] {
  return feed([Buffer.from(text, 'latin1')]);
}

function reply(code: number, lines: string[], mixedCodes = false): ReplyResult {
  return { kind: 'reply', reply: { code, lines, mixedCodes } };
}

describe('replies', () => {
  it.each<[string, string, ReplyResult[]]>([
    ['one line', '220 mx ESMTP\r\n', [reply(220, ['mx ESMTP'])]],
    [
      'several lines',
      '250-mx\r\n250-SIZE 5\r\n250 STARTTLS\r\n',
      [reply(250, ['mx', 'SIZE 5', 'STARTTLS'])],
    ],
    ['a bare LF', '220 mx\n', [reply(220, ['mx'])]],
    ['a code alone', '250\r\n', [reply(250, [''])]],
    ['two replies in one packet', '220 a\r\n250 b\r\n', [reply(220, ['a']), reply(250, ['b'])]],
    ['a code that changes', '250-a\r\n500 b\r\n', [reply(500, ['a', 'b'], true)]],
    ['not ended yet', '220-mx\r\n', []],
    ['a tab behind the code', '250\tmx\r\n', [{ kind: 'malformed', sample: '250\\x09mx' }]],
    ['four digits', '2500 mx\r\n', [{ kind: 'malformed', sample: '2500 mx' }]],
    ['a letter in the code', '25x mx\r\n', [{ kind: 'malformed', sample: '25x mx' }]],
    ['a code below 200', '150 mx\r\n', [{ kind: 'malformed', sample: '150 mx' }]],
    [
      'HTTP',
      'HTTP/1.1 400 Bad Request\r\n',
      [{ kind: 'malformed', sample: 'HTTP/1.1 400 Bad Request' }],
    ],
    ['control characters', '220 \x1b[2J\x00\r\n', [reply(220, ['\x1b[2J\x00'])]],
    ['UTF-8', Buffer.from('220 é\r\n').toString('latin1'), [reply(220, ['é'])]],
    ['bytes that are no UTF-8', '220 \xff\xe9\r\n', [reply(220, ['\xff\xe9'])]],
  ])('%s', (_, text, expected) => {
    expect(whole(text)).toEqual(expected);
  });

  it('reads a last line without its end when the stream ends', () => {
    const parser = new ReplyParser();
    parser.push(Buffer.from('554 go away'));
    expect(parser.next()).toEqual({ kind: 'more' });
    expect(parser.finish()).toEqual(reply(554, ['go away']));
  });

  it('returns and drops the bytes after a reply', () => {
    const parser = new ReplyParser();
    parser.push(Buffer.from('220 go\r\n250 injected\r\n'));
    parser.next();
    expect(parser.pending).toBe(14);
    expect(parser.discard().toString()).toBe('250 injected\r\n');
    expect(parser.next()).toEqual({ kind: 'more' });
  });
});

describe('caps', () => {
  it('cuts no line, and goes on behind a long one', () => {
    const text = `${'a'.repeat(50_000)} STARTTLS`;
    expect(whole(`220 ${text}\r\n250 b\r\n`)).toEqual([reply(220, [text]), reply(250, ['b'])]);
  });

  it('cuts no line off a reply of many', () => {
    const lines = Array.from({ length: 5_000 }, (_, n) => `X${n}`);
    const text = [...lines.map((line) => `250-${line}\r\n`), '250 STARTTLS\r\n'].join('');
    expect(whole(text)).toEqual([reply(250, [...lines, 'STARTTLS'])]);
  });

  it.each([
    ['J\x00\x00\x00\n5.7.33\x00random', 'J\\x00\\x00\\x00'],
    ['\x16\x03\x01\x02\x00random bytes\n', '\\x16\\x03\\x01\\x02\\x00ran'],
    ['+OK ready <1896.697@pop.example>\r\n', '+OK ready <1896.697@pop.example>'],
  ])('keeps no random bytes of %j', (text, sample) => {
    expect(whole(text)).toEqual([{ kind: 'malformed', sample }]);
  });

  it.each([
    ['a line without end', (i: number) => `${i === 0 ? '220 ' : ''}${'a'.repeat(1_000)}`],
    ['continuation without end', (i: number) => `220-${i}\r\n`],
    ['long lines without end', () => `220-${'a'.repeat(2_000)}\r\n`],
  ])('refuses %s', (_, chunk) => {
    const parser = new ReplyParser();
    const seen = new Set<string>();
    for (let i = 0; i < 20_000; i++) {
      parser.push(Buffer.from(chunk(i)));
      seen.add(parser.next().kind);
      expect(parser.pending).toBeLessThan(70_000);
      if (seen.has('too-long')) break;
    }
    expect([...seen]).toEqual(['more', 'too-long']);
  });
});

describe('properties', () => {
  const lines = fc.array(
    fc.constantFrom('220 a\r\n', '250-b\n', '250 c\r\n', '500-\r\n', 'x\r\n', '\r\n', '4'),
  );

  it('gives the same however the bytes are cut', () => {
    fc.assert(
      fc.property(lines, fc.array(fc.nat(40)), (text, cuts) => {
        const bytes = Buffer.from(text.join(''));
        const chunks: Buffer[] = [];
        let rest = bytes;
        for (const cut of cuts) {
          chunks.push(rest.subarray(0, cut));
          rest = rest.subarray(cut);
        }
        const cutUp = feed([...chunks, rest]);
        expect(cutUp).toEqual(feed([bytes]));
        expect(feed([...bytes].map((byte) => Buffer.from([byte])))).toEqual(cutUp);
      }),
    );
  });

  it('never throws, whatever comes', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 200 })), (chunks) => {
        feed(chunks.map((chunk) => Buffer.from(chunk)));
      }),
    );
  });
});
