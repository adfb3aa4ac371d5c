import { readFileSync, readdirSync } from 'node:fs';
import { basename, dirname, join, relative, sep } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

const SOURCE = join(import.meta.dirname, '..', 'src');

/** What the files of a floor may import beside their own: floors below it, and packages. */
interface Rule {
  floors: readonly string[];
  packages: readonly string[];
}

// What of Node is a pure function of its arguments, and no file, socket, process or clock.
const PURE = ['node:buffer', 'node:crypto', 'node:path', 'node:url'];

const FLOORS: Readonly<Record<string, Rule>> = {
  // tldts is a table of public suffixes, which decides the operator of a host.
  model: { floors: [], packages: ['zod', 'node:url', 'tldts'] },
  judge: { floors: ['model'], packages: PURE },
  net: {
    floors: ['model'],
    packages: [...PURE, 'node:child_process', 'dns-packet', 'p-limit', 'socks', 'zod'],
  },
  store: {
    floors: ['model'],
    packages: [...PURE, 'node:child_process', 'node:zlib', 'tinyglobby', 'zod'],
  },
  importers: { floors: ['model'], packages: PURE },
  compare: { floors: ['model', 'judge'], packages: PURE },
  // What runs in the browser of a reader: a script by itself, which nothing imports.
  browser: { floors: [], packages: [] },
  // A journal is read back from the disk.
  scan: { floors: ['model', 'net', 'judge'], packages: [...PURE, 'p-limit', 'zod'] },
  report: {
    floors: ['model', 'judge', 'compare'],
    // get-east-asian-width is Unicode's table of wide characters, which take two columns of a terminal.
    // Plot draws the pictures, into a document of linkedom.
    packages: [
      ...PURE,
      'csv-stringify/sync',
      'get-east-asian-width',
      'kleur/colors',
      '@observablehq/plot',
      'linkedom',
    ],
  },
  commands: {
    floors: ['model', 'judge', 'net', 'store', 'importers', 'compare', 'scan', 'report'],
    // V8 is told how far the heap may grow.
    packages: [...PURE, 'node:v8', 'commander', 'zod'],
  },
  // The program, src/main.ts, and the functions for other programs, src/api.ts.
  '': { floors: ['commands', 'compare', 'model'], packages: ['commander'] },
};

/**
 * The rooms of each floor, each after the rooms of its floor that it may import. The floor itself, `.`, is a room too: the
 * files that stand in no other. A file in a room that is not here does not pass.
 */
const ROOMS: Readonly<Record<string, readonly string[]>> = {
  model: ['text', 'names', 'records', 'output', '.'],
  judge: ['x509', 'endpoint', 'dane', 'policies', '.'],
  net: ['.', 'dns', 'tls', 'smtp', 'workers', 'queue', 'https', 'socks'],
  store: ['lists', 'snapshots', 'journal', 'words', 'site', 'maps'],
  importers: ['.'],
  browser: ['.'],
  compare: ['answers', 'tables', 'changes', 'vantages', 'history', 'export'],
  scan: ['plan', 'probe', 'schedule', 'policies', 'listings', 'journal', 'gates', '.'],
  report: [
    'document',
    'format',
    'words',
    'pictures',
    'answer',
    'changes',
    'vantages',
    'history',
    'overview',
    'providers',
    'page',
    'explain',
    'check',
    'html',
    'site',
    '.',
    'monitoring',
    'export',
  ],
  commands: [
    'terminal',
    'pages',
    'snapshots',
    'checks',
    'notify',
    'options',
    'scan',
    'monitoring',
    'import',
    '.',
    'site',
  ],
  '': ['.'],
};

/** The files that open sockets, and the modules that they do it with. No other file imports more than a type of these. */
const SOCKETS: Readonly<Record<string, readonly string[]>> = {
  'net/dial.ts': ['node:net'],
  'net/dns/dns-exchange.ts': ['node:net'],
  'net/dns/udp-socket.ts': ['node:dgram', 'node:net'],
  'net/source-address.ts': ['node:dgram'],
  'net/dns/system-mx.ts': ['node:dns'],
  'net/https/https.ts': ['node:https'],
  'net/https/https-connection.ts': ['node:tls'],
  // Notifications: the one request that changes something elsewhere. Its certificate is verified by Node.
  'net/https/post.ts': ['node:http', 'node:https'],
  'net/tls/tls.ts': ['node:tls'],
  // Loaded only for a queue: they connect to its Redis server.
  'net/queue/queue-packages.ts': ['bullmq', 'ioredis'],
  // To the proxy that the user named, which resolves the names.
  'net/socks/open-over-socks.ts': ['node:net', 'socks'],
};

/** Modules of Node that reach the network. */
const NETWORK = [
  ...['dgram', 'dns', 'http', 'http2', 'https', 'inspector', 'net', 'tls'].flatMap((name) => [
    `node:${name}`,
    `node:${name}/promises`,
  ]),
  ...['bullmq', 'ioredis'],
];

