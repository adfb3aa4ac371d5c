import type { z } from 'zod';
import { CertificateSchema, type Certificate } from './certificate.ts';
import { EndpointSchema, type Endpoint } from './endpoint.ts';
import { MailDomainSchema, type MailDomain } from './mail-domain.ts';
import { FORMAT } from './snapshot.ts';
import { SurveySchema, type Survey } from './survey.ts';

/**
 * Characters that JSON leaves as they are and that hide, turn round or repaint the text about them: DEL and C1, bidi
 * controls, line and paragraph separators. C0 controls and lone surrogates JSON itself escapes.
 */
const HOSTILE = /[\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g;

/** The sections of a snapshot that hold records, in their order. */
const SECTIONS = {
  domains: MailDomainSchema,
  endpoints: EndpointSchema,
  certificates: CertificateSchema,
} as const satisfies Record<string, z.ZodType>;
export type Section = keyof typeof SECTIONS;
export const SECTION_NAMES = ['domains', 'endpoints', 'certificates'] as const satisfies Section[];

/** A JSON value on one line, in the one way that this format writes it; its keys stay in their order. */
export function canonicalJson(value: unknown): string {
  return disarmed(JSON.stringify(value));
}

/** A JSON value with a line an item, for other documents than snapshots; its keys stay in their order. */
export function prettyJson(value: unknown): string {
  return disarmed(JSON.stringify(value, null, 2));
}

function disarmed(json: string): string {
  return json.replace(HOSTILE, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/**
 * A record of a section as its line has it, without the comma: its keys in the order of its schema. Throws where it does not fit
 * the schema: that is a bug.
 */
export function recordLine(section: Section, record: unknown): string {
  return canonicalJson(SECTIONS[section].parse(record));
}

/** Records in their order: a list of them, or what gives them anew at each call. */
type Records<T> = Iterable<T> | (() => Iterable<T>);

/** A snapshot as it is written: a whole one, or a survey with records that are read from where they are kept. */
export interface WritableSnapshot {
  readonly survey: Survey;
  readonly domains: Records<MailDomain>;
  readonly endpoints: Records<Endpoint>;
  readonly certificates: Records<Certificate>;
}

/** A snapshot whose records are kept as {@link recordLine} made them, each section in the order of the format. */
export interface KeptSnapshot {
  readonly survey: Survey;
  lines(section: Section): Iterable<string>;
}

/**
 * Writes a snapshot out, piece by piece, in the one form it has: valid JSON with each record on a line of its own.
 * The records have to be in their order already; one at a time is in memory.
 */
export function* snapshotText(snapshot: WritableSnapshot | KeptSnapshot): Generator<string> {
  const survey = canonicalJson(SurveySchema.parse(snapshot.survey));
  yield `{\n"format":"${FORMAT}",\n"survey":${survey},\n`;
  for (const section of SECTION_NAMES) {
    yield `"${section}":[\n`;
    let before = '';
    for (const line of linesOf(snapshot, section)) {
      yield before + line;
      before = ',\n';
    }
    const end = section === 'certificates' ? ']\n}\n' : '],\n';
    yield before === '' ? end : `\n${end}`;
  }
}

function* linesOf(snapshot: WritableSnapshot | KeptSnapshot, section: Section): Generator<string> {
  if ('lines' in snapshot) {
    yield* snapshot.lines(section);
    return;
  }
  const records = snapshot[section];
  for (const record of typeof records === 'function' ? records() : records) {
    yield recordLine(section, record);
  }
}
