import type { FailureCode, Stage } from '../../model/records/words.ts';

/** Where an attempt ended, to stand behind a reason: `connection reset during the TLS handshake`. */
export const STAGE_NAMES = {
  dns: 'in the DNS',
  connect: 'at connect',
  greeting: 'before the greeting',
  ehlo: 'after EHLO',
  starttls: 'after STARTTLS',
  handshake: 'during the TLS handshake',
} as const satisfies Record<Stage, string>;

interface FailureText {
  reason: string;
  /** Whether the reason says by itself at which stage the attempt ended. */
  namesStage: boolean;
  /** Whether it is a limit of the scanner's own side, which says nothing of a server. */
  ours: boolean;
}

/** Why an attempt ended, as it stands behind a colon. */
export const FAILURE_TEXTS = {
  timeout: { reason: 'no answer in time', namesStage: false, ours: false },
  refused: { reason: 'connection refused', namesStage: true, ours: false },
  unreachable: { reason: 'host or network unreachable', namesStage: false, ours: false },
  reset: { reason: 'connection reset', namesStage: false, ours: false },
  closed: { reason: 'connection closed', namesStage: false, ours: false },
  'no-address': { reason: 'the host has no address', namesStage: true, ours: false },
  nxdomain: { reason: 'no such name', namesStage: true, ours: false },
  'server-failure': { reason: 'the DNS server failed', namesStage: true, ours: false },
  bogus: { reason: 'DNSSEC validation failed', namesStage: true, ours: false },
  'cname-loop': { reason: 'CNAME loop', namesStage: true, ours: false },
  'invalid-name': { reason: 'not a valid host name', namesStage: true, ours: false },
  'private-address': {
    reason: 'not a public Internet address',
    namesStage: true,
    ours: false,
  },
  'not-smtp': { reason: 'the server does not speak SMTP', namesStage: true, ours: false },
  malformed: { reason: 'malformed answer', namesStage: false, ours: false },
  'too-long': { reason: 'answer too long', namesStage: false, ours: false },
  'tls-alert': { reason: 'the server sent a TLS alert', namesStage: true, ours: false },
  'no-shared-version': { reason: 'no TLS version in common', namesStage: true, ours: false },
  blocked: { reason: 'outbound connections are blocked on our side', namesStage: true, ours: true },
  unexpected: { reason: 'unexpected error', namesStage: false, ours: false },
  'onion-not-found': {
    reason: 'Tor finds no such onion service',
    namesStage: true,
    ours: false,
  },
  'onion-failed': {
    reason: 'the onion service could not be reached',
    namesStage: true,
    ours: false,
  },
  'onion-authorization': {
    reason: 'the onion service admits authorised clients only',
    namesStage: true,
    ours: false,
  },
  'no-ipv6': { reason: 'the scanner has no IPv6', namesStage: true, ours: true },
  'local-limit': { reason: 'a limit of the scanner', namesStage: false, ours: true },
  'other-family': {
    reason: 'the host has addresses of the other family alone',
    namesStage: true,
    ours: true,
  },
  'not-asked': {
    reason: 'not asked, as its operator blocks the scanner',
    namesStage: true,
    ours: true,
  },
  'proxy-failed': { reason: 'the SOCKS proxy failed', namesStage: true, ours: true },
} as const satisfies Record<FailureCode, FailureText>;
