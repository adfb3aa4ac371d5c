import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { sourceOf } from '../../../src/model/records/snapshot-source.ts';
import { prometheusText } from '../../../src/report/monitoring/prometheus.ts';
import { surveyNumbers } from '../../../src/report/monitoring/survey-numbers.ts';
import { makeDomain, makeEndpoint, makeSnapshot } from '../../model/make-records.ts';
import { SURVEYED, type Surveyed } from './monitoring-surveys.ts';

function written({ source, comparison }: Surveyed): string {
  const numbers = surveyNumbers(source, comparison);
  return [...prometheusText({ numbers, newest: source.survey })].join('');
}

/** The series of a text in the format of Prometheus, read by its rules. Throws for what is none. */
function parsed(text: string): Map<string, number> {
  const series = new Map<string, number>();
  let open = '';
  for (const line of text.split('\n').slice(0, -1)) {
    const [, kind, name = ''] = /^# (HELP|TYPE) ([a-z_]+) /.exec(line) ?? [];
    if (kind !== undefined) {
      if (kind === 'TYPE' && (!line.endsWith(' gauge') || open !== name)) throw new Error(line);
      open = name;
      continue;
    }
    const label = String.raw`[a-z_]+="(?:[^"\\\n]|\\["\\n])*"`;
    const sample = new RegExp(
      `^(([a-z_]+)(?:\\{${label}(?:,${label})*\\})?) (-?\\d+(?:\\.\\d+)?)$`,
    );
    const [, key = '', metric, value] = sample.exec(line) ?? [];
    if (metric !== open || series.has(key)) throw new Error(`wrong or twice: ${line}`);
    series.set(key, Number(value));
  }
  return series;
}

const HAS_PROMTOOL = spawnSync('promtool', ['--version']).status === 0;

describe.each(Object.entries(SURVEYED))('numbers of a survey: %s', (name, survey) => {
  it('are what a person has read', async () => {
    await expect(written(survey)).toMatchFileSnapshot(`expected/${name}.prom`);
  });

  it('are in the format of Prometheus, each series once', () => {
    const series = parsed(written(survey));
    expect(series.size).toBeGreaterThan(30);
    const { counts } = survey.source.survey;
    const sum = (start: string) =>
      [...series].reduce((all, [key, value]) => (key.startsWith(start) ? all + value : all), 0);
    expect(sum('mxtls_addresses{')).toBe(
      counts.tls + counts.plaintext + counts.broken + counts.unknown,
    );
    expect(sum('mxtls_domains{')).toBe([...survey.source.domains()].length);
    expect(sum('mxtls_starttls_domains{')).toBe(sum('mxtls_domains{'));
  });

  it.skipIf(!HAS_PROMTOOL)('are such that promtool finds no fault', () => {
    const options = { input: written(survey), encoding: 'utf8' } as const;
    const { status, stdout, stderr } = spawnSync('promtool', ['check', 'metrics'], options);
    expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: '', stderr: '' });
  });
});

describe('a label', () => {
  /** The labels of providers of these names, as they are written. */
  function providersOf(...names: string[]): string[] {
    const endpoints = [makeEndpoint({ host: 'mx.a.gr' })];
    const domains = names.map((provider, index) => ({
      ...makeDomain({ domain: `${String(index)}.gr`, hosts: ['mx.a.gr'] }, endpoints),
      provider,
    }));
    const snapshot = makeSnapshot({ domains, endpoints, certificates: [] });
    const text = written({ source: sourceOf(snapshot), comparison: null });
    return [...parsed(text).keys()].flatMap(
      (key) => /^mxtls_provider_addresses.*provider="(.*)",class="tls"/.exec(key)?.[1] ?? [],
    );
  }

  it.each([
    ['a "b"', String.raw`a \"b\"`],
    [String.raw`a\b`, String.raw`a\\b`],
    ['a\nb', String.raw`a\\x0ab`],
    ['a"} 1\nmxtls_up 1', String.raw`a\"} 1\\x0amxtls_up 1`],
    ['x'.repeat(300), `${'x'.repeat(200)}…`],
  ])('of %j is escaped', (name, label) => {
    expect(providersOf(name)).toEqual([label]);
  });

  it('that is like another once it is escaped stands once', () => {
    expect(providersOf('a\nb', String.raw`a\x0ab`)).toEqual([String.raw`a\\x0ab`]);
  });
});

describe('a survey of many', () => {
  /** So many domains, each a provider of its own, in so many categories. */
  function many(providers: number, categories: number): Map<string, number> {
    const domains = Array.from({ length: providers }, (_, index) => {
      const number = String(index).padStart(4, '0');
      return {
        endpoint: makeEndpoint({ host: `mx.d${number}.gr` }),
        domain: { domain: `d${number}.gr`, hosts: [`mx.d${number}.gr`] },
        category: `c${String(index % categories)}`,
      };
    });
    const endpoints = domains.map(({ endpoint }) => endpoint);
    const snapshot = makeSnapshot({
      domains: domains.map(({ domain, category }) => ({
        ...makeDomain(domain, endpoints),
        category,
      })),
      endpoints,
      certificates: [],
    });
    return parsed(written({ source: sourceOf(snapshot), comparison: null }));
  }
  const numberOf = (series: Map<string, number>, start: string) =>
    [...series.keys()].filter((key) => key.startsWith(start)).length;

  it('has numbers of 200 providers in 100 categories', () => {
    const series = many(200, 100);
    expect(numberOf(series, 'mxtls_provider_addresses{')).toBe(200 * 4);
    expect(numberOf(series, 'mxtls_domains{')).toBe(100 * 7);
    expect(series.get('mxtls_omitted{label="provider"}')).toBe(0);
  });

  it('of more has those of all together, and says what is left out', () => {
    const series = many(201, 101);
    expect(numberOf(series, 'mxtls_provider_addresses{')).toBe(0);
    expect(numberOf(series, 'mxtls_domains{')).toBe(7);
    expect(series.get('mxtls_omitted{label="provider"}')).toBe(201);
    expect(series.get('mxtls_omitted{label="category"}')).toBe(101);
    expect([...series].find(([, value]) => value === 201)).toBeDefined();
  });
});
