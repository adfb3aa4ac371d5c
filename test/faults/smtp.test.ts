import { describe, expect } from 'vitest';
import type { Endpoint } from '../../src/model/records/endpoint.ts';
import type { SmtpBehaviour } from '../lab/smtp/smtp-behaviour.ts';
import { fault, withoutScenario } from './fault.ts';
import { endpointOf, oneHost, scanned, summaries, summary, surveyed } from './survey.ts';

/** What EHLO showed of STARTTLS. */
async function offered(behaviour: SmtpBehaviour): Promise<string> {
  return (await endpointOf(behaviour)).outcome;
}

function timed(...lines: readonly [number, string][]) {
  return { kind: 'timed', lines: lines.map(([afterMs, line]) => ({ afterMs, line })) } as const;
}

describe('SMTP', () => {
  fault(
    54,
    {
      case: 'a greeting of several lines with a delay between them (postscreen)',
      does: 'mxtls speaks after the last line',
    },
    async () => {
      const greeting = timed([0, '220-wait'], [200, '220 now']);
      expect(await summaries({ greeting, earlyTalk: '554 too early' })).toEqual(['tls tls']);
    },
  );

  fault(
    55,
    {
      case: 'replies split anywhere, two in one packet',
      does: 'parsed byte by byte, one reply at a time',
    },
    async () => {
      expect(await summaries({ dripMs: 2 }, { greeting: ['220 mx', '220 mx'] })).toEqual([
        'tls tls',
        'tls tls',
      ]);
    },
  );

  fault(
    56,
    { case: 'the server sends data unasked', does: 'dropped, note `unsolicited-data`' },
    async () => {
      expect((await endpointOf({ greeting: ['220 mx', '250 mx'] })).notes).toContain(
        'unsolicited-data',
      );
    },
  );

  fault(
    57,
    { case: '554, 550, 521 as greeting', does: '`rejected`, class `unknown`, with the reply' },
    async () => {
      const greetings = ['554 5.7.1 no', '550 no', '521 no'];
      expect(await summaries(...greetings.map((greeting) => ({ greeting })))).toEqual([
        'unknown rejected said 554',
        'unknown rejected said 550',
        'unknown rejected said 521',
      ]);
    },
  );

  fault(
    58,
    {
      case: '421, 450, 451 as greeting',
      does: '`deferred`, class `unknown`; asked again in a later pass',
    },
    async () => {
      const codes = ['421', '450', '451'];
      expect(await summaries(...codes.map((code) => ({ greeting: `${code} later` })))).toEqual(
        codes.map((code) => `unknown deferred said ${code}`),
      );
      const { endpoints } = await surveyed(oneHost([{ greeting: '421 later' }, {}]), { passes: 2 });
      expect(endpoints.map(summary)).toEqual(['tls tls']);
    },
  );

  fault(59, { case: '221 or 354 as greeting', does: '`failed`, `unexpected`' }, async () => {
    expect(await summaries({ greeting: '221 bye' }, { greeting: '354 go on' })).toEqual([
      'unknown failed greeting:unexpected said 221',
      'unknown failed greeting:unexpected said 354',
    ]);
  });

  fault(
    60,
    { case: 'HTTP, SSH, TLS at once, binary', does: '`not-smtp`, with the first bytes' },
    async () => {
      const greetings = [
        'HTTP/1.1 400 Bad Request',
        'SSH-2.0-OpenSSH_9.2',
        Buffer.from([21, 3, 1, 0, 2, 2, 70, 10]),
        Buffer.from([0, 255, 13, 10]),
      ];
      const ends = await summaries(...greetings.map((greeting) => ({ greeting })));
      expect(new Set(ends)).toEqual(new Set(['unknown failed greeting:not-smtp']));
    },
  );

  fault(61, { case: 'bare LF; no line end at the end', does: 'read as lines' }, async () => {
    expect(
      await summaries(
        { greeting: Buffer.from('220 mx\n'), ehlo: Buffer.from('250-mx\n250 STARTTLS\n') },
        { greeting: Buffer.from('554 go'), endAt: { step: 'greeting', how: 'close' } },
      ),
    ).toEqual(['tls tls', 'unknown rejected said 554']);
  });

  fault(
    62,
    {
      case: '`250`, `250<tab>`, four digits, `25x`',
      does: 'three digits, then `-`, a space or the end; anything else is `malformed`',
    },
    async () => {
      const ends = await summaries(
        { ehlo: '250' },
        { ehlo: '250\tmx' },
        { ehlo: '2500 mx' },
        { ehlo: '25x mx' },
      );
      expect(ends[0]).toBe('plaintext plaintext');
      expect(ends.slice(2)).toEqual([
        'unknown failed ehlo:malformed',
        'unknown failed ehlo:malformed',
      ]);
    },
  );

  fault(
    63,
    {
      case: 'a code that changes within a reply',
      does: 'the code of the last line counts, with a note',
    },
    async () => {
      const { notes } = await endpointOf({ ehlo: ['250-mx', '500 no'] });
      expect(notes).toContain('mixed-codes-ehlo');
    },
  );

  fault(
    64,
    {
      case: 'lines and replies without end',
      does: 'a line is cut at 2,048 bytes, a greeting refused over 128 lines, a reply over 64 KB',
    },
    async () => {
      const many = Array.from({ length: 9_000 }, (_, nth) => `250-X${nth}`);
      expect(
        await summaries(
          { greeting: { kind: 'flood', chunk: 'a'.repeat(5_000) } },
          { ehlo: ['250-mx', ...many, '250 STARTTLS'] },
          { ehlo: ['250-mx', `250-X ${'a'.repeat(3_000)}`, '250 STARTTLS'] },
        ),
      ).toEqual(['unknown failed greeting:too-long', 'unknown failed ehlo:too-long', 'tls tls']);
    },
  );

  fault(
    65,
    {
      case: 'EHLO 500, 502, 504; 550',
      does: 'HELO; then `plaintext` with `helo-only`; 550 is `rejected`',
    },
    async () => {
      for (const ehlo of ['500 what?', '502 what?', '504 what?']) {
        const endpoint = await endpointOf({ ehlo, helo: '250 mx' });
        expect([summary(endpoint), endpoint.notes]).toEqual([
          expect.stringMatching(/^plaintext plaintext/),
          ['helo-only'],
        ]);
      }
      expect(await summaries({ ehlo: '550 no' })).toEqual(['unknown rejected said 550']);
    },
  );

  fault(
    66,
    { case: 'EHLO 421, 530', does: '`deferred`; STARTTLS is sent all the same' },
    async () => {
      expect(
        await summaries({ ehlo: '421 later' }, { ehlo: '530 5.7.0 Must issue STARTTLS first' }),
      ).toEqual(['unknown deferred said 421', 'tls tls']);
    },
  );

  fault(
    67,
    {
      case: 'STARTTLS within other words, in lower case, with parameters',
      does: 'only the first word of a keyword line counts, in any case',
    },
    async () => {
      const keyword = (text: string) => offered({ starttls: { keyword: text } });
      expect(
        await Promise.all(
          ['XSTARTTLS', 'AUTH STARTTLS', 'STARTTLS.example', 'starttls', 'STARTTLS now'].map(
            keyword,
          ),
        ),
      ).toEqual([...['plaintext', 'plaintext', 'plaintext', 'tls', 'tls']]);
    },
  );

  fault(
    68,
    { case: 'STARTTLS in the greeting line of EHLO', does: 'that line has no keyword' },
    async () => {
      expect(await offered({ ehlo: '250 STARTTLS' })).toBe('plaintext');
    },
  );

  fault(
    69,
    { case: 'STARTTLS missing once', does: 'asked a second time before it counts' },
    async () => {
      expect(await summaries([{ starttls: 'absent' }, {}])).toEqual(['tls tls']);
      const { world } = await surveyed(oneHost({ starttls: 'absent' }));
      expect(world.connections()).toHaveLength(2);
    },
  );

  fault(
    70,
    {
      case: 'STARTTLS only for known names, or clients with a PTR record',
      does: 'cannot be seen from the scanner: a survey requires `--ehlo`, a name of your own',
    },
    async () => {
      const { status, stderr } = await scanned(oneHost({}), ['--list', 'list.txt'], {
        ehlo: false,
      });
      expect([status, stderr]).toEqual([2, expect.stringContaining('requires --ehlo')]);
    },
  );

  fault(
    71,
    {
      case: '454, 421, 5xx to STARTTLS',
      does: 'asked again in a later pass; `broken` after two 5xx',
    },
    async () => {
      const replies = ['454 not now', '421 later', '500 no', '501 no', '502 no', '530 no'];
      expect(await summaries(...replies.map((starttlsReply) => ({ starttlsReply })))).toEqual([
        'unknown refused-starttls said 454',
        'unknown refused-starttls said 421',
        'broken refused-starttls said 500',
        'broken refused-starttls said 501',
        'broken refused-starttls said 502',
        'broken refused-starttls said 530',
      ]);
    },
  );

  fault(
    72,
    { case: '220 to STARTTLS, then plaintext', does: '`tls-failed`, `malformed`' },
    async () => {
      const ends = await summaries({ onClientHello: () => ({ kind: 'say', reply: '500 what?' }) });
      expect(ends).toEqual(['broken tls-failed handshake:malformed']);
    },
  );

  fault(
    73,
    { case: '2xx other than 220 to STARTTLS', does: 'recorded, and the handshake goes on' },
    async () => {
      const endpoint = await endpointOf({ starttlsReply: '221 going on', startsTls: true });
      expect([summary(endpoint), endpoint.reply?.code]).toEqual(['tls tls', 221]);
    },
  );

  fault(74, { case: 'QUIT without an answer, or 500', does: '3 seconds; no fault' }, async () => {
    expect(await summaries({ quit: 'silent' }, { quit: '500 what?' })).toEqual([
      'tls tls',
      'tls tls',
    ]);
  });

  fault(75, { case: 'leaving without QUIT', does: 'QUIT is sent after failures too' }, async () => {
    for (const behaviour of [
      { starttls: 'absent' },
      { greeting: '554 no' },
      { starttlsReply: '454 no' },
      { ehlo: 'silent' },
    ] as const) {
      const { world } = await surveyed(oneHost(behaviour));
      expect(world.connections().map(({ commands }) => commands.at(-1))).toEqual(
        world.connections().map(() => 'QUIT'),
      );
    }
  });

  fault(
    76,
    {
      case: 'a name in EHLO that is an address or does not resolve',
      does: 'lists require `--ehlo`, which takes a full name; `doctor` checks whether it resolves',
    },
    async () => {
      const { status, stderr } = await scanned(oneHost({}), ['d.example', '--ehlo', '192.0.2.1'], {
        ehlo: false,
      });
      expect([status, stderr]).toEqual([2, expect.stringContaining('--ehlo "192.0.2.1"')]);
    },
  );

  fault(
    77,
    {
      case: 'spamd: accepts all commands with 250 or 450, byte by byte',
      does: 'the deadlines; `deferred` or `failed`, never without STARTTLS',
    },
    async () => {
      const spamd = { greeting: '220 spamd', ehlo: '450 4.7.0 later', dripMs: 5 };
      expect(await summaries(spamd)).toEqual(['unknown deferred said 450']);
    },
  );

  fault(
    78,
    {
      case: 'control characters, bidi, markup in a greeting',
      does: 'escaped in the terminal and in the snapshot',
    },
    async () => {
      const { stdout } = await scanned(
        oneHost({ greeting: '220 \u001b]0;x\u0007 \u0000 <script> ]]> =cmd' }),
      );
      expect(stdout).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f]/);
      expect(stdout).toContain('<script>');
    },
  );
});

