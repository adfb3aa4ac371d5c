import type { Certificate } from '../../model/records/certificate.ts';
import type { MailDomain } from '../../model/records/mail-domain.ts';
import { PROBLEMS } from '../../model/records/words.ts';
import { identityLine, mismatchMeaning } from '../answer/tls-lines.ts';
import type { Item } from '../document/document.ts';
import { makePalette } from '../document/palette.ts';
import { dayOf } from '../format/dates.ts';
import { capital, listedShort } from '../format/layout.ts';
import { escapeShort } from '../format/terminal-escape.ts';
import { authorityName, certificateName, type Presented } from '../words/certificate-words.ts';
import { PROBLEM_LABELS } from '../words/problem-labels.ts';
import { faultsOf, questionsText } from '../words/problem-words.ts';
import { namedItem, wordLink } from './word-items.ts';

const PLAIN = makePalette(false);
const NAMES = 8;
const CHARACTERS = 160;

/** A certificate that a server presented: what is wrong with it, each with its page, what is unknown, and its chain. */
export function certificateItem(presented: Presented, domain: Pick<MailDomain, 'mtaSts'>): Item {
  const { certificate, issuers, endpoint } = presented;
  return {
    name: null,
    text: capital(identityLine(presented, PLAIN)),
    below: [
      ...problemItems(presented, domain),
      ...unknownItems(endpoint),
      ...[certificate, ...issuers].map((each, place) => chainItem(each, place)),
    ],
  };
}

/** Each problem by itself, as all problems in one line name some of them together. */
function problemItems(presented: Presented, domain: Pick<MailDomain, 'mtaSts'>): Item[] {
  const { endpoint } = presented;
  return PROBLEMS.filter((each) => endpoint.problems?.includes(each)).map((problem): Item => {
    const [fault = ''] = faultsOf({ ...presented, endpoint: { ...endpoint, problems: [problem] } });
    const meaning = problem === 'name-mismatch' ? `; ${mismatchMeaning(domain)}` : '';
    const label = PROBLEM_LABELS[problem];
    const item = namedItem(label, fault === label ? '' : fault + meaning);
    return { ...item, link: wordLink('problem', problem) };
  });
}

function unknownItems({ problems, undetermined }: Presented['endpoint']): Item[] {
  if (problems === null) return [namedItem('unknown', 'the certificate was not judged')];
  return undetermined.length === 0 ? [] : [namedItem('unknown', questionsText(undetermined))];
}

/** The facts of a certificate of a chain; the first is that of the server. */
function chainItem(certificate: Certificate, place: number): Item {
  const { issuer, names, namesTotal, notBefore, notAfter, key, signature, id } = certificate;
  const shown = names.slice(0, NAMES).map((name) => escapeShort(name, CHARACTERS));
  const more = namesTotal - shown.length;
  const facts = [
    ...(issuer === '' ? [] : [`issued by ${authorityName(issuer)}`]),
    ...(place > 0 || shown.length === 0
      ? []
      : [`names ${listedShort(more > 0 ? [...shown, `${more} more`] : shown, NAMES + 1)}`]),
    ...(notBefore === null && notAfter === null
      ? []
      : [`valid from ${dayText(notBefore)} to ${dayText(notAfter)}`]),
    ...(key === null ? [] : [`key ${escapeShort(key, CHARACTERS)}`]),
    ...(signature === null ? [] : [`signature ${escapeShort(signature, CHARACTERS)}`]),
    ...(id.startsWith('import:') ? [] : [`SHA-256 ${id}`]),
  ];
  const what = place === 0 ? 'certificate' : 'issuer';
  return namedItem(what, [certificateName(certificate), ...facts].join('; '));
}

function dayText(instant: string | null): string {
  return instant === null ? 'an unknown day' : dayOf(instant);
}
