import { isDaneEnforced } from '../../judge/dane/dane-enforced.ts';
import { trustProblems } from '../../judge/endpoint/trust.ts';
import { awaitsTls, type Endpoint } from '../../model/records/endpoint.ts';
import { NO_TLS_SHOWN, showedNoTls } from '../../model/records/failure.ts';
import type { MailDomain } from '../../model/records/mail-domain.ts';
import { LEVELS, PROBLEMS, type Level } from '../../model/records/words.ts';
import type { Palette } from '../document/palette.ts';
import { escapeTerminal } from '../format/terminal-escape.ts';
import { FAILURE_TEXTS } from './failure-words.ts';
import { nounOfThose } from './certificate-words.ts';
import { mxSentence } from './mx-words.ts';
import { PROBLEM_TEXTS } from './problem-words.ts';
import { spokenText, spokenTls } from './version-words.ts';

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
      `${encryptedWith(endpoints)}, and ${isDaneEnforced(mx, endpoints) ? 'DANE' : 'its MTA-STS policy'} requires it`,
    paint: 'good',
    rank: 0,
  },
  authenticated: {
    meaning: 'encrypted, and every certificate is valid for its server',
    verdict: (domain, endpoints) =>
      `${encryptedWith(endpoints)}, and every certificate is valid for its server${requirement(domain, endpoints)}`,
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
    verdict: brokenVerdict,
    paint: 'bad',
    rank: 3,
  },
  none: {
    meaning: 'a server did not offer STARTTLS',
    verdict: ({ starttls }, endpoints) =>
      starttls === 'some'
        ? `STARTTLS on some servers only: mail to it may travel unencrypted${elsewhere(endpoints)}`
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
    verdict: ({ mx }) =>
      mx.kind === 'nxdomain'
        ? 'does not exist in the DNS'
        : `takes no mail: ${mxSentence(mx) ?? 'its MX records say so'}`,
    paint: 'faint',
    rank: 6,
  },
} as const satisfies Record<Level, LevelText>;

/** The levels from the best to those that say nothing about the protection of mail. */
export const LEVELS_BEST_FIRST: readonly Level[] = LEVELS.toSorted(
  (a, b) => LEVEL_TEXTS[a].rank - LEVEL_TEXTS[b].rank,
);

/** `encrypted with TLS 1.2 or later`: the lowest version is part of every verdict. */
function encryptedWith(endpoints: readonly Endpoint[]): string {
  const spoken = spokenTls(endpoints);
  return spoken === null ? 'encrypted' : `encrypted with ${spokenText(spoken)}`;
}

function brokenVerdict({ starttls }: MailDomain, endpoints: readonly Endpoint[]): string {
  const isSome = starttls === 'some';
  // Where TLS comes first there is no plaintext to fall back to.
  if (endpoints.some(awaitsTls)) {
    return isSome ? `TLS is broken on some servers${elsewhere(endpoints)}` : 'TLS is broken';
  }
  return isSome
    ? `STARTTLS is broken on some servers: mail to it may travel unencrypted, or not at all${elsewhere(endpoints)}`
    : 'STARTTLS is broken: mail to it travels unencrypted, or not at all';
}

/** The versions of the servers whose STARTTLS works, where others have none. */
function elsewhere(endpoints: readonly Endpoint[]): string {
  const spoken = spokenTls(endpoints);
  return spoken === null ? '' : `; with ${spokenText(spoken)} where it works`;
}

/** What is known of a policy that requires TLS, where none does. */
function requirement(domain: MailDomain, endpoints: readonly Endpoint[]): string {
  if (isOptional(domain, endpoints)) return '; neither DANE nor MTA-STS requires it';
  if (domain.mtaSts !== null) return '';
  // Depth `quick` asks for neither policy; that of an excluded policy host alone is missing.
  return `; MTA-STS was not asked${domain.tlsRpt === null ? ' (quick)' : ''}`;
}

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
  if (endpoints.length === 0) return 'unknown: none of its mail servers was asked';
  const found = UNKNOWN_REASONS.find(({ holds }) => holds(endpoints));
  const tested = endpoints.some(awaitsTls) ? 'TLS' : 'STARTTLS';
  return `unknown: ${found?.reason ?? `none of its mail servers let the scanner test ${tested}`}`;
}

/** Why nothing is known of all servers of a domain; the first that holds. */
const UNKNOWN_REASONS: readonly {
  reason: string;
  holds: (endpoints: readonly Endpoint[]) => boolean;
}[] = [
  {
    reason: `its mail servers ${NO_TLS_SHOWN.detail}`,
    holds: (all) => all.every(({ failure }) => failure !== null && showedNoTls(failure)),
  },
  {
    reason: 'none of its mail servers completed a TLS handshake with the scanner',
    holds: (all) => all.some(({ tls }) => tls !== null),
  },
  {
    reason: 'a limit of the scanner, which says nothing of its mail servers',
    holds: (all) =>
      all.every(({ failure }) => failure !== null && FAILURE_TEXTS[failure.code].ours),
  },
  {
    reason: 'none of its mail servers could be reached',
    holds: (all) =>
      all.every(({ failure }) => failure?.stage === 'dns' || failure?.stage === 'connect'),
  },
];

function encryptedVerdict({ decidedBy }: MailDomain, endpoints: readonly Endpoint[]): string {
  const encrypted = encryptedWith(endpoints);
  if (decidedBy === null) return `${encrypted}, but not authenticated`;
  const decider = endpoints.find(
    ({ host, address }) => host === decidedBy.host && address === decidedBy.address,
  );
  const problem = PROBLEMS.find((each) => each === decidedBy.word);
  const proven = problem !== undefined && decider?.problems?.includes(problem);
  const fault = proven ? PROBLEM_TEXTS[problem].clause : 'could not be judged';
  const isMeant = ({ problems, undetermined }: Endpoint): boolean =>
    proven ? problems?.includes(problem) === true : trustProblems(undetermined).length > 0;
  const noun = decider === undefined ? 'the certificate' : nounOfThose(decider, isMeant);
  return `${encrypted}, but ${noun} of ${escapeTerminal(decidedBy.host)} ${fault}`;
}
