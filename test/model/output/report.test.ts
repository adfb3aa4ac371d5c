import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { reportJsonSchema, ReportSchema } from '../../../src/model/output/report.ts';

const root = join(import.meta.dirname, '..', '..', '..');
const read = (file: string): unknown => JSON.parse(readFileSync(join(root, file), 'utf8'));

const validate = new Ajv2020({ strict: true, allErrors: true, allowUnionTypes: true }).compile(
  reportJsonSchema(),
);

/** A report with what is at the end of a path such as `endings.0.id` changed. */
function changed(path: string, value: unknown): unknown {
  const report = read('test/report/providers/expected/hostile/report.json') as Record<
    string,
    unknown
  >;
  const keys = path.split('.');
  let at = report;
  for (const key of keys.slice(0, -1)) at = at[key] as Record<string, unknown>;
  const last = keys.at(-1) ?? '';
  if (value === undefined) Reflect.deleteProperty(at, last);
  else at[last] = value;
  return report;
}

describe('the JSON Schema of reports', () => {
  it('that ships is the one that the code makes (npm run build writes it)', () => {
    const shipped = read('schema/mxtls-report-1.schema.json');
    expect(shipped).toEqual(JSON.parse(JSON.stringify(reportJsonSchema())));
  });

  it.each(['2016', 'hostile', 'imported', 'uncategorised', 'empty'])(
    'fits the report of %s',
    (name) => {
      validate(read(`test/report/providers/expected/${name}/report.json`));
      expect(validate.errors ?? []).toEqual([]);
    },
  );

  it.each(['later', 'survey.later', 'categories.0.providers.0.later', 'totals.later'])(
    'allows the new key %s of a later writer',
    (path) => {
      expect(validate(changed(path, 'new'))).toBe(true);
      expect(ReportSchema.safeParse(changed(path, 'new')).success).toBe(true);
    },
  );

  it.each([
    { path: 'format', value: 'mxtls-report/2' },
    { path: 'survey.next', value: 'soon' },
    { path: 'totals', value: undefined },
    { path: 'totals.unproven', value: -1 },
    { path: 'ranking.best.0.level', value: 'good' },
    { path: 'expiring.0.notAfter', value: null },
    { path: 'expiring.0.providers', value: undefined },
    { path: 'shared.0.hosts', value: ['mx1.evil.gr'] },
    { path: 'unknown.0.about', value: 'server' },
    { path: 'categories.0.providers.0.tls', value: null },
    { path: 'categories.0.providers.0.domains.0.tls', value: ['TLS 1.3'] },
    { path: 'categories.0.providers.0.certificates.0.problems', value: ['bad'] },
  ])('refuses $value for $path', ({ path, value }) => {
    expect(validate(changed(path, value))).toBe(false);
    expect(ReportSchema.safeParse(changed(path, value)).success).toBe(false);
  });
});
