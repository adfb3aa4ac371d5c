import { InvalidArgumentError, Option, type Command } from 'commander';
import { checkServer, type CheckedServer } from './scan/check-server.ts';
import { parseGivenMx, type GivenMx } from '../model/names/given-mx.ts';
import type { ServerFinding } from '../model/output/server-check.ts';
import { prettyJson } from '../model/records/snapshot-text.ts';
import { shownText } from '../model/text/shown-text.ts';
import { checkDocument } from '../report/check/check-document.ts';
import { findingsOf } from '../report/check/findings.ts';
import { DOCUMENT_FORMAT_NAMES, type DocumentFormatName } from '../report/format/formats.ts';
import { parseNumber } from './options/option-kinds.ts';
import { parserOption } from './options/parser-option.ts';
import { configFiles, scanFlags, type CommandLine } from './options/scan-config.ts';
import { SCAN_OPTIONS, type ScanOption } from './options/scan-options.ts';
import { settle } from './options/scan-settings.ts';
import { printDocument } from './pages/print-document.ts';
import { readPage, readSetting } from './pages/word-pages.ts';
import { prepareScan } from './scan/prepare-scan.ts';
import type { Output } from './terminal/output.ts';
import { Stop } from './terminal/stop.ts';

/** The options of `scan` that decide how a server is asked. */
const SHARED = [
  'resolver',
  'trustAd',
  'ehlo',
  'ipv4',
  'ipv6',
  'allowPrivate',
  'timeout',
  'pause',
  'roots',
  'caFile',
] as const satisfies readonly (keyof typeof SCAN_OPTIONS)[];

/** Mail between servers, submission with TLS first, and submission (RFC 5321, RFC 8314, RFC 6409). */
const PORTS = [25, 465, 587];

/** What the command line has beside. */
interface CheckFlags {
  mine?: boolean;
  address?: string;
  port?: number[];
  format: DocumentFormatName;
  json?: boolean;
  exitCode?: boolean;
}

const EXAMPLES = `
Examples:
  mxtls check mail.example.org                       what would be asked, and nothing is
  mxtls check mail.example.org --mine
  mxtls check mail.example.org@192.0.2.7 --mine      at an address that is not in the DNS yet
  mxtls check mail.example.org --mine --port 25 --json

The options of scan can stand in mxtls.config.json, as for scan.
Exit status: 0 done; 1 with --exit-code if something is wrong; 2 wrong usage or bad input; 3 no port could be reached.`;

/** Describes `mxtls check` to the command-line parser. */
export function checkCommand(command: Command, output: Output): void {
  for (const key of SHARED) {
    const row: ScanOption = SCAN_OPTIONS[key];
    command.addOption(parserOption(key, row));
  }
  command
    .argument('<host>', 'the mail server, one that you run; HOST@ADDRESS names its address as well')
    .addOption(new Option('--mine', 'this server is mine: it may be asked to relay'))
    .addOption(new Option('--address <ip>', 'ask this address, not those in the DNS'))
    .addOption(
      new Option(
        '--port <number>',
        'ask this port; can be repeated (default: 25, 465, 587)',
      ).argParser(gatherPort),
    )
    .addOption(
      new Option('--format <format>', 'how to print it')
        .choices(DOCUMENT_FORMAT_NAMES)
        .default('text'),
    )
    .addOption(new Option('--json', 'print what was found as JSON'))
    .addOption(new Option('--exit-code', 'exit with status 1 if something is wrong'))
    .addHelpText('after', EXAMPLES)
    .action(async (text: string) => {
      const given: CheckFlags & Omit<CommandLine, 'port' | 'json'> = command.opts();
      const { mine, address, port: ports = PORTS, format, json, exitCode, ...shared } = given;
      const server = parseServer(text, address ?? null);
      if (mine !== true) throw new Stop(2, wouldDo(server.host, ports));
      const { found, at } = await carriedOut(server, ports, shared, output);
      const { ports: checked, certificates } = found;
      const findings = findingsOf(checked, { certificates, at, date: at.slice(0, 10) });
      if (json === true) output.result(jsonOf(server, found, findings, at));
      else {
        const view = { host: server.host, ports: checked, findings, pageOf };
        await printDocument(checkDocument(view), format, output);
      }
      process.exitCode = statusOf(findings, exitCode === true);
    });
}

async function carriedOut(
  server: GivenMx,
  ports: readonly number[],
  given: CommandLine,
  output: Output,
): Promise<{ found: CheckedServer; at: string }> {
  const flags = await scanFlags(given, configFiles(process.cwd(), process.env));
  // An address that is named is asked, also a private one.
  const allowPrivate = server.address !== null || flags.allowPrivate === true;
  const settings = settle(
    { kind: 'arguments', domains: [server.host] },
    { ...flags, depth: 'deep', allowPrivate, vantage: [] },
  );
  const input = await prepareScan(settings, output);
  return { found: await checkServer(input, server, ports), at: input.startedAt };
}

function gatherPort(text: string, before: number[] | undefined): number[] {
  const port = parseNumber(text, { kind: 'whole', argument: 'number', min: 1, max: 65_535 });
  if (before?.includes(port)) throw new InvalidArgumentError('It is given twice.');
  return [...(before ?? []), port];
}

/** Reads HOST or HOST@ADDRESS. Throws a Stop with status 2 for what is neither. */
function parseServer(text: string, option: string | null): GivenMx {
  const parsed = parseGivenMx(option === null ? text : `${text}@${option}`);
  if (parsed.kind === 'given') return parsed.given;
  throw new Stop(2, `"${shownText(text, 255)}" ${parsed.reason}: give HOST or HOST@ADDRESS`);
}

function wouldDo(host: string, ports: readonly number[]): string {
  return [
    `this would ask ${host} on port ${ports.join(', ')} how it does TLS, with up to 15 connections to each address and port,`,
    'and whether it relays for strangers: MAIL FROM and RCPT TO a domain that does not exist, four times, then RSET, never a message.',
    'A server may take that for an attack. If it is yours, say so with --mine. Nothing was asked.',
  ].join('\n');
}

function pageOf(placed: Parameters<typeof readPage>[0]) {
  const page = readPage(placed);
  return { page, settings: page.settings.map(readSetting) };
}

function jsonOf(
  { host }: GivenMx,
  { ports, certificates }: CheckedServer,
  findings: readonly ServerFinding[],
  at: string,
): string {
  return `${prettyJson({ host, at, findings, ports, certificates: [...certificates.values()] })}\n`;
}

/** 3 where nothing is known, 1 where something is wrong and that is asked for. */
function statusOf(findings: readonly ServerFinding[], withExitCode: boolean): number {
  if (findings.every(({ outcome }) => outcome === 'unknown')) return 3;
  return withExitCode && findings.some(({ outcome }) => outcome === 'failed') ? 1 : 0;
}
