import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

const FAULTS = join(import.meta.dirname, '..', 'faults');

/** The parts of the page in its order: a heading, and the files of test/faults that have its cases. */
const PARTS = [
  { heading: 'Lists and names', files: ['lists'] },
  { heading: 'DNS', files: ['dns'] },
  { heading: 'Connections', files: ['tcp'] },
  { heading: 'SMTP and the switch to TLS', files: ['smtp'] },
  { heading: 'TLS', files: ['tls'] },
  { heading: 'Certificates', files: ['certificates'] },
  { heading: 'MTA-STS and DANE', files: ['policies'] },
  { heading: 'Files, pipes and cron', files: ['output'] },
] as const;

/** A row of the page. `number`: in the catalogue, null for a further case. `tests`: where it is made. */
export interface FaultRow {
  number: number | null;
  case: string;
  does: string;
  tests: readonly string[];
}

const HEAD = `# What goes wrong between a scanner and the world

A survey that is wrong without an error blames those who did nothing wrong. These are the cases that mxtls was built against, what
it does in each, and the test that makes it; where there is no test, the reason. The page is made from these tests by
\`npm run docs\`.
`;

/** The rows of all parts, by heading, as the calls in test/faults state them. */
export function faultParts(): { heading: string; rows: FaultRow[] }[] {
  return PARTS.map(({ heading, files }) => ({ heading, rows: files.flatMap(rowsOf) }));
}

/** The page docs/what-goes-wrong.md. */
export function faultsPage(): string {
  const parts = faultParts().map(({ heading, rows }) => {
    const lines = rows.map((row) => {
      const tests =
        row.tests.length === 0 ? '–' : row.tests.map((name) => `\`${name}\``).join(', ');
      return `| ${row.number ?? ''} | ${cell(row.case)} | ${cell(row.does)} | ${tests} |`;
    });
    return `## ${heading}\n\n| # | case | what mxtls does | test |\n|---|---|---|---|\n${lines.join('\n')}\n`;
  });
  return [HEAD, ...parts].join('\n');
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|');
}

function rowsOf(file: string): FaultRow[] {
  const name = `${file}.test.ts`;
  const source = ts.createSourceFile(
    name,
    readFileSync(join(FAULTS, name), 'utf8'),
    ts.ScriptTarget.ES2023,
    true,
  );
  const rows: FaultRow[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && ts.isIdentifier(node.expression)) {
      const row = rowIn(node.expression.text, node.arguments, `faults/${file}`);
      if (row !== null) rows.push(row);
    }
    node.forEachChild(visit);
  };
  visit(source);
  return rows;
}

function rowIn(
  called: string,
  [first, second]: readonly ts.Expression[],
  file: string,
): FaultRow | null {
  if (first === undefined || second === undefined) return null;
  switch (called) {
    case 'fault':
      return { number: Number(first.getText()), tests: [file], ...texts(second) };
    case 'withoutScenario':
      return { number: Number(first.getText()), tests: [], ...texts(second) };
    case 'heldBy': {
      if (!ts.isArrayLiteralExpression(first)) throw new Error(`${file}: heldBy takes a list`);
      return { number: null, tests: first.elements.map(textOf), ...texts(second) };
    }
    default:
      return null;
  }
}

function texts(row: ts.Expression): { case: string; does: string } {
  const found = { case: '', does: '' };
  if (!ts.isObjectLiteralExpression(row)) throw new Error(`no row: ${row.getText()}`);
  for (const each of row.properties) {
    if (!ts.isPropertyAssignment(each)) continue;
    const key = each.name.getText();
    if (key === 'case' || key === 'does') found[key] = textOf(each.initializer);
  }
  return found;
}

/** The text of a literal, or of literals that are added. */
function textOf(node: ts.Expression): string {
  if (ts.isStringLiteralLike(node)) return node.text;
  if (ts.isBinaryExpression(node)) return textOf(node.left) + textOf(node.right);
  throw new Error(`no literal: ${node.getText()}`);
}
