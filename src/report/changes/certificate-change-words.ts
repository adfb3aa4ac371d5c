import type { Change, Observation } from '../../model/output/change.ts';
import type { Problem } from '../../model/records/words.ts';
import { dayOf, distance } from '../format/dates.ts';
import { listed } from '../format/layout.ts';
import { escapeShort } from '../format/terminal-escape.ts';
import { authorityName, coveredNames } from '../words/certificate-words.ts';
import { PROBLEM_TEXTS } from '../words/problem-words.ts';
import {
  certificateWords,
  dayClause,
  each,
  type ChangeContext,
  type ObservationContext,
} from './observation-words.ts';

const KEY_CHARACTERS = 40;

/** What a problem is called that a host keeps, and one that it got rid of. */
interface ProblemWords {
  /** To follow "still". */
  still: string;
  /** To follow "a certificate that". */
  gone: string;
}

const WORDS = {
  expired: { still: 'expired', gone: 'has not expired' },
  'not-yet-valid': { still: 'not valid yet', gone: 'is valid already' },
  'name-mismatch': { still: 'not for its own name', gone: 'is for its own name' },
  'self-signed': { still: 'self-signed', gone: 'is not self-signed' },
  'untrusted-issuer': {
    still: 'signed by a CA that is not trusted',
    gone: 'is not signed by a CA that is not trusted',
  },
  'incomplete-chain': {
    still: 'sent without the certificate of its issuer',
    gone: 'is sent with the certificate of its issuer',
  },
  'issuer-expired': { still: 'with an expired issuer', gone: 'has no expired issuer' },
  'weak-key': { still: 'with a weak key', gone: 'has no weak key' },
  'weak-signature': { still: 'with a weak signature', gone: 'has no weak signature' },
  'no-certificate': { still: 'missing', gone: 'is there' },
} as const satisfies Record<Problem, ProblemWords>;

/** A change of the certificate of a host as the predicate of its name. */
type Predicate = (change: Change, context: ChangeContext, plural: boolean) => string;

/** `renewed its certificate: now until 2017-06-28 (was 2016-06-27), still not for its own name`. */
export const renewalWords: Predicate = ({ before, after }, _context, plural) => {
  const older = before.observations;
  const facts = each(after.observations, (one) => {
    const end = endOf(one, older);
    const until = end.changed ? endText(end) : `${endText(end)}, as before`;
    return [until, ...keyText(one, older), ...still(one, older, plural)].join(', ');
  });
  return `renewed ${plural ? 'their certificates' : 'its certificate'}: ${facts}`;
};

/** `replaced its certificate: by R11 (was TERENA SSL CA 3), now until 2027-01-02 (was 2026-12-01)`. */
export const replacementWords: Predicate = ({ before, after }, _context, plural) =>
  `replaced ${plural ? 'their certificates' : 'its certificate'}: ${each(after.observations, (one) => factsText(one, before.observations, plural))}`;

/** `now has a certificate that expired 3 days ago (2026-11-20), the same as before: by R11, still not for its own name`. */
export const problemWords: Predicate = (change, context, plural) =>
  changedWords(change, context, plural, (one, older) => {
    const at = context.after.survey.startedAt;
    const found = problemsOf([one]).filter((problem) => !problemsOf(older).includes(problem));
    return found.map((problem) => problemText(problem, one, at));
  });

/** `now has a certificate that has not expired: by R11, now until 2027-02-12 (was 2026-11-12), still self-signed`. */
export const problemGoneWords: Predicate = (change, context, plural) =>
  changedWords(change, context, plural, (one, older) => {
    const gone = problemsOf(older).filter((problem) => !problemsOf([one]).includes(problem));
    return gone.map((problem) => ownName(WORDS[problem].gone, plural));
  });

function changedWords(
  { before: { observations: older }, after }: Change,
  context: ChangeContext,
  plural: boolean,
  clausesOf: (one: Observation, older: readonly Observation[]) => string[],
): string {
  const isNamed = (one: Observation) =>
    one.certificate !== null && clausesOf(one, older).length > 0;
  const now = each(after.observations, (one) =>
    isNamed(one)
      ? changedCertificate(one, { older, plural, clauses: clausesOf(one, older) })
      : whole(one, context.after),
  );
  const then = dayClause(
    older,
    context.before,
    plural,
    (one) => `had ${whole(one, context.before)}`,
  );
  const said = after.observations.every(isNamed) ? '' : `; ${then}`;
  return `now ${plural ? 'have' : 'has'} ${now}${said}`;
}

