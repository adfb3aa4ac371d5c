import { z } from 'zod';
import { REPORT_FORMAT, ReportSchema } from './report.ts';

/** The JSON Schema (2020-12) of `mxtls report --format json`. Keys that it does not know are allowed: later writers append some. */
export function reportJsonSchema(): object {
  const { $schema, ...schema } = z.toJSONSchema(ReportSchema, { io: 'input', reused: 'inline' });
  return {
    $schema,
    $id: `urn:mxtls:schema:${REPORT_FORMAT}`,
    title: `Report on a STARTTLS survey, format ${REPORT_FORMAT}`,
    ...schema,
  };
}
