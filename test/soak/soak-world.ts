import type { Endpoint } from '../../src/model/records/endpoint.ts';
import type { SmtpBehaviours } from '../lab/smtp/smtp-behaviour.ts';

/** How a server of the soak behaves, out of 30, and what a survey has to say of it. */
interface Kind {
  share: number;
  /** Class, outcome and, where it failed, stage and code. */
  expected: string;
  /** Whether it has a valid certificate. */
  isHealthy: boolean;
  /** What it says beside its certificate. */
  behaviour: SmtpBehaviours;
}

const LATER = { greeting: '421 4.3.2 try again later' } as const;
const BUSY = { greeting: '421 4.7.0 too many connections, slow down' } as const;

export const KINDS = {
  good: { share: 18, expected: 'tls', isHealthy: true, behaviour: {} },
  plaintext: {
    share: 2,
    expected: 'plaintext',
    isHealthy: true,
    behaviour: { starttls: 'absent' },
  },
  silent: failing('failed greeting:timeout', { greeting: 'silent' }),
  dripping: failing('failed greeting:timeout', {
    greeting: { kind: 'drip', everyMs: 200, text: '220 '.padEnd(2_000, 'a') },
  }),
  flooding: failing('failed greeting:too-long', {
    greeting: { kind: 'flood', chunk: '220-a line that does not end\r\n' },
  }),
  'resetting at EHLO': failing('failed ehlo:reset', { endAt: { step: 'ehlo', how: 'reset' } }),
  'resetting in the handshake': failing('tls-failed handshake:reset', {
    onClientHello: () => ({ kind: 'end', how: 'reset' }),
  }),
  'speaking on in plaintext': failing('tls-failed handshake:malformed', {
    onClientHello: () => ({ kind: 'say', reply: '500 what?' }),
  }),
  refusing: failing('rejected', { greeting: '554 5.3.2 no service here' }),
  'never reading': failing('failed ehlo:timeout', { reads: false }),
  greylisting: { share: 1, expected: 'tls', isHealthy: true, behaviour: [LATER, {}] },
  throttling: { share: 1, expected: 'tls', isHealthy: true, behaviour: [BUSY, {}] },
} as const satisfies Record<string, Kind>;

function failing(expected: string, behaviour: SmtpBehaviours): Kind {
  return { share: 1, expected, isHealthy: false, behaviour };
}

/** One server of the soak. */
export interface SoakServer {
  kind: keyof typeof KINDS;
  domain: string;
  host: string;
  address: string;
}

/** All servers, always the same ones: each of an operator and at an address of its own. */
export function soakServers(count: number): SoakServer[] {
  const names = Object.keys(KINDS) as (keyof typeof KINDS)[];
  const wheel = names.flatMap((name) => new Array<typeof name>(KINDS[name].share).fill(name));
  return Array.from({ length: count }, (_, index) => {
    const domain = `soak${index}.example`;
    return {
      // 7 has no common factor with the length of the wheel: all kinds are mixed.
      kind: wheel[(index * 7) % wheel.length] ?? 'good',
      domain,
      host: `mx.${domain}`,
      address: `127.${80 + Math.floor(index / 60_000)}.${Math.floor(index / 250) % 240}.${1 + (index % 250)}`,
    };
  });
}

/** What a record says, in the words of a kind's `expected`. */
export function saidOf({ outcome, failure }: Endpoint): string {
  return failure === null ? outcome : `${outcome} ${failure.stage}:${failure.code}`;
}
