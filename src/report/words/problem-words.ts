import {
  keyStrength,
  signatureStrength,
  type Strength,
} from '../../judge/x509/certificate-strength.ts';
import type { Certificate } from '../../model/records/certificate.ts';
import { PROBLEMS, type Problem } from '../../model/records/words.ts';
import { dayOf, distance, isBefore } from '../format/dates.ts';
import { listed } from '../format/layout.ts';
import { escapeShort } from '../format/terminal-escape.ts';
import { authorityName, coveredNames, isOwnCa, type Presented } from './certificate-words.ts';

const NAME_CHARACTERS = 80;

/** Of a certificate that has no DNS name. */
export const NO_NAME = 'issued for no host name';

const CHAIN_QUESTION = 'whether its chain leads to a trusted root';
const STRENGTH_QUESTION = 'whether its key or signature is weak';
const JOINT_QUESTIONS = [CHAIN_QUESTION, STRENGTH_QUESTION] as const;

interface ProblemText {
  /** To follow "the certificate of HOST". */
  clause: string;
  /** The question, where it could not be answered. */
  question: string;
  /** The question that stands for several problems where one missing fact leaves all of them open; null for none. */
  jointQuestion: (typeof JOINT_QUESTIONS)[number] | null;
  /** With dates and names, to follow "a certificate". */
  fault: (presented: Presented) => string;
}

/** What is wrong with a certificate. */
export const PROBLEM_TEXTS = {
  expired: {
    clause: 'has expired',
    question: 'whether it has expired',
    jointQuestion: null,
    fault: ({ certificate, at }) => expiry(certificate, at),
  },
  'not-yet-valid': {
    clause: 'is not valid yet',
    question: 'whether it is valid yet',
    jointQuestion: null,
    fault: ({ certificate: { notBefore }, at }) =>
      notBefore === null
        ? 'not valid yet'
        : `not valid before ${dayOf(notBefore)} (${distance(notBefore, at)})`,
  },
  'name-mismatch': {
    clause: 'is for another name',
    question: 'whether it is for this name',
    jointQuestion: null,
    fault: ({ certificate, endpoint }) =>
      certificate.namesTotal === 0
        ? NO_NAME
        : `issued for ${coveredNames(certificate)}, not for ${escapeShort(endpoint.host, 255)}`,
  },
  'self-signed': {
    clause: 'is self-signed',
    question: 'whether it is self-signed',
    jointQuestion: CHAIN_QUESTION,
    fault: () => 'self-signed',
  },
  'untrusted-issuer': {
    clause: 'has an issuer that is not trusted',
    question: 'whether its issuer is trusted',
    jointQuestion: CHAIN_QUESTION,
    fault: untrustedIssuer,
  },
  'incomplete-chain': {
    clause: 'was sent without the certificate of an issuer',
    question: 'whether its chain is complete',
    jointQuestion: CHAIN_QUESTION,
    fault: missingIssuer,
  },
  'issuer-expired': {
    clause: 'has an expired issuer',
    question: 'whether its issuers have expired',
    jointQuestion: CHAIN_QUESTION,
    fault: (presented) => {
      const issuer = expiredIssuer(presented);
      if (issuer === undefined) return 'issued by an expired CA';
      return `issued by ${authorityName(issuer.subject)}, which ${expiry(issuer, presented.at)}`;
    },
  },
  'weak-key': {
    clause: 'has a weak key',
    question: 'whether its key is weak',
    jointQuestion: STRENGTH_QUESTION,
    fault: (presented) => weakness('key', keyStrength, presented),
  },
  'weak-signature': {
    clause: 'has a weak signature',
    question: 'whether its signature is weak',
    jointQuestion: STRENGTH_QUESTION,
    fault: (presented) => weakness('signature', signatureStrength, presented),
  },
  'no-certificate': {
    clause: 'is missing',
    question: 'whether there is one',
    jointQuestion: null,
    fault: () => 'missing: TLS without a certificate',
  },
} as const satisfies Record<Problem, ProblemText>;

/** What is wrong with a certificate, one clause for each problem, to follow "a certificate"; `[]` for nothing. */
export function faultsOf(presented: Presented): string[] {
  const problems = presented.endpoint.problems ?? [];
  const untrusted = problems.includes('untrusted-issuer');
  return problems
    .filter((problem) => !(problem === 'issuer-expired' && untrusted))
    .map((problem) => PROBLEM_TEXTS[problem].fault(presented));
}

