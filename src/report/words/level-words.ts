import { isDaneEnforced } from '../../judge/dane/dane-enforced.ts';
import type { Endpoint } from '../../model/records/endpoint.ts';
import type { MailDomain } from '../../model/records/mail-domain.ts';
import { LEVELS, PROBLEMS, type Level } from '../../model/records/words.ts';
import type { Palette } from '../format/palette.ts';
import { escapeTerminal } from '../format/terminal-escape.ts';
import { mxSentence } from './mx-words.ts';
import { PROBLEM_TEXTS } from './problem-words.ts';

interface LevelText {
  /** How good the level is, in a few words. */
  meaning: string;
  /** What it means for one domain, with the reason. */
  verdict: (domain: MailDomain, endpoints: readonly Endpoint[]) => string;
  paint: keyof Palette;
  /** 0 is the best level; the last two say nothing about the protection of mail. */
  rank: number;
}

/** What a level is called, its colour and its rank. */
export const LEVEL_TEXTS = {
  enforced: {
    meaning: 'encrypted, and DANE or MTA-STS requires it',
    verdict: ({ mx }, endpoints) =>
      isDaneEnforced(mx, endpoints)
        ? 'encrypted, and DANE requires it'
        : 'encrypted, and its MTA-STS policy requires it',
    paint: 'good',
    rank: 0,
  },
  authenticated: {
    meaning: 'encrypted, and every certificate is valid for its server',
    verdict: (domain, endpoints) =>
      `encrypted, and every certificate is valid for its server${isOptional(domain, endpoints) ? '; neither DANE nor MTA-STS requires it' : ''}`,
    paint: 'good',
    rank: 1,
  },
  encrypted: {
    meaning: 'encrypted, but not every certificate is known to be valid for its server',
    verdict: encryptedVerdict,
    paint: 'warn',
    rank: 2,
  },
  broken: {
    meaning: 'STARTTLS does not work on a server',
    verdict: ({ starttls }) =>
      starttls === 'some'
        ? 'STARTTLS is broken on some servers: mail to it may travel unencrypted, or not at all'
        : 'STARTTLS is broken: mail to it travels unencrypted, or not at all',
    paint: 'bad',
    rank: 3,
  },
  none: {
    meaning: 'a server did not offer STARTTLS',
    verdict: ({ starttls }) =>
      starttls === 'some'
        ? 'STARTTLS on some servers only: mail to it may travel unencrypted'
        : 'no STARTTLS: mail to it travels unencrypted',
    paint: 'bad',
    rank: 4,
  },
  unknown: {
    meaning: 'could not be determined',
    verdict: unknownVerdict,
    paint: 'unknown',
    rank: 5,
  },
  'no-mail': {
    meaning: 'takes no mail',
    verdict: ({ mx }) => `takes no mail: ${mxSentence(mx) ?? 'its MX records say so'}`,
    paint: 'faint',
    rank: 6,
  },
} as const satisfies Record<Level, LevelText>;

/** The levels from the best to those that say nothing about the protection of mail. */
export const LEVELS_BEST_FIRST: readonly Level[] = LEVELS.toSorted(
  (a, b) => LEVEL_TEXTS[a].rank - LEVEL_TEXTS[b].rank,
);

/** Whether both ways to require TLS were looked up, and neither is in use. */
function isOptional({ mtaSts }: MailDomain, endpoints: readonly Endpoint[]): boolean {
  const withoutSts = mtaSts?.state === 'absent' || mtaSts?.policy?.mode === 'none';
  return (
    withoutSts &&
    endpoints.every(({ outcome, dane }) => outcome !== 'tls' || dane?.verdict === 'none')
  );
}

function unknownVerdict({ mx }: MailDomain, endpoints: readonly Endpoint[]): string {
  if (mx.kind === 'failed') return `unknown: ${mxSentence(mx) ?? ''}`;
  const unreachable = endpoints.every(
    ({ failure }) => failure?.stage === 'dns' || failure?.stage === 'connect',
  );
  return unreachable
    ? 'unknown: none of its mail servers could be reached'
    : 'unknown: none of its mail servers let the scanner test STARTTLS';
}

function encryptedVerdict({ decidedBy }: MailDomain, endpoints: readonly Endpoint[]): string {
  if (decidedBy === null) return 'encrypted, but not authenticated';
  const decider = endpoints.find(
    ({ host, address }) => host === decidedBy.host && address === decidedBy.address,
  );
  const problem = PROBLEMS.find((each) => each === decidedBy.word);
  const proven = problem !== undefined && decider?.problems?.includes(problem);
  const fault = proven ? PROBLEM_TEXTS[problem].clause : 'could not be judged';
  return `encrypted, but the certificate of ${escapeTerminal(decidedBy.host)} ${fault}`;
}
