import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';

/** An entry of package-lock.json. */
interface Locked {
  version: string;
  integrity?: string;
  resolved?: string;
  dev?: boolean;
  hasInstallScript?: boolean;
}

const root = join(import.meta.dirname, '..');
const lock = json('package-lock.json') as { packages: Record<string, Locked> };
const manifest = json('package.json') as { dependencies: Record<string, string> };
const packages = Object.entries(lock.packages).filter(([path]) => path !== '');
const production = packages.filter(([, { dev }]) => dev !== true);

const PARTS_OF_D3 = [
  'array',
  'axis',
  'brush',
  'chord',
  'color',
  'contour',
  'delaunay',
  'dispatch',
  'drag',
  'dsv',
  'ease',
  'fetch',
  'force',
  'format',
  'geo',
  'hierarchy',
  'interpolate',
  'path',
  'polygon',
  'quadtree',
  'random',
  'scale',
  'scale-chromatic',
  'selection',
  'shape',
  'time',
  'time-format',
  'timer',
  'transition',
  'zoom',
];

/** Every package that users install, and why. A new one needs a strong reason. */
const PRODUCTION: Readonly<Record<string, string>> = {
  commander: 'the command line; an older one for d3-dsv',
  'csv-stringify': 'CSV of the reports',
  'dns-packet': 'DNS messages',
  socks: 'connections over Tor',
  'ip-address': 'addresses, for socks',
  'smart-buffer': 'bytes, for socks',
  '@leichtgewicht/ip-codec': 'addresses, for dns-packet',
  'get-east-asian-width': 'wide characters of a terminal',
  kleur: 'colours',
  'p-limit': 'concurrency',
  'yocto-queue': 'the queue of p-limit',
  tinyglobby: 'lists by pattern',
  fdir: 'folders, for tinyglobby',
  picomatch: 'patterns, for tinyglobby',
  tldts: 'public suffixes',
  'tldts-core': 'the parser of tldts',
  zod: 'the shapes of records and options',
  '@observablehq/plot': 'the pictures of the page',
  isoformat: 'dates, for plot',
  'interval-tree-1d': 'intervals, for plot',
  'binary-search-bounds': 'sorted arrays, for interval-tree-1d',
  linkedom: 'the DOM that plot draws in',
  'css-select': 'selectors, for linkedom',
  'css-what': 'the parser of css-select',
  boolbase: 'functions, for css-select',
  'nth-check': ':nth-child, for css-select',
  cssomnom: 'style sheets, for linkedom',
  htmlparser2: 'HTML, for linkedom',
  domelementtype: 'nodes, for htmlparser2',
  domhandler: 'nodes, for htmlparser2',
  domutils: 'nodes, for htmlparser2',
  'dom-serializer': 'nodes to text, for domutils',
  entities: 'HTML entities, for htmlparser2',
  'html-escaper': 'HTML escapes, for linkedom',
  uhyphen: 'names of attributes, for linkedom',
  d3: 'scales, shapes and times, for plot: it comes as the packages below',
  ...Object.fromEntries(PARTS_OF_D3.map((name) => [`d3-${name}`, 'part of d3'])),
  delaunator: 'triangles, for d3-delaunay',
  'robust-predicates': 'arithmetic, for delaunator',
  internmap: 'maps, for d3-array',
  'iconv-lite': 'encodings, for the program of d3-dsv',
  'safer-buffer': 'buffers, for iconv-lite',
  rw: 'files, for the program of d3-dsv',
};

function json(file: string): unknown {
  return JSON.parse(readFileSync(join(root, file), 'utf8'));
}

