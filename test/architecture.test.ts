import { readFileSync, readdirSync } from 'node:fs';
import { basename, dirname, join, relative, sep } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

const SOURCE = join(import.meta.dirname, '..', 'src');

/** What the files of a folder may import beside their own: folders of src, and packages. */
interface Rule {
  folders: readonly string[];
  packages: readonly string[];
}

// What of Node is a pure function of its arguments, and no file, socket, process or clock.
const PURE = ['node:buffer', 'node:crypto', 'node:path', 'node:url'];

const RULES: Readonly<Record<string, Rule>> = {
  // tldts is a table of public suffixes: whose host a name is goes by nothing else.
  model: { folders: [], packages: ['zod', 'node:url', 'tldts'] },
  judge: { folders: ['model'], packages: PURE },
  net: {
    folders: ['model'],
    packages: [
      ...PURE,
      'dns-packet',
      'node:dgram',
      'node:dns',
      'node:https',
      'node:tls',
      'p-limit',
    ],
  },
  store: {
    folders: ['model'],
    packages: [...PURE, 'node:fs', 'node:fs/promises', 'node:zlib', 'tinyglobby', 'zod'],
  },
  importers: { folders: ['model'], packages: PURE },
  compare: { folders: ['model', 'judge'], packages: PURE },
  scan: { folders: ['model', 'net', 'judge'], packages: [...PURE, 'p-limit'] },
  report: {
    folders: ['model', 'judge', 'compare'],
    packages: [...PURE, 'csv-stringify/sync', 'kleur/colors'],
  },
  commands: {
    folders: ['model', 'judge', 'net', 'store', 'importers', 'compare', 'scan', 'report'],
    packages: [...PURE, 'commander', 'zod'],
  },
  // The program itself: src/main.ts.
  '': { folders: ['commands', 'model'], packages: ['commander', 'node:os'] },
};

/** Single names of modules whose other names are out of bounds there, each with its reason. */
const NAMES: readonly { from: string; names: readonly string[]; folders: readonly string[] }[] = [
  // Is this text an IP address? A pure question that lives beside the sockets.
  { from: 'node:net', names: ['isIP', 'isIPv4', 'isIPv6'], folders: ['model', 'report'] },
  { from: 'node:net', names: ['connect', 'isIPv6', 'Socket'], folders: ['net'] },
  // The type of an answer, which node:https uses and does not export.
  { from: 'node:http', names: ['IncomingMessage'], folders: ['net'] },
  // The lock of a results folder is an abstract socket, which nobody connects to.
  { from: 'node:net', names: ['createServer'], folders: ['store'] },
  // The roots that Node ships with are data.
  { from: 'node:tls', names: ['rootCertificates'], folders: ['store'] },
  // Which resolvers, which name and which addresses this machine has: nothing is asked of the network.
  { from: 'node:dns', names: ['getServers'], folders: ['commands'] },
  { from: 'node:os', names: ['hostname', 'networkInterfaces'], folders: ['commands'] },
  { from: 'node:v8', names: ['setFlagsFromString'], folders: ['commands'] },
];

interface Import {
  file: string;
  folder: string;
  from: string;
  names: string[];
}

