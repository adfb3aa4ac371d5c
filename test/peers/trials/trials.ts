import { classOf, type Endpoint } from '../../../src/model/records/endpoint.ts';
import type { MailDomain } from '../../../src/model/records/mail-domain.ts';
import { placedText, type PlacedWord } from '../../../src/model/records/word-places.ts';
import type { Presents } from '../servers/pki.ts';

/** A server with a problem, which a setting of the pages must cure. */
export interface Trial {
  /** What the server presents before the cure; null for nothing. After it, the server presents a valid chain. */
  readonly presents: Presents | null;
  /** The settings of the server before the cure, by name; those of the page are added to them. */
  readonly settings: Readonly<Record<string, string>>;
  /** The words that a snapshot has before the cure and not after it, such as `outcome:plaintext`. */
  readonly cures: readonly string[];
}

/** Settings by name, from lines `NAME = VALUE`. */
export function parseLines(lines: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    lines.map((line) => {
      const [, name = '', value = ''] = /^(\S+) =\s?(.*)$/u.exec(line) ?? [];
      if (name === '') throw new Error(`not a setting: ${line}`);
      return [name, value];
    }),
  );
}

/** All words that a snapshot has for a domain with one endpoint. */
export function snapshotWords(domain: MailDomain, endpoint: Endpoint): string[] {
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
