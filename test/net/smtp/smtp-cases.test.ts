import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { classOf } from '../../../src/model/records/endpoint.ts';
import { attempt } from '../../../src/net/smtp/attempt.ts';
import { TIMEOUTS } from '../../../src/net/deadline.ts';
import { dialDirectly } from '../../../src/net/dial.ts';
import { openDirectly } from '../../../src/net/open.ts';
import type { SmtpBehaviour } from '../../lab/smtp/smtp-behaviour.ts';
import { startSmtpServer } from '../../lab/smtp/smtp-server.ts';

interface Case {
  id: string;
  greeting: string;
  override: Partial<Record<'ehlo' | 'helo' | 'starttls' | 'quit' | 'rset', string>>;
  starttlsReply?: string;
  transition: boolean;
  hide: string[];
  offersStartTLS: boolean;
}

const FILE = new URL('../../../../shared/data/smtp-cases/cases.json', import.meta.url);
const there = existsSync(FILE);
const cases = there ? (JSON.parse(readFileSync(FILE, 'utf8')) as Case[]) : [];

/** What is to come of each family of cases; the first pattern that fits counts. */
const EXPECTED: readonly (readonly [RegExp, string])[] = [
  [/^Buffering\/B_1$/, 'tls'],
  [/^Negotiation\/D_1$/, 'plaintext'],
  [/^Negotiation\/O_2$/, 'refused-starttls broken'],
  [/^Negotiation\/O_3$/, 'refused-starttls unknown'],
  [/^Negotiation\/O_4$/, 'failed unknown'],
  [/^(Negotiation\/O_1|others\/X_1|others\/ehlo\/250.*)$/, 'plaintext'],
  [/^others\/ehlo\/(220|221|354)$/, 'failed unknown'],
  [/^others\/ehlo\/421$/, 'deferred unknown'],
  [/^others\/ehlo\/(500|502|504)$/, 'plaintext'],
  [/^others\/ehlo\/(501|550)$/, 'rejected unknown'],
  [/^others\/ehlo\/530$/, 'tls'],
  [/^others\/greeting\/220$/, 'tls'],
  [/^others\/greeting\/(221|354)$/, 'failed unknown'],
  [/^others\/greeting\/421$/, 'deferred unknown'],
  [/^others\/greeting\/5/, 'rejected unknown'],
  [/^others\/helo\/ehlo500_helo(220|221|354)$/, 'failed unknown'],
  [/^others\/helo\/ehlo500_helo421$/, 'deferred unknown'],
  [/^others\/helo\/ehlo500_helo5/, 'rejected unknown'],
  [/^others\/quit\//, 'rejected unknown'],
  [/^others\/rset\//, 'plaintext'],
  [/^others\/starttls\/(220|221)$/, 'tls-failed broken'],
  [/^others\/starttls\/354$/, 'failed unknown'],
  [/^others\/starttls\/(421|454)$/, 'refused-starttls unknown'],
  [/^others\/starttls\/5/, 'refused-starttls broken'],
  [/^setup/, 'tls'],
];

function behaviour({
  greeting,
  override,
  starttlsReply,
  transition,
  hide,
  offersStartTLS,
}: Case): SmtpBehaviour {
  const hidden = Buffer.from('502 Command not implemented\r\n');
  const reply = override.starttls ?? starttlsReply;
  const bytes = (text: string | undefined) => (text === undefined ? undefined : Buffer.from(text));
  const ehlo = hide.includes('ehlo') ? hidden : bytes(override.ehlo);
  return {
    greeting: Buffer.from(greeting),
    starttls: offersStartTLS ? 'offered' : 'absent',
    ...(ehlo === undefined ? {} : { ehlo }),
    ...(override.helo === undefined ? {} : { helo: Buffer.from(override.helo) }),
    ...(override.quit === undefined ? {} : { quit: Buffer.from(override.quit) }),
    ...(hide.includes('starttls') ? { starttlsReply: hidden } : {}),
    ...(reply === undefined ? {} : { starttlsReply: Buffer.from(reply) }),
    startsTls: transition && override.starttls === undefined && starttlsReply === undefined,
  };
}

describe.skipIf(!there)('the SMTP cases of shared/data (skipped where they are absent)', () => {
  it.each(cases.map((each) => [each.id, each] as const))('%s', async (id, each) => {
    const expected = EXPECTED.find(([pattern]) => pattern.test(id))?.[1];
    const server = await startSmtpServer({ behaviour: behaviour(each) });
    try {
      const observation = await attempt({
        host: 'mx.lab.example',
        address: '127.0.0.1',
        port: server.port,
        open: openDirectly(dialDirectly),
        ehlo: 'scan.lab.example',
        clients: [],
        action: { kind: 'handshake', offer: 'certificate' },
        sni: true,
        timeouts: { ...TIMEOUTS, quit: 200, handshake: 1_000 },
        record: () => undefined,
      });
      if (observation.outcome === 'hello') throw new Error('no hello was asked for');
      const word = classOf(observation);
      expect(`${observation.outcome} ${word}`).toBe(
        expected?.includes(' ') === true ? expected : `${String(expected)} ${String(expected)}`,
      );
    } finally {
      await server.close();
    }
  });
});
