import { classOf, type Endpoint } from '../../../src/model/records/endpoint.ts';
import type { MailDomain } from '../../../src/model/records/mail-domain.ts';
import { placedText, type PlacedWord } from '../../../src/model/records/word-places.ts';
import type { Presents } from '../servers/pki.ts';

/** A server with something wrong, which a setting of the pages is to cure. */
export interface Trial {
  /** What the server presents before; null for nothing. Afterwards it is a valid chain. */
  readonly presents: Presents | null;
  /** Settings of the server before, by their names; those of the page come on top of them. */
  readonly settings: Readonly<Record<string, string>>;
  /** The words that a snapshot has before, and no longer afterwards, as `outcome:plaintext`. */
  readonly cures: readonly string[];
}

/** Settings by their names, from lines as `NAME = VALUE`. */
export function parseLines(lines: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    lines.map((line) => {
      const [, name = '', value = ''] = /^(\S+) =\s?(.*)$/u.exec(line) ?? [];
      if (name === '') throw new Error(`no setting: ${line}`);
      return [name, value];
    }),
  );
}

/** Every word that a snapshot says of a domain with one endpoint. */
export function saidOf(domain: MailDomain, endpoint: Endpoint): string[] {
  const { outcome, failure, smtp, tls, path, problems, notes } = endpoint;
  const words: (PlacedWord | null)[] = [
    { place: 'level', word: domain.level },
    domain.starttls && { place: 'starttls', word: domain.starttls },
    { place: 'outcome', word: outcome },
    { place: 'class', word: classOf(endpoint) },
    failure && { place: 'failure', word: failure.code },
    smtp?.starttls ? { place: 'offer', word: smtp.starttls } : null,
    tls?.version ? { place: 'version', word: tls.version } : null,
    path && { place: 'path', word: path.outcome },
    ...(problems ?? []).map((word) => ({ place: 'problem', word }) as const),
    ...notes.map((word) => ({ place: 'note', word }) as const),
  ];
  return words.flatMap((placed) => (placed === null ? [] : [placedText(placed)]));
}
