import { expect, it } from 'vitest';
import type { TranscriptLine } from '../../src/model/transcript.ts';
import { makePalette } from '../../src/report/document/palette.ts';
import { describeTranscript } from '../../src/report/transcript.ts';

const client = (text: string): TranscriptLine => ({ from: 'client', text });
const server = (text: string): TranscriptLine => ({ from: 'server', text });
const scanner = (text: string): TranscriptLine => ({ from: 'scanner', text });

const DIALOGUES: Record<string, TranscriptLine[]> = {
  tls: [
    server('220 mx.example.gr ESMTP \x1b[31m\u202e'),
    client('EHLO scan.example.org'),
    server('250-mx.example.gr'),
    server('250-SIZE 10240000'),
    server('250 STARTTLS'),
    client('STARTTLS'),
    server('220 ready'),
    scanner('TLS started: TLSv1.3 TLS_AES_256_GCM_SHA384'),
    client('QUIT'),
    server('221 bye'),
  ],
  'asked-twice': [
    server('220 mx.example.gr ESMTP'),
    client('EHLO scan.example.org'),
    server('250 mx.example.gr'),
    client('QUIT'),
    server('221 bye'),
    server('220 mx.example.gr ESMTP'),
    client('EHLO scan.example.org'),
    server('421 4.3.2 shutting down'),
  ],
  'tls-then-plain': [
    server('220 ready'),
    scanner('TLS started: TLSv1 AES128-SHA'),
    client('QUIT'),
    server('502 what?'),
    server('220 ready'),
    client('EHLO scan.example.org'),
  ],
  hellos: [
    server('220 ready'),
    scanner('TLS handshake failed: local-limit (ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE)'),
    server('220 ready'),
    scanner('TLS hello up to TLSv1.3: TLSv1.2 TLS_RSA_WITH_RC4_128_SHA'),
    server('220 ready'),
    scanner('TLS hello up to TLSv1.1: alert 70'),
  ],
  refused: [scanner('refused: ECONNREFUSED')],
};

it.each(Object.entries(DIALOGUES))('prints a dialogue like swaks: %s', async (name, lines) => {
  const dialogue = { host: 'mx.example.gr', address: '192.0.2.1', lines };
  const text = describeTranscript(dialogue, makePalette(false));
  expect(text).not.toMatch(/[^\P{C}\n]/u);
  await expect(text).toMatchFileSnapshot(`expected/transcript-${name}.txt`);
});
