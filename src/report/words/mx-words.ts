import type { Mx } from '../../model/records/mail-domain.ts';
import type { MxKind } from '../../model/records/words.ts';
import { failureWords } from './outcome-words.ts';

/** What the DNS says about the mail hosts of a domain; null if the list of MX hosts says it all. */
export const MX_SENTENCES = {
  mx: null,
  implicit: 'no MX records: mail goes to the address of the domain itself (RFC 5321 §5.1)',
  'null-mx': 'null MX (RFC 7505)',
  none: 'it has neither MX nor address records',
  nxdomain: 'no such domain',
  failed: 'its MX records could not be looked up',
} as const satisfies Record<MxKind, string | null>;

/** The same, with the reason for a lookup that failed. */
export function mxSentence({ kind, failure }: Pick<Mx, 'kind' | 'failure'>): string | null {
  const reason = failure === null ? '' : `: ${failureWords(failure)}`;
  return kind === 'failed' ? `${MX_SENTENCES.failed}${reason}` : MX_SENTENCES[kind];
}
