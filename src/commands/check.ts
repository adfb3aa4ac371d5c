import { InvalidArgumentError, Option, type Command } from 'commander';
import { askOnion, checkServer, type CheckedServer } from './scan/check-server.ts';
import { parseGivenMx, type GivenMx } from '../model/names/given-mx.ts';
import type { ServerFinding, ServerOnion } from '../model/output/server-check.ts';
import { prettyJson } from '../model/records/snapshot-text.ts';
import { shownText } from '../model/text/shown-text.ts';
import { checkDocument } from '../report/check/check-document.ts';
import { findingsOf, onionFindings } from '../report/check/findings.ts';
import { DOCUMENT_FORMAT_NAMES, type DocumentFormatName } from '../report/format/formats.ts';
import { parseNumber } from './options/option-kinds.ts';
import { parseOnion, type OnionPlace } from './options/parse-onion.ts';
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
  onion?: string;
  tor?: string;
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
  mxtls check mail.example.org --mine --onion NAME.onion --tor 127.0.0.1:9050

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
    .addOption(
      new Option('--onion <name[:port]>', 'ask whether it relays through this onion service of it'),
    )
    .addOption(new Option('--tor <host:port>', 'the SOCKS port of Tor, for --onion'))
    .addOption(new Option('--json', 'print what was found as JSON'))
    .addOption(new Option('--exit-code', 'exit with status 1 if something is wrong'))
    .addHelpText('after', EXAMPLES)
    .action(async (text: string) => {
      const given: CheckFlags & Omit<CommandLine, 'port' | 'json' | 'tor'> = command.opts();
      const { mine, address, port: ports = PORTS, onion: name, tor, ...others } = given;
      const { format, json, exitCode, ...shared } = others;
      const server = parseServer(text, address ?? null);
      const onion = onionOf(name, tor);
      if (mine !== true) throw new Stop(2, wouldDo(server.host, ports, onion));
      const asking = { server, ports, onion };
      const { found, service, at } = await carriedOut(asking, shared, output);
      const { ports: checked, certificates } = found;
      const findings = [
        ...findingsOf(checked, { certificates, at, date: at.slice(0, 10) }),
        ...(service === null ? [] : onionFindings(service)),
      ];
      if (json === true) output.result(jsonOf({ server, found, service, findings, at }));
      else {
        const view = { host: server.host, ports: checked, findings, pageOf };
        await printDocument(checkDocument(view), format, output);
      }
      process.exitCode = statusOf(findings, exitCode === true);
    });
}

/** An onion service, and the proxy that leads to it. */
interface OnionAsked {
  place: OnionPlace;
  tor: string;
}

/** Throws a Stop with status 2 where one of the two options is missing. */
function onionOf(onion: string | undefined, tor: string | undefined): OnionAsked | null {
  if (onion === undefined && tor === undefined) return null;
  if (onion !== undefined && tor !== undefined) return { place: parseOnion(onion), tor };
  throw new Stop(
    2,
    '--onion NAME.onion and --tor HOST:PORT go together: the onion service, and the SOCKS port of Tor',
  );
}

interface Asking {
  server: GivenMx;
  ports: readonly number[];
  onion: OnionAsked | null;
}

async function carriedOut(
  { server, ports, onion }: Asking,
  given: CommandLine,
  output: Output,
): Promise<{ found: CheckedServer; service: ServerOnion | null; at: string }> {
  const flags = await scanFlags(given, configFiles(process.cwd(), process.env));
  // An address that is named is asked, also a private one.
  const allowPrivate = server.address !== null || flags.allowPrivate === true;
  const settings = settle(
    { kind: 'arguments', domains: [server.host] },
    { ...flags, depth: 'deep', allowPrivate, vantage: [], ...(onion && { tor: onion.tor }) },
  );
  const input = await prepareScan(settings, output);
  const found = await checkServer(input, server, ports);
  const over = onion && input.tor;
  const { host } = server;
  const service = over && (await askOnion(input, over, { host, onion: onion.place }));
  return { found, service, at: input.startedAt };
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

function wouldDo(host: string, ports: readonly number[], onion: OnionAsked | null): string {
  return [
    `this would ask ${host} on port ${ports.join(', ')} how it does TLS, with up to 15 connections to each address and port,`,
    'and whether it relays for strangers: MAIL FROM and RCPT TO a domain that does not exist, four times, then RSET, never a message.',
    ...(onion === null ? [] : [`The same over Tor, with one connection to ${onion.place.host}.`]),
    'A server may take that for an attack. If it is yours, say so with --mine. Nothing was asked.',
  ].join('\n');
}

function pageOf(placed: Parameters<typeof readPage>[0]) {
  const page = readPage(placed);
  return { page, settings: page.settings.map(readSetting) };
}

interface Found {
  server: GivenMx;
  found: CheckedServer;
  service: ServerOnion | null;
  findings: readonly ServerFinding[];
  at: string;
}

function jsonOf({ server, found, service: onion, findings, at }: Found): string {
  const { ports, certificates } = found;
  const whole = {
    host: server.host,
    at,
    findings,
    ports,
    certificates: [...certificates.values()],
  };
  return `${prettyJson({ ...whole, onion })}\n`;
}

/** 3 where nothing is known, 1 where something is wrong and that is asked for. */
function statusOf(findings: readonly ServerFinding[], withExitCode: boolean): number {
  if (findings.every(({ outcome }) => outcome === 'unknown')) return 3;
  return withExitCode && findings.some(({ outcome }) => outcome === 'failed') ? 1 : 0;
}
