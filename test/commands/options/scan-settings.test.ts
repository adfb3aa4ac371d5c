import { describe, expect, it } from 'vitest';
import type { ScanFlags } from '../../../src/commands/options/scan-config.ts';
import { settleScan } from '../../../src/commands/options/scan-settings.ts';
import { Stop } from '../../../src/commands/terminal/stop.ts';

const EHLO = { ehlo: 'scan.example.org' };

function stopOf(domains: readonly string[], flags: ScanFlags): Stop {
  try {
    settleScan(domains, flags);
  } catch (error) {
    if (error instanceof Stop) return error;
    throw error;
  }
  throw new Error('it makes sense, it seems');
}

describe('default settings', () => {
  it('are the pinned ones for lists', () => {
    expect(settleScan([], EHLO)).toMatchObject({
      source: { kind: 'lists', patterns: ['domains/**/*.{txt,csv}'] },
      destination: { kind: 'results' },
      results: 'results',
      resolvers: null,
      port: 25,
      perOperator: 4,
      pauseMs: 1_000,
      attemptMs: 120_000,
      passes: 3,
      passDelayMs: 300_000,
      roots: 'node',
      families: ['ipv4', 'ipv6'],
      allowPrivate: false,
      vantages: [null],
      exclude: null,
      progress: true,
      failOn: [],
    });
  });

  it('are one pass and no file for domains', () => {
    expect(settleScan(['a.example'], {})).toMatchObject({
      source: { kind: 'arguments', domains: ['a.example'] },
      destination: { kind: 'none' },
      ehlo: null,
      passes: 1,
    });
  });
});

describe('settings', () => {
  it.each<{ domains: string[]; flags: ScanFlags; settled: object }>([
    { domains: ['-'], flags: {}, settled: { source: { kind: 'stdin' } } },
    {
      domains: ['a.example'],
      flags: { save: true },
      settled: { destination: { kind: 'results' } },
    },
    { domains: ['a.example'], flags: { out: '-' }, settled: { destination: { kind: 'stdout' } } },
    {
      domains: ['a.example'],
      flags: { out: 'x.json', save: true },
      settled: { destination: { kind: 'file', file: 'x.json' } },
    },
    {
      domains: [],
      flags: { ...EHLO, out: 'x.json' },
      settled: { destination: { kind: 'file', file: 'x.json' } },
    },
    {
      domains: [],
      flags: { ...EHLO, list: ['a.txt', 'b.csv'] },
      settled: { source: { kind: 'lists', patterns: ['a.txt', 'b.csv'] } },
    },
    // Lists of the configuration give way to domains; those of the command line do not.
    {
      domains: ['a.example'],
      flags: { list: ['a.txt'] },
      settled: { source: { kind: 'arguments', domains: ['a.example'] } },
    },
    { domains: ['a.example'], flags: { ipv4: true }, settled: { families: ['ipv4'] } },
    {
      domains: ['a.example'],
      flags: { ipv4: false, ipv6: true },
      settled: { families: ['ipv6'] },
    },
    { domains: ['a.example'], flags: { passes: 2 }, settled: { passes: 2 } },
    {
      domains: ['a.example'],
      flags: { pause: 0.5, timeout: 1.5, passDelay: 0 },
      settled: { pauseMs: 500, attemptMs: 1_500, passDelayMs: 0 },
    },
    {
      domains: ['a.example'],
      flags: { ehlo: 'Scan.Example.ORG.' },
      settled: { ehlo: 'scan.example.org' },
    },
    {
      domains: ['a.example'],
      flags: { ehlo: '[IPv6:2001:db8::1]' },
      settled: { ehlo: '[IPv6:2001:db8::1]' },
    },
    {
      domains: ['a.example'],
      flags: { resolver: ['192.0.2.1', '[2001:db8::1]:5353'] },
      settled: {
        resolvers: [
          { address: '192.0.2.1', port: 53 },
          { address: '2001:db8::1', port: 5353 },
        ],
      },
    },
  ])('of $domains with $flags', ({ domains, flags, settled }) => {
    expect(settleScan(domains, flags)).toMatchObject(settled);
  });

  it.each<{ domains: string[]; flags: ScanFlags; message: RegExp }>([
    { domains: [], flags: {}, message: /^a survey over lists requires --ehlo NAME/ },
    {
      domains: ['a.example'],
      flags: { list: ['x.txt'], listGiven: true },
      message: /^give either domains or --list, not both$/,
    },
    { domains: ['-', 'a.example'], flags: {}, message: /^'-' reads the domains from stdin/ },
    {
      domains: ['a.example'],
      flags: { ipv4: true, ipv6: true },
      message: /^IPv4 only and IPv6 only exclude each other$/,
    },
    {
      domains: [],
      flags: { ehlo: 'localhost' },
      message: /^--ehlo "localhost" has one label only/,
    },
    { domains: [], flags: { ehlo: '192.0.2.1' }, message: /^--ehlo "192\.0\.2\.1" / },
    { domains: [], flags: { ehlo: '[192.0.2.256]' }, message: /^--ehlo "\[192\.0\.2\.256\]" / },
    {
      domains: [],
      flags: { ehlo: 'a.example\r\nRSET' },
      message: /^--ehlo "a.example\\r\\nRSET" /,
    },
    {
      domains: ['a.example'],
      flags: { resolver: ['dns.example'] },
      message: /^--resolver "dns.example": it takes an IP address/,
    },
  ])('that make no sense: $domains with $flags', ({ domains, flags, message }) => {
    const stop = stopOf(domains, flags);
    expect(stop.message).toMatch(message);
    expect(stop.status).toBe(2);
  });
});