/** Files of src with forward slashes, from src. */
const files = readdirSync(SOURCE, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts'))
  .map((file) => file.split(sep).join('/'))
  .sort();

function parse(file: string): ts.SourceFile {
  const text = readFileSync(join(SOURCE, file), 'utf8');
  return ts.createSourceFile(file, text, ts.ScriptTarget.ES2023, true);
}

function visit(node: ts.Node, see: (node: ts.Node) => void): void {
  see(node);
  node.forEachChild((child) => {
    visit(child, see);
  });
}

function importsOf(file: string): Import[] {
  const found: Import[] = [];
  const folder = dirname(file) === '.' ? '' : (file.split('/')[0] ?? '');
  const add = (from: ts.Expression | undefined, names: string[]): void => {
    if (from === undefined) return;
    found.push({ file, folder, from: ts.isStringLiteral(from) ? from.text : '(unknown)', names });
  };
  visit(parse(file), (node) => {
    if (ts.isImportDeclaration(node)) add(node.moduleSpecifier, namesOf(node.importClause));
    if (ts.isExportDeclaration(node)) add(node.moduleSpecifier, ['*']);
    const isCall = ts.isCallExpression(node);
    if (isCall && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      add(node.arguments[0], ['*']);
    }
  });
  return found;
}

function namesOf(clause: ts.ImportClause | undefined): string[] {
  const bindings = clause?.namedBindings;
  if (bindings === undefined || !ts.isNamedImports(bindings)) return ['*'];
  return bindings.elements.map(({ propertyName, name }) => (propertyName ?? name).text);
}

/** The folder of src that a relative import goes to; null for a package. */
function folderOf({ file, from }: Import): string | null {
  if (!from.startsWith('.')) return null;
  const path = relative(SOURCE, join(SOURCE, dirname(file), from)).split(sep);
  return path.length > 1 ? (path[0] ?? '') : '';
}

function isAllowed(each: Import): boolean {
  const rule = RULES[each.folder];
  if (rule === undefined) return false;
  const folder = folderOf(each);
  if (folder !== null) return folder === each.folder || rule.folders.includes(folder);
  if (rule.packages.includes(each.from)) return true;
  const allowed = NAMES.filter(
    ({ from, folders }) => from === each.from && folders.includes(each.folder),
  ).flatMap(({ names }) => names);
  return each.names.every((name) => allowed.includes(name));
}

const imports = files.flatMap(importsOf);

describe('imports', () => {
  it('are found', () => {
    expect(imports.length).toBeGreaterThan(200);
    expect(importsOf('main.ts').map(({ from }) => from)).toContain('commander');
  });

  it('go in the directions of the design, and to the packages of their folder alone', () => {
    const wrong = imports.filter((each) => !isAllowed(each));
    expect(wrong.map(({ file, from, names }) => `${file}: ${names.join()} of ${from}`)).toEqual([]);
  });

  it.each<{ folder: string; from: string; names?: string[] }>([
    { folder: 'model', from: '../judge/x.ts' },
    { folder: 'model', from: 'node:fs' },
    { folder: 'judge', from: '../net/x.ts' },
    { folder: 'judge', from: 'node:net', names: ['connect'] },
    { folder: 'report', from: '../scan/x.ts' },
    { folder: 'report', from: 'node:net', names: ['isIPv6', 'connect'] },
    { folder: 'scan', from: '../store/x.ts' },
    { folder: 'scan', from: 'node:net', names: ['Socket'] },
    { folder: 'store', from: '../net/x.ts' },
    { folder: 'commands', from: 'node:fs/promises' },
    { folder: 'commands', from: '../main.ts' },
    { folder: 'net', from: 'commander' },
    { folder: 'elsewhere', from: 'zod' },
  ])('of $from in $folder would be found', ({ folder, from, names = ['*'] }) => {
    expect(isAllowed({ file: `${folder}/a.ts`, folder, from, names })).toBe(false);
  });
});

/** What is taken from the surroundings rather than from a parameter. */
const SURROUNDINGS = [
  /^new Date\(\)$/,
  /^Date\.now\b/,
  /^Math\.random\b/,
  /^process\.(?:env|argv|exit|exitCode|cwd|stdin|stdout|stderr)\b/,
  /^console\./,
  /^fetch\(/,
];

function surroundingsOf(file: string): string[] {
  const found: string[] = [];
  visit(parse(file), (node) => {
    const isUse =
      ts.isNewExpression(node) || ts.isPropertyAccessExpression(node) || ts.isCallExpression(node);
    const text = isUse ? node.getText() : '';
    if (SURROUNDINGS.some((each) => each.test(text))) found.push(`${file}: ${text.slice(0, 60)}`);
  });
  return found;
}

describe('the clock, chance, the environment and the streams', () => {
  it('are touched by the program and its commands alone', () => {
    const below = files.filter((file) => !file.startsWith('commands/') && file !== 'main.ts');
    expect(below.flatMap(surroundingsOf)).toEqual([]);
  });

  it('are seen where they are touched', () => {
    expect(surroundingsOf('commands/terminal/output.ts').join('\n')).toContain('process.env');
    expect(surroundingsOf('commands/scan/prepare-scan.ts').join('\n')).toContain('new Date()');
  });
});

describe('files', () => {
  it('stand in the folders of the design, none of them called utils', () => {
    const folders = new Set(files.map((file) => dirname(file).split('/')[0] ?? ''));
    expect([...folders].filter((folder) => !(folder in RULES) && folder !== '.')).toEqual([]);
    expect(files.filter((file) => /util|helper|misc|common/i.test(basename(file)))).toEqual([]);
  });

  it('have 250 lines at the most', () => {
    const lines = (file: string) => readFileSync(join(SOURCE, file), 'utf8').split('\n').length - 1;
    expect(files.filter((file) => lines(file) > 250)).toEqual([]);
  });

  it('have no default export', () => {
    const isDefault = /\bexport\s+default\b|\bas\s+default\b/;
    const defaults = files.filter((file) => isDefault.test(parse(file).text));
    expect(defaults).toEqual([]);
  });
});
