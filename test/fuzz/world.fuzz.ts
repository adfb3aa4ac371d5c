import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Reply, SmtpBehaviour } from '../lab/smtp/smtp-behaviour.ts';
import { mx } from '../lab/world/world-spec.ts';
import { startWorld } from '../lab/world/world.ts';
import { surveyWorld } from '../scan/lab-survey.ts';
import { hold } from './budget.ts';

/** Connections to one address at most, whatever it does. */
const CONNECTIONS = 30;

const reply: fc.Arbitrary<Reply> = fc.oneof(
  fc.constant<Reply>('silent'),
  fc.constantFrom<Reply>(
    '220 mx ESMTP',
    '250 mx',
    '421 busy',
    '454 no TLS now',
    '554 go away',
    '250-mx',
    'HTTP/1.1 400',
  ),
  fc.uint8Array({ maxLength: 40 }).map((bytes): Reply => Buffer.from(bytes)),
  fc.constant<Reply>({ kind: 'flood', chunk: '250-more\r\n' }),
  fc.constant<Reply>({ kind: 'drip', everyMs: 50, text: '250 mx\r\n' }),
);

const behaviour: fc.Arbitrary<SmtpBehaviour> = fc.record(
  {
    greeting: reply,
    ehlo: reply,
    starttlsReply: reply,
    starttls: fc.constantFrom('offered' as const, 'absent' as const, { keyword: 'XXXXXXXA' }),
    endAt: fc.record({
      step: fc.constantFrom(
        'connect' as const,
        'greeting' as const,
        'ehlo' as const,
        'starttls' as const,
        'starttls-answered' as const,
        'client-hello' as const,
        'after-handshake' as const,
        'quit' as const,
      ),
      how: fc.constantFrom('close' as const, 'reset' as const, 'cut' as const),
    }),
    onClientHello: fc.uint8Array({ maxLength: 60 }).map((bytes) => () => ({
      kind: 'say' as const,
      reply: Buffer.from(bytes),
    })),
    quit: reply,
  },
  { requiredKeys: [] },
);

/** Whether a server may be taken for one without STARTTLS: it said so itself, in whatever words. */
function maySayPlaintext({ starttls, ehlo }: SmtpBehaviour): boolean {
  return starttls === 'absent' || ehlo !== undefined;
}

it('a survey of servers that misbehave ends, asks little, and accuses nobody without a reason', async () => {
  const hosts = ['a', 'b', 'c', 'd'].map((name) => `mx.${name}.example`);
  await hold(
    fc.asyncProperty(fc.array(behaviour, { minLength: 4, maxLength: 4 }), async (behaviours) => {
      const spec = {
        domains: Object.fromEntries(hosts.map((host) => [host.slice(3), mx(host)])),
        hosts: Object.fromEntries(
          hosts.map((host, n) => [host, { behaviour: behaviours[n] ?? {} }]),
        ),
      };
      const world = await startWorld(spec);
      try {
        const { endpoints } = await surveyWorld(world, spec);
        expect(endpoints.map(({ host }) => host)).toEqual(hosts);
        endpoints.forEach(({ outcome }, n) => {
          if (outcome === 'plaintext') expect(maySayPlaintext(behaviours[n] ?? {})).toBe(true);
        });
        for (const host of hosts) {
          const asked = world.connections().filter((each) => each.host === host);
          expect(asked.length).toBeLessThanOrEqual(CONNECTIONS);
        }
      } finally {
        await world.close();
      }
    }),
    1,
  );
});