describe('vantages', () => {
  const QUEUE = { ...EHLO, queue: 'redis://localhost' };

  it.each<[string, ScanFlags, (string | null)[]]>([
    ['none', EHLO, [null]],
    ['none, with a queue', QUEUE, [null]],
    ['any text without a queue', { ...EHLO, vantage: 'Athens, GR' }, ['Athens, GR']],
    ['one in a list', { ...EHLO, vantage: ['athens'] }, ['athens']],
    ['several', { ...QUEUE, vantage: ['berlin', 'athens'] }, ['berlin', 'athens']],
    ['several with commas', { ...QUEUE, vantage: 'athens,berlin' }, ['athens', 'berlin']],
    ['one twice', { ...QUEUE, vantage: ['athens', 'athens'], json: true }, ['athens']],
    [
      'several and flags that are off',
      { ...QUEUE, vantage: ['athens', 'berlin'], json: false, resume: false },
      ['athens', 'berlin'],
    ],
  ])('are %s', (_, flags, vantages) => {
    expect(settleScan([], flags).vantages).toEqual(vantages);
  });

  it.each<[string, string[], ScanFlags]>([
    ['several --vantage require --queue URL', [], EHLO],
    ['several --vantage survey lists', ['a.example'], QUEUE],
    ['one --vantage after the other, each with --resume', [], { ...QUEUE, resume: true }],
    ['--out FILE takes one', [], { ...QUEUE, out: 'x.json' }],
    ['--json prints one', [], { ...QUEUE, json: true }],
    ['--transcript prints the dialogues of one', [], { ...QUEUE, transcript: true }],
  ])('that are several are refused: %s', (message, domains, flags) => {
    const stop = stopOf(domains, { ...flags, vantage: ['athens', 'berlin'] });
    expect(stop.status).toBe(2);
    expect(stop.message).toContain(message);
    expect(stop.message).not.toContain('\n');
  });

  it('have names that a queue takes', () => {
    expect(stopOf([], { ...QUEUE, vantage: 'athens, berlin' }).message).toContain(
      '--vantage " berlin": beside --queue it takes a name',
    );
  });
});
