import type { SettingId } from './settings.ts';

/**
 * What a word of the format means and what follows from it. Texts are one paragraph each; `code` stands in backquotes,
 * and so do words with their place, as in `problem:expired`.
 */
export interface Page {
  /** One line, to stand in a list. */
  gist: string;
  /** What was seen, and what was not. */
  means: string;
  /** Why it matters for mail. */
  matters: string;
  /** What it usually comes from. */
  cause: string;
  /** What the operator of the server should do, or whoever else can do something. */
  advice: string;
  /** The configuration that does it. */
  settings?: readonly SettingId[];
  /** Where it is laid down: `RFC 3207 §4`. */
  sources?: readonly string[];
}