/** Questions without an answer, to follow `unknown: `; those that one missing fact leaves open are one question. */
export function questionsText(undetermined: readonly Problem[]): string {
  const joint = JOINT_QUESTIONS.filter((question) =>
    PROBLEMS.every((each) => jointQuestion(each) !== question || undetermined.includes(each)),
  );
  const single = undetermined.filter((each) => !joint.some((one) => one === jointQuestion(each)));
  return listed([...single.map((each) => PROBLEM_TEXTS[each].question), ...joint], 'or');
}

function jointQuestion(problem: Problem): string | null {
  return PROBLEM_TEXTS[problem].jointQuestion;
}

function expiry({ notAfter }: Certificate, at: string): string {
  return notAfter === null ? 'expired' : `expired ${distance(notAfter, at)} (${dayOf(notAfter)})`;
}

function expiredIssuer({ issuers, at }: Presented): Certificate | undefined {
  return issuers.find(({ notAfter }) => notAfter !== null && isBefore(notAfter, at));
}

/** The path may lead some way: then the issuer of the last certificate on it is missing. */
function missingIssuer({ certificate, endpoint, issuers }: Presented): string {
  const last = endpoint.path === null ? undefined : issuers.at(-1);
  return last === undefined
    ? `sent without the certificate of its issuer, ${authorityName(certificate.issuer)}`
    : `sent without the certificate of ${authorityName(last.issuer)}, the issuer of ${authorityName(last.subject)}`;
}

function untrustedIssuer(presented: Presented): string {
  const { certificate, endpoint } = presented;
  const anchor = presented.issuers.at(-1)?.subject ?? certificate.issuer;
  if (endpoint.path?.outcome === 'may-not-issue') return barredIssuer(anchor, presented);
  const own = isOwnCa(anchor, presented) ? 'its own CA' : 'a CA that is not trusted';
  const expired = endpoint.problems?.includes('issuer-expired')
    ? expiredIssuer(presented)
    : undefined;
  const signed = `signed by ${own} (${authorityName(anchor)})`;
  return expired === undefined ? signed : `${signed}, ${expiredAsWell(expired, presented)}`;
}

/** Why it may not issue is a note of the endpoint. */
function barredIssuer(anchor: string, presented: Presented): string {
  const { issuers, endpoint, at } = presented;
  const last = authorityName(anchor);
  const signed =
    issuers.length > 1
      ? `with ${last} in its chain, which is not allowed to issue the one below it`
      : `signed by ${last}, which is not allowed to issue it`;
  const expired = endpoint.problems?.includes('issuer-expired')
    ? expiredIssuer(presented)
    : undefined;
  return expired === undefined
    ? signed
    : `${signed}; its issuer ${authorityName(expired.subject)} ${expiry(expired, at)}`;
}

/**
 * What was sent with a certificate whose issuer was not recorded: what was sent behind it need not have signed it. `sent with its own CA (SCH_SERVERS_CA), which expired 4 years ago (2011-03-11) as well`.
 */
export function sentWith(presented: Presented): string {
  const expired = expiredIssuer(presented);
  const shown = expired ?? presented.issuers[0];
  if (shown === undefined) return 'sent alone';
  const name = authorityName(shown.subject);
  const whose = isOwnCa(shown.subject, presented)
    ? `its own CA (${name})`
    : `the certificate of ${name}`;
  const sent = `sent with ${whose}`;
  return expired === undefined ? sent : `${sent}, ${expiredAsWell(expired, presented)}`;
}

function expiredAsWell(issuer: Certificate, { endpoint, at }: Presented): string {
  const aswell = endpoint.problems?.includes('expired') ? ' as well' : '';
  return `which ${expiry(issuer, at)}${aswell}`;
}

/** The weak certificate may be the leaf itself or an issuer. */
function weakness(
  what: 'key' | 'signature',
  strength: (certificate: Certificate) => Strength,
  { certificate, issuers }: Presented,
): string {
  const weak = [certificate, ...issuers].find((each) => strength(each) === 'weak');
  if (weak === undefined) return `with a weak ${what}`;
  const kind = escapeShort(weak[what] ?? 'unknown', NAME_CHARACTERS);
  return weak === certificate
    ? `with a weak ${what} (${kind})`
    : `with a weak ${what} of its issuer ${authorityName(weak.subject)} (${kind})`;
}
