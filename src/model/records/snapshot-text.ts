import type { z } from 'zod';
import { CertificateSchema } from './certificate.ts';
import { EndpointSchema } from './endpoint.ts';
import { MailDomainSchema } from './mail-domain.ts';
import { FORMAT, type Snapshot } from './snapshot.ts';
import { SurveySchema } from './survey.ts';

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

/** One record on one line, its keys in the order of its schema. Throws where it does not fit the schema: that is a bug. */
function canonical(schema: z.ZodType, record: unknown): string {
  return canonicalJson(schema.parse(record));
}

/**
 * Writes a snapshot out, piece by piece, in the one form it has: valid JSON with each record on a line of its own.
 * The records have to be in their order already.
 */
export function* snapshotText(snapshot: Omit<Snapshot, 'format'>): Generator<string> {
  yield `{\n"format":"${FORMAT}",\n"survey":${canonical(SurveySchema, snapshot.survey)},\n`;
  for (const section of SECTION_NAMES) {
    const end = section === 'certificates' ? ']\n}\n' : '],\n';
    yield `"${section}":[\n`;
    const records: readonly unknown[] = snapshot[section];
    for (const [index, record] of records.entries()) {
      yield canonical(SECTIONS[section], record) + (index < records.length - 1 ? ',\n' : '\n');
    }
    yield end;
  }
}
