import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { compareVantages } from '../../../src/compare/vantages/compare-vantages.ts';
import {
  vantagesJsonSchema,
  vantagesText,
  type VantageComparison,
} from '../../../src/model/output/vantages.ts';
import { sourceOf } from '../../../src/model/records/snapshot-source.ts';
import { documentMarkdown } from '../../../src/report/format/document-markdown.ts';
import { wholeText } from '../../../src/report/format/document-text.ts';
import { vantagesDocument } from '../../../src/report/vantages/vantages-document.ts';
import { VANTAGE_CASES, worldFrom } from '../../compare/vantages/vantage-cases.ts';
import { sourceFor } from '../../compare/worlds.ts';
import { plainScreen } from '../../screens.ts';
import { twoVantages } from './vantages-world.ts';

const SCREEN = plainScreen(80);
const textOf = (comparison: VantageComparison) => wholeText(vantagesDocument(comparison), SCREEN);
const { first, second } = twoVantages();
const many = compareVantages(sourceOf(first), sourceOf(second));

describe('what two vantages show otherwise', () => {
  it('is described for each case, as a person has read it', async () => {
    const texts = VANTAGE_CASES.map(({ name, first: own, second: other }) => {
      const comparison = compareVantages(
        sourceFor('2026-11-23', worldFrom('athens', { 'mx.example.gr': [own] })),
        sourceFor('2026-11-23', worldFrom(null, { 'mx.example.gr': [other] })),
      );
      return `# ${name}\n${textOf(comparison)}`;
    });
    await expect(texts.join('\n')).toMatchFileSnapshot('expected/vantages-of-each-case.txt');
  });

  it('is grouped by kind, category and provider, with foreign text escaped', async () => {
    const text = textOf(many);
    expect(text).not.toContain('\u001b');
    await expect(text).toMatchFileSnapshot('expected/vantages.txt');
    const markdown = [...documentMarkdown(vantagesDocument(many))].join('');
    expect(markdown).not.toContain('<script>');
    await expect(markdown).toMatchFileSnapshot('expected/vantages.md');
  });

  it('is no change over time', () => {
    const text = textOf(many);
    expect(text).not.toMatch(/\b(since|regression|improvement|now|no longer|before|after)\b/);
  });

  it('is JSON of its schema, a difference a line', async () => {
    const text = [...vantagesText(many)].join('');
    const json: unknown = JSON.parse(text);
    const validate = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(
      vantagesJsonSchema(),
    );
    expect(validate(json), JSON.stringify(validate.errors)).toBe(true);
    expect(text.split('\n').filter((line) => line.includes('"kind":'))).toHaveLength(
      many.differences.length,
    );
    await expect(text).toMatchFileSnapshot('expected/vantages.json');
  });

  it('is valid JSON where nothing differs', () => {
    const none = compareVantages(sourceOf(first), sourceOf(first));
    expect(JSON.parse([...vantagesText(none)].join(''))).toMatchObject({ differences: [] });
    expect(textOf(none).split('\n')[0]).toBe(
      'No network difference found between athens and athens',
    );
  });

  it('describes some of very many servers, and counts the others', () => {
    const hosts = Array.from({ length: 60 }, (_, index) => `mx${100 + index}.example.gr`);
    const all = (outcome: 'tls' | 'plaintext') =>
      Object.fromEntries(hosts.map((host) => [host, [{ outcome }]]));
    const text = textOf(
      compareVantages(
        sourceFor('2026-11-23', worldFrom('athens', all('tls'))),
        sourceFor('2026-11-23', worldFrom('berlin', all('plaintext'))),
      ),
    ).replace(/\s+/g, ' ');
    expect(text).toContain('mx149.example.gr (192.0.2.1), from athens');
    expect(text).not.toContain('mx150.example.gr');
    expect(text).toContain('And 10 more servers.');
    expect(text).toContain('In all: 60 servers differ.');
  });
});