function whole(one: Observation, context: ObservationContext): string {
  return certificateWords(one, context) ?? 'an unknown certificate';
}

function changedCertificate(
  one: Observation,
  {
    older,
    plural,
    clauses,
  }: { older: readonly Observation[]; plural: boolean; clauses: readonly string[] },
): string {
  const isSame = older.every(({ certificate }) => certificate?.id === one.certificate?.id);
  const facts = factsText(one, older, plural);
  const head = `a certificate that ${listed(clauses)}${isSame ? ', the same as before' : ''}`;
  return facts === '' ? head : `${head}: ${facts}`;
}

/** Names, issuer, end and key, each with what it was before if that was another; then what is wrong as it was before. */
function factsText(one: Observation, older: readonly Observation[], plural: boolean): string {
  const names = was(one, older, (certificate) => coveredNames(certificate));
  const isNamed = names.changed || problemsOf([one]).includes('name-mismatch');
  const issuer = was(one, older, issuerText);
  const end = endOf(one, older);
  // The fault that it has expired says when.
  const saysEnd = end.changed || !problemsOf([one]).includes('expired');
  return [
    ...(isNamed ? [`issued for ${names.text}`] : []),
    ...(issuer.now === '' || issuer.text === ITSELF ? [] : [`by ${issuer.text}`]),
    ...(saysEnd ? [endText(end)] : []),
    ...keyText(one, older),
    ...still(one, older, plural),
  ].join(', ');
}

const ITSELF = 'itself';

type Recorded = NonNullable<Observation['certificate']>;

/** A fact of a certificate with what it was before: `R11 (was TERENA SSL CA 3)`. */
function was(
  { certificate }: Observation,
  older: readonly Observation[],
  factOf: (certificate: Recorded) => string,
): { now: string; changed: boolean; text: string } {
  const now = certificate === null ? '' : factOf(certificate);
  const facts = older.flatMap((each) =>
    each.certificate === null ? [] : factOf(each.certificate),
  );
  const then = [...new Set(facts)].filter((fact) => fact !== '');
  const changed = then.length > 0 && !then.includes(now);
  return { now, changed, text: changed ? `${now} (was ${listed(then)})` : now };
}

function issuerText({ issuer, selfSigned }: Recorded): string {
  if (selfSigned === true) return ITSELF;
  return issuer === '' ? '' : authorityName(issuer);
}

function endOf(one: Observation, older: readonly Observation[]): ReturnType<typeof was> {
  return was(one, older, ({ notAfter }) =>
    notAfter === null ? 'an unknown date' : dayOf(notAfter),
  );
}

function endText(end: ReturnType<typeof was>): string {
  return end.changed ? `now until ${end.text}` : `until ${end.now}`;
}

/** The kind of key, only where it is another than before. */
function keyText(one: Observation, older: readonly Observation[]): string[] {
  const key = was(one, older, (certificate) => escapeShort(certificate.key ?? '', KEY_CHARACTERS));
  return key.changed && key.now !== '' ? [`key ${key.text}`] : [];
}

/** What was wrong before, and is. */
function still(one: Observation, older: readonly Observation[], plural: boolean): string[] {
  const then = problemsOf(older);
  const lasting = problemsOf([one]).filter((problem) => then.includes(problem));
  if (lasting.length === 0) return [];
  return [`still ${listed(lasting.map((problem) => ownName(WORDS[problem].still, plural)))}`];
}

function problemText(problem: Problem, { certificate }: Observation, at: string): string {
  if (problem === 'expired' && certificate?.notAfter) {
    return `expired ${distance(certificate.notAfter, at)} (${dayOf(certificate.notAfter)})`;
  }
  return PROBLEM_TEXTS[problem].clause;
}

function ownName(words: string, plural: boolean): string {
  return plural ? words.replace('its own name', 'their own names') : words;
}

function problemsOf(observations: readonly Observation[]): Problem[] {
  return [...new Set(observations.flatMap(({ endpoint }) => endpoint.problems ?? []))];
}