function nameOf(path: string): string {
  return path.replace(/^.*node_modules\//, '');
}

/*
 * npm takes the entries of a new lock file from node_modules where there is one, and a node_modules that was installed by a
 * lock without integrity has none: to write the lock anew, remove both.
 */
describe('what npm ci installs', () => {
  it('is checked: every package has its SHA-512', () => {
    const unchecked = packages.filter(([, { integrity }]) => !/^sha512-/.test(integrity ?? ''));
    expect(unchecked.map(([path]) => path)).toEqual([]);
  });

  it('comes from the registry that the user has: no entry names one', () => {
    expect(packages.filter(([, { resolved }]) => resolved !== undefined)).toEqual([]);
  });
});

describe('what users install', () => {
  it('is known, package by package', () => {
    const names = new Set(production.map(([path]) => nameOf(path)));
    expect([...names].sort()).toEqual(Object.keys(PRODUCTION).sort());
    expect(Object.keys(manifest.dependencies).filter((name) => !(name in PRODUCTION))).toEqual([]);
  });

  it('runs no script when it is installed', () => {
    expect(production.filter(([, { hasInstallScript }]) => hasInstallScript === true)).toEqual([]);
  });

  it('has exact versions', () => {
    expect(
      Object.values(manifest.dependencies).filter((each) => !/^\d+\.\d+\.\d+$/.test(each)),
    ).toEqual([]);
  });
});

/** The workflows of this repository, and the one that users copy into theirs. */
const WORKFLOWS = ['.github/workflows', 'docs/weekly'].flatMap((folder) =>
  readdirSync(join(root, folder))
    .filter((name) => name.endsWith('.yml'))
    .map((name) => `${folder}/${name}`),
);

describe('the workflows', () => {
  it('are those of this repository, and the one to copy', () => {
    expect(WORKFLOWS).toEqual(
      expect.arrayContaining(['.github/workflows/test.yml', 'docs/weekly/weekly-survey.yml']),
    );
  });

  it.each(WORKFLOWS)('run actions by the hash of a commit, as a tag can be moved: %s', (file) => {
    const text = readFileSync(join(root, file), 'utf8');
    const uses = [...text.matchAll(/\buses: *(.*)/g)].map(([, action]) => action);
    expect(uses.length).toBeGreaterThan(0);
    expect(uses.filter((each) => !/^[\w/-]+@[0-9a-f]{40} # v[\d.]+$/.test(each ?? ''))).toEqual([]);
  });
});

/** Where every file stands that users get; each of these has some. */
const PACKED = [
  /^(?:CHANGELOG\.md|LICENSE|README\.md|package\.json)$/,
  /^completion\/_?mxtls(?:\.\w+)?$/,
  /^dist\/(?:api|main)\.(?:js|d\.ts)$/,
  /^dist\/browser\/page\.(?:js|css)$/,
  /^dist\/(?:model|judge|net|store|importers|compare|scan|report|commands)\/.*\.(?:js|d\.ts)$/,
  /^docs\/words\/.*\.md$/,
  /^man\/mxtls\.1$/,
  /^schema\/mxtls-[\w-]+\.schema\.json$/,
];

/** What has to be in it, of `dist` as the build before the tests makes it: the program of each source, what it reads when it runs, and what a shell and `man` read. */
function neededFiles(): string[] {
  const below = (folder: string, ending: string): string[] =>
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name.endsWith(ending))
      .map((entry) => relative(root, join(entry.parentPath, entry.name)).split(sep).join('/'));
  const programs = below('src', '.ts').filter((file) => !file.endsWith('.d.ts'));
  return [
    ...programs.map((file) => file.replace(/^src(.*)\.ts$/, 'dist$1.js')),
    'dist/browser/page.css',
    ...below('docs/words', '.md'),
    ...below('schema', '.json'),
    ...below('completion', ''),
    'man/mxtls.1',
  ];
}

describe('the package', () => {
  const args = ['pack', '--dry-run', '--json', '--ignore-scripts', '--offline'];
  let files: string[] = [];
  beforeAll(() => {
    const { stdout, status, stderr } = spawnSync('npm', args, { cwd: root, encoding: 'utf8' });
    if (status !== 0) throw new Error(stderr);
    const [packed] = JSON.parse(stdout) as { files: { path: string }[] }[];
    files = packed?.files.map(({ path }) => path) ?? [];
  });

  it('has the program, the script and style of its pages, schemas, pages of words, man page and completion', () => {
    expect(neededFiles().filter((file) => !files.includes(file))).toEqual([]);
  });

  it('has nothing else, such as tests and benches', () => {
    expect(files.filter((file) => !PACKED.some((place) => place.test(file)))).toEqual([]);
  });

  it.each(PACKED)('has files like %s', (place) => {
    expect(files.filter((file) => place.test(file))).not.toEqual([]);
  });
});