/** The files that read and write files; all of them are in `store`. */
const FILES = ['node:fs', 'node:fs/promises'];

/** Single names of modules whose other names are out of bounds there, each with its reason. */
const NAMES: readonly { from: string; names: readonly string[]; floors: readonly string[] }[] = [
  // Is this text an IP address? A pure question.
  { from: 'node:net', names: ['isIP', 'isIPv4', 'isIPv6'], floors: ['model', 'report'] },
  // The roots that Node ships with are data.
  { from: 'node:tls', names: ['rootCertificates'], floors: ['store'] },
  // Which resolvers, which name and which addresses this machine has: nothing is asked of the network.
  { from: 'node:dns', names: ['getServers'], floors: ['commands'] },
  {
    from: 'node:os',
    names: ['availableParallelism', 'constants', 'hostname'],
    floors: ['commands'],
  },
  // How long this machine has been up, by which a suspension is seen.
  { from: 'node:os', names: ['uptime'], floors: ['scan'] },
  // Where temporary files go, and whose lock a file is.
  { from: 'node:os', names: ['tmpdir', 'hostname'], floors: ['store'] },
];

interface Import {
  file: string;
  /** The floor of the importing file, and its room there. */
  floor: string;
  room: string;
  from: string;
  names: string[];
  /** Whether it takes types alone, which are gone when the program runs. */
  typeOnly: boolean;
  /** Whether it is loaded only when it is called for: `import()`. */
  lazy: boolean;
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

/** The floor and the room of a file, from its path below src. */
function placeOf(path: string): { floor: string; room: string } {
  const parts = path.split('/');
  const floor = parts.length > 1 ? (parts[0] ?? '') : '';
  return { floor, room: parts.length > 2 ? parts.slice(1, -1).join('/') : '.' };
}

function importsOf(file: string): Import[] {
  const found: Import[] = [];
  const add = (
    from: ts.Expression | undefined,
    names: string[],
    typeOnly: boolean,
    lazy = false,
  ): void => {
    if (from === undefined) return;
    const text = ts.isStringLiteral(from) ? from.text : '(unknown)';
    found.push({ file, ...placeOf(file), from: text, names, typeOnly, lazy });
  };
  visit(parse(file), (node) => {
    if (ts.isImportDeclaration(node)) {
      add(node.moduleSpecifier, namesOf(node.importClause), isTypeOnly(node.importClause));
    }
    if (ts.isExportDeclaration(node)) add(node.moduleSpecifier, ['*'], node.isTypeOnly);
    const isCall = ts.isCallExpression(node);
    if (isCall && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      add(node.arguments[0], ['*'], false, true);
    }
  });
  return found;
}

function namesOf(clause: ts.ImportClause | undefined): string[] {
  const bindings = clause?.namedBindings;
  if (bindings === undefined || !ts.isNamedImports(bindings)) return ['*'];
  return bindings.elements.map(({ propertyName, name }) => (propertyName ?? name).text);
}

function isTypeOnly(clause: ts.ImportClause | undefined): boolean {
  if (clause === undefined) return false;
  if (clause.phaseModifier === ts.SyntaxKind.TypeKeyword) return true;
  const bindings = clause.namedBindings;
  return (
    clause.name === undefined &&
    bindings !== undefined &&
    ts.isNamedImports(bindings) &&
    bindings.elements.every((element) => element.isTypeOnly)
  );
}

/** The file of src that a relative import goes to; null for a package. */
function targetOf({ file, from }: Pick<Import, 'file' | 'from'>): string | null {
  if (!from.startsWith('.')) return null;
  return relative(SOURCE, join(SOURCE, dirname(file), from))
    .split(sep)
    .join('/');
}

function isAllowed(each: Import): boolean {
  const target = targetOf(each);
  return target === null ? isAllowedPackage(each) : isAllowedFile(each, placeOf(target));
}

function isAllowedFile({ floor, room }: Import, to: { floor: string; room: string }): boolean {
  if (floor !== to.floor) return FLOORS[floor]?.floors.includes(to.floor) ?? false;
  const rooms = ROOMS[floor] ?? [];
  const [own, other] = [rooms.indexOf(room), rooms.indexOf(to.room)];
  return own !== -1 && other !== -1 && other <= own;
}

function isAllowedPackage({ file, floor, from, names, typeOnly }: Import): boolean {
  if (FLOORS[floor]?.packages.includes(from)) return true;
  if (NETWORK.includes(from) && (typeOnly || SOCKETS[file]?.includes(from))) return true;
  if (FILES.includes(from)) return floor === 'store';
  const allowed = NAMES.filter((rule) => rule.from === from && rule.floors.includes(floor)).flatMap(
    (rule) => rule.names,
  );
  return names.every((name) => allowed.includes(name));
}

const imports = files.flatMap(importsOf);

describe('imports', () => {
  it('are found', () => {
    expect(imports.length).toBeGreaterThan(200);
    expect(importsOf('main.ts').map(({ from }) => from)).toContain('commander');
  });

  it('go down the floors, in one direction between rooms, and to the packages of their floor', () => {
    const wrong = imports.filter((each) => !isAllowed(each));
    expect(wrong.map(({ file, from, names }) => `${file}: ${names.join()} of ${from}`)).toEqual([]);
  });

  it.each<{ file: string; from: string; names?: string[] }>([
    { file: 'model/a.ts', from: '../judge/x.ts' },
    { file: 'model/a.ts', from: 'node:fs' },
    { file: 'model/text/a.ts', from: '../records/x.ts' },
    { file: 'judge/a.ts', from: '../net/x.ts' },
    { file: 'judge/a.ts', from: 'node:net', names: ['connect'] },
    { file: 'judge/x509/a.ts', from: '../dane/x.ts' },
    { file: 'judge/x509/a.ts', from: '../mail-domain.ts' },
    { file: 'report/a.ts', from: '../scan/x.ts' },
    { file: 'report/a.ts', from: 'node:net', names: ['isIPv6', 'connect'] },
    { file: 'report/format/a.ts', from: '../words/x.ts' },
    { file: 'report/attic/a.ts', from: './x.ts' },
    { file: 'scan/a.ts', from: '../store/x.ts' },
    { file: 'scan/a.ts', from: 'node:net', names: ['Socket'] },
    { file: 'store/a.ts', from: '../net/x.ts' },
    { file: 'commands/a.ts', from: 'node:fs/promises' },
    { file: 'commands/a.ts', from: '../main.ts' },
    { file: 'net/a.ts', from: 'commander' },
    { file: 'net/smtp/a.ts', from: 'node:net', names: ['connect'] },
    { file: 'elsewhere/a.ts', from: 'zod' },
  ])('of $from in $file would be found', ({ file, from, names = ['*'] }) => {
    expect(isAllowed({ file, ...placeOf(file), from, names, typeOnly: false, lazy: false })).toBe(
      false,
    );
  });

  it('make no circle of files', () => {
    const targets = new Map(files.map((file): [string, string[]] => [file, []]));
    for (const each of imports) {
      const target = targetOf(each);
      if (target !== null) targets.get(each.file)?.push(target);
    }
    // What imports nothing that is left is taken away, until nothing but circles is left.
    for (let left = -1; left !== targets.size;) {
      left = targets.size;
      for (const [file, to] of targets)
        if (!to.some((each) => targets.has(each))) targets.delete(file);
    }
    expect([...targets.keys()]).toEqual([]);
  });

  it('load a command only when it is named: the program itself starts with the parser alone', () => {
    const loaded = new Set(['main.ts']);
    const packages = new Set<string>();
    for (const file of loaded) {
      for (const each of imports.filter((one) => one.file === file && !one.typeOnly && !one.lazy)) {
        const target = targetOf(each);
        if (target === null) packages.add(each.from);
        else loaded.add(target);
      }
    }
    expect([...packages].sort()).toEqual(['commander', 'kleur/colors', 'node:os']);
    expect(loaded.size).toBeLessThanOrEqual(10);
  });

  it('open sockets in the files that are named for it, which exist', () => {
    const used = (file: string) =>
      imports.filter((each) => each.file === file && !each.typeOnly).map(({ from }) => from);
    for (const [file, modules] of Object.entries(SOCKETS)) {
      expect(used(file), file).toEqual(expect.arrayContaining([...modules]));
    }
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

/** What processes begin with: the program, and its workers. */
const PROGRAMS = ['main.ts', 'net/workers/attempt-worker.ts'];

describe('the clock, chance, the environment and the streams', () => {
  it('are touched by the programs and the commands alone', () => {
    const below = files.filter((file) => !file.startsWith('commands/') && !PROGRAMS.includes(file));
    expect(below.flatMap(surroundingsOf)).toEqual([]);
  });

  it('are seen where they are touched', () => {
    expect(surroundingsOf('commands/terminal/output.ts').join('\n')).toContain('process.env');
    expect(surroundingsOf('commands/scan/prepare-scan.ts').join('\n')).toContain('new Date()');
  });
});

describe('files', () => {
  it('stand in the rooms of the design, none of them called utils', () => {
    const isKnown = ({ floor, room }: { floor: string; room: string }) =>
      ROOMS[floor]?.includes(room) ?? false;
    expect(files.filter((file) => !isKnown(placeOf(file)))).toEqual([]);
    expect(files.filter((file) => /util|helper|misc|common/i.test(basename(file)))).toEqual([]);
  });

  it('are 20 to a room at the most', () => {
    const rooms = [...new Set(files.map((file) => dirname(file)))];
    const sizeOf = (room: string) => files.filter((file) => dirname(file) === room).length;
    expect(rooms.filter((room) => sizeOf(room) > 20)).toEqual([]);
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
