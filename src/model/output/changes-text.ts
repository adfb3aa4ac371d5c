import { z } from 'zod';
import {
  ChangeSchema,
  COMPARISON_FORMAT,
  ComparisonSchema,
  VisibilityChangeSchema,
  type Comparison,
} from './change.ts';
import { jsonSchemaOf } from '../records/json-schema.ts';
import { canonicalJson } from '../records/snapshot-text.ts';

/** A comparison as JSON, as the format `mxtls-changes/1` has it. */
export const ChangesSchema = z.object({
  format: z.literal(COMPARISON_FORMAT),
  ...ComparisonSchema.shape,
});

/** The parts of a comparison that stand on a line of their own. */
const LINES = ['before', 'after', 'scanner', 'lists'] as const;

/** Those behind the changes. */
const LAST_LINES = ['unknown', 'notObserved', 'hosts'] as const;

/** Writes a comparison as JSON, each change on a line of its own, so that `grep` and `jq` work on it as on a snapshot. */
export function* changesText(comparison: Comparison): Generator<string> {
  const { shape } = ComparisonSchema;
  yield `{\n"format":"${COMPARISON_FORMAT}",\n`;
  for (const key of LINES) yield `"${key}":${canonicalJson(shape[key].parse(comparison[key]))},\n`;
  yield* records('changes', ChangeSchema, comparison.changes);
  yield* records('visibilityChanges', VisibilityChangeSchema, comparison.visibilityChanges);
  const last = LAST_LINES.map(
    (key) => `"${key}":${canonicalJson(shape[key].parse(comparison[key]))}`,
  );
  yield `${last.join(',\n')}\n}\n`;
}

function* records(key: string, schema: z.ZodType, found: readonly unknown[]): Generator<string> {
  yield `"${key}":[\n`;
  for (const [index, each] of found.entries()) {
    yield `${canonicalJson(schema.parse(each))}${index < found.length - 1 ? ',' : ''}\n`;
  }
  yield '],\n';
}

/** The JSON Schema (2020-12) of a comparison. */
export function changesJsonSchema(): object {
  const title = `Changes between two STARTTLS surveys, format ${COMPARISON_FORMAT}`;
  return jsonSchemaOf(ChangesSchema, { format: COMPARISON_FORMAT, title, reused: 'ref' });
}
