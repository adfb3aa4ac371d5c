import { readFileSync, readdirSync } from 'node:fs';
import { join, sep } from 'node:path';
import { RegExpParser } from '@eslint-community/regexpp';
import scslre from 'scslre';
import ts from 'typescript';
import { afterEach, describe, expect, it, vi } from 'vitest';

const SOURCE = join(import.meta.dirname, '..', '..', 'src');

/** A pattern of the program, and the file of src that it stands in. */
interface Pattern {
  file: string;
  source: string;
  flags: string;
}

/** Patterns that take more than linear time on some text, and why nobody else chooses that text. */
const OWN_TEXT: ReadonlySet<string> = new Set([
  // Lines of our own help.
  String.raw`commands/terminal/help-text.ts: ^( *)(\S.*?)(?: {2,}(\S.*))?$`,
]);

const files = readdirSync(SOURCE, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .map((file) => file.split(sep).join('/'))
  .sort();

/** What stands in the files: the patterns written out, and how many are built by `new RegExp`. */
const written = files.flatMap(patternsIn);
const builders = files.filter((file) => /new RegExp\(/.test(textOf(file)));

function textOf(file: string): string {
  return readFileSync(join(SOURCE, file), 'utf8');
}

function patternsIn(file: string): Pattern[] {
  const found: Pattern[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isRegularExpressionLiteral(node)) {
      const end = node.text.lastIndexOf('/');
      found.push({ file, source: node.text.slice(1, end), flags: node.text.slice(end + 1) });
    }
    node.forEachChild(visit);
  };
  visit(ts.createSourceFile(file, textOf(file), ts.ScriptTarget.ES2023, true));
  return found;
}

/** Why a pattern may take more than linear time: the kinds of backtracking that a text can force; none: it is linear. */
function superLinear({ source, flags }: Pick<Pattern, 'source' | 'flags'>): string[] {
  const parser = new RegExpParser();
  const parsed = {
    pattern: parser.parsePattern(source, 0, source.length, { unicode: flags.includes('u') }),
    flags: parser.parseFlags(flags),
  };
  return scslre.analyse(parsed).reports.map(({ type }) => type);
}

function faultsOf(patterns: readonly Pattern[]): string[] {
  return patterns
    .filter((pattern) => superLinear(pattern).length > 0)
    .map(({ file, source }) => `${file}: ${source}`);
}

describe('the patterns of the program take linear time on any text', () => {
  it.each<[string, RegExp]>([
    ['a run that is searched for from each of its characters', /[a-z]+@/],
    ['two runs of the same characters', /^[a-z]*[a-z0-9]*$/],
    ['a run of runs', /^(?:[a-z]+)*$/],
    ['blanks at the end', / +$/],
  ])('the check finds %s', (_, { source, flags }) => {
    expect(superLinear({ source, flags })).not.toEqual([]);
  });

  it('those that are written out', () => {
    expect(written.length).toBeGreaterThan(200);
    expect(faultsOf(written).filter((each) => !OWN_TEXT.has(each))).toEqual([]);
  });

  it('the list of exceptions names patterns that are there, and are not linear', () => {
    expect([...OWN_TEXT].filter((each) => !faultsOf(written).includes(each))).toEqual([]);
  });

  describe('those that are built', () => {
    afterEach(() => {
      vi.unstubAllGlobals();
    });

    it.each(builders)('by %s', async (file) => {
      const built: Pattern[] = [];
      vi.stubGlobal(
        'RegExp',
        new Proxy(RegExp, {
          construct(target, [source, flags]: [string, string?]) {
            built.push({ file, source, flags: flags ?? '' });
            return new target(source, flags);
          },
        }),
      );
      vi.resetModules();
      const module = (await import(join(SOURCE, file))) as Record<string, unknown>;
      // The only pattern that is built from what is not in the source: the names of the scanner.
      if (typeof module['normaliseServerText'] === 'function') {
        const normalise = module['normaliseServerText'] as (
          text: string,
          clients: string[],
        ) => string;
        normalise('text', ['scan.example.org', '192.0.2.7', '2001:db8::7']);
      }
      expect(built.length).toBeGreaterThan(0);
      expect(faultsOf(built)).toEqual([]);
    });
  });
});
