import { z } from 'zod';

/**
 * A key that a later release appended to a record: null in snapshots that lack it, always written, not required by the
 * JSON Schema. It stands behind all keys that were there before it.
 */
export function appended<T extends z.ZodType>(schema: T): z.ZodDefault<z.ZodNullable<T>> {
  return z._default(z.nullable(schema), null);
}
