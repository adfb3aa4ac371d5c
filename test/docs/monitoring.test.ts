import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const PROJECT = join(import.meta.dirname, '../..');
const RULES = join(PROJECT, 'docs/monitoring/mxtls-alerts.yml');

function metricsIn(text: string): string[] {
  return [...new Set(text.match(/\bmxtls_\w+/g))].sort();
}

function textOf(name: string): string {
  return readFileSync(join(PROJECT, name), 'utf8');
}

const PRINTED = ['changed', 'degraded'].flatMap((name) =>
  metricsIn(textOf(`test/report/monitoring/expected/${name}.prom`)),
);

const HAS_PROMTOOL = spawnSync('promtool', ['--version']).status === 0;

describe('docs/monitoring', () => {
  it('names the metrics that are printed, and no other', () => {
    const table = textOf('docs/monitoring.md');
    expect(metricsIn(table)).toEqual([...new Set(PRINTED)].sort());
    expect(PRINTED).toEqual(expect.arrayContaining(metricsIn(readFileSync(RULES, 'utf8'))));
  });

  it.skipIf(!HAS_PROMTOOL)('has rules in which promtool finds no fault', () => {
    const { status, stdout, stderr } = spawnSync('promtool', ['check', 'rules', RULES], {
      encoding: 'utf8',
    });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toContain('SUCCESS: 5 rules found');
  });
});