describe('the switch to TLS', () => {
  fault(
    79,
    {
      case: 'plaintext after the 220, in the same packet (response injection)',
      does: 'dropped, never read as a reply, note `data-after-220`',
    },
    async () => {
      const endpoint = await endpointOf({ glued: '250 injected\r\n' });
      expect([summary(endpoint), endpoint.notes]).toEqual(['tls tls', ['data-after-220']]);
    },
  );

  fault(
    80,
    {
      case: 'plaintext a moment later',
      does: 'it is read as part of the handshake: `tls-failed`, `malformed`. Its bytes are not recorded: the TLS library does not give them',
    },
    async () => {
      const starttlsReply = timed([0, '220 go on'], [20, '250 injected']);
      expect(await summaries({ startsTls: true, starttlsReply })).toEqual([
        'broken tls-failed handshake:malformed',
      ]);
    },
  );

  fault(
    81,
    {
      case: 'another EHLO, or STARTTLS again, inside TLS',
      does: 'only QUIT is sent inside, so the two lists cannot be mixed up',
    },
    async () => {
      const { world, endpoints } = await surveyed(
        oneHost({ ehloAfterTls: ['250-mx', '250 STARTTLS'] }),
      );
      expect(
        world.connections().map(({ commands }) => commands.map((line) => line.split(' ')[0])),
      ).toEqual([['EHLO', 'STARTTLS', 'QUIT']]);
      expect((endpoints[0] as Endpoint).outcome).toBe('tls');
    },
  );

  fault(
    82,
    {
      case: 'listeners of the SMTP side left on the socket',
      does: 'removed; only errors are still caught',
    },
    async () => {
      expect(await summaries({ quit: { kind: 'flood', chunk: '221-a\r\n'.repeat(999) } })).toEqual([
        'tls tls',
      ]);
    },
  );

  fault(
    83,
    { case: 'the socket closes between the 220 and the handshake', does: '`closed`, at once' },
    async () => {
      expect(await summaries({ endAt: { step: 'starttls-answered', how: 'close' } })).toEqual([
        'unknown tls-failed handshake:closed',
      ]);
    },
  );

  fault(
    84,
    {
      case: 'an error after a completed handshake',
      does: 'the first result counts, and nothing is thrown',
    },
    async () => {
      expect(await summaries({ endAt: { step: 'after-handshake', how: 'reset' } })).toEqual([
        'tls tls',
      ]);
    },
  );

  withoutScenario(85, {
    case: 'commands injected into the server (CVE-2011-0411)',
    does: 'not tested for: to inject commands is an attack. What a server shows by itself is noted',
  });
});
