import { Option, type Command } from 'commander';
import { problemText, type Lists } from '../model/names/list.ts';
import { dialDirectly } from '../net/dial.ts';
import { createResolver } from '../net/dns/dns.ts';
import { doctorDocument, doctorJson, isFit } from '../report/doctor.ts';
import { parseArguments, readLists } from '../store/lists/lists.ts';
import { wouldBeReady } from '../store/snapshots/readiness.ts';
import { openFilesLimit } from './checks/check-open-files.ts';
import { doctorChecks, type DoctorInput } from './checks/doctor-checks.ts';
import { newestSurvey } from './checks/newest-survey.ts';
import { publicAddress } from './checks/own-addresses.ts';
import { gather } from './options/option-kinds.ts';
import { parseZone } from './options/parse-zone.ts';
import { parserOption } from './options/parser-option.ts';
import {
  readExcluded,
  someOf,
  systemResolvers,
  targetPolicyOf,
  targetsIn,
} from './scan/prepare-scan.ts';
import type { SurveyInput } from './scan/run-survey.ts';
import { configFiles, scanFlags, type CommandLine } from './options/scan-config.ts';
import { SCAN_DEFAULTS, SCAN_OPTIONS, type ScanOption } from './options/scan-options.ts';
import { settle } from './options/scan-settings.ts';
import type { Output } from './terminal/output.ts';
import { printDocument } from './pages/print-document.ts';
import { Stop } from './terminal/stop.ts';

/** The options of `scan` that decide what a survey depends on. */
const SHARED = [
  'list',
  'exclude',
  'results',
  'resolver',
  'trustAd',
  'port',
  'ehlo',
  'ipv4',
  'ipv6',
  'allowPrivate',
  'concurrency',
  'timeout',
] as const satisfies readonly (keyof typeof SCAN_OPTIONS)[];

/** What the command line has beside. */
interface DoctorFlags {
  dnsbl?: string[];
  json?: boolean;
}

const EXAMPLES = `
Examples:
  mxtls doctor                                   with the lists and the options of mxtls.config.json
  mxtls doctor wind.gr otenet.gr cosmote.gr      connects to the MX hosts of these
  mxtls doctor --ehlo scan.example.org --dnsbl dnsbl.example.net

It connects to the MX hosts of at most five operators, once each, and says QUIT. The addresses of this machine are looked \
up on the DNS lists that --dnsbl names, on no other. The options of scan can stand in mxtls.config.json, as for scan.
Exit status: 0 fit to survey; 2 wrong usage or bad input; 3 a survey made from here could not be trusted.`;

/** Describes `mxtls doctor` to the command-line parser. */
export function doctorCommand(command: Command, output: Output): void {
  for (const key of SHARED) {
    const row: ScanOption = SCAN_OPTIONS[key];
    command.addOption(parserOption(key, row));
  }
  command
    .addOption(
      new Option(
        '--dnsbl <zone>',
        'look up the addresses of this machine on this DNS list; can be repeated',
      ).argParser(gather),
    )
    .addOption(new Option('--json', 'print the checks as JSON'))
    .argument('[domain...]', 'domains whose MX hosts are connected to; none takes the lists')
    .addHelpText('after', EXAMPLES)
    .action(async (domains: string[]) => {
      const { dnsbl = [], json = false, ...given }: DoctorFlags & CommandLine = command.opts();
      const zones = dnsbl.map(parseZone);
      const input = await prepare(domains, given, output);
      const checks = await doctorChecks({ ...input, dnsbl: zones });
      const at = `${input.clock.now.toISOString().slice(0, -5)}Z`;
      if (json) output.result(doctorJson(checks, at));
      else await printDocument(doctorDocument(checks), 'text', output);
      process.exitCode = isFit(checks) ? 0 : 3;
    });
}

/** Reads what the checks need from this machine. Throws a Stop with status 2 for bad input. */
async function prepare(
  domains: readonly string[],
  given: CommandLine,
  output: Output,
): Promise<Omit<DoctorInput, 'dnsbl'>> {
  const flags = await scanFlags(given, configFiles(process.cwd(), process.env));
  if (domains.length > 0 && flags.listGiven === true) {
    throw new Stop(2, 'give either domains or --list, not both');
  }
  const wanted = await domainsOf(domains, flags, output);
  // Where several vantages survey, each of their machines is checked by itself.
  const settings = settle({ kind: 'arguments', domains: [...domains] }, { ...flags, vantage: [] });
  const servers = settings.resolvers ?? systemResolvers();
  const { trustAd, results, port, families, attemptMs, concurrency, allowPrivate } = settings;
  const [ipv4, ipv6] = await Promise.all([publicAddress('ipv4'), publicAddress('ipv6')]);
  // Before any socket to a server is open.
  const openFiles = openFilesLimit();
  return {
    ...{ port, families, attemptMs, concurrency, servers, trustAd, allowPrivate, openFiles },
    resolver: createResolver({ servers, trustAd }),
    dial: dialDirectly,
    targetPolicy: targetPolicyOf(
      (await readExcluded(settings.exclude)).exclusions,
      settings,
      ipv6 !== null,
    ),
    domains: await someOf(wanted),
    clock: { now: new Date(), newest: await newestSurvey(results) },
    ehlo: settings.ehlo,
    publicAddresses: { ipv4, ipv6 },
    results: await wouldBeReady(results, wanted.count),
  };
}

async function* none(): AsyncGenerator<never, void> {
  // There is no list.
}

const NO_TARGETS: SurveyInput['targets'] = { count: 0, entries: none };

/** The domains whose hosts are connected to. Lists that are not there, and were not named, are said to be missing. */
async function domainsOf(
  domains: readonly string[],
  { list }: { list?: string[] },
  output: Output,
): Promise<SurveyInput['targets']> {
  const read: Lists =
    domains.length > 0
      ? parseArguments(domains)
      : await readLists(list ?? SCAN_DEFAULTS.list, process.cwd());
  if (read.kind === 'lists') {
    for (const problem of read.problems) output.warn(problemText(problem));
    return targetsIn(read);
  }
  if (domains.length > 0 || list !== undefined) throw new Stop(2, read.message);
  output.warn(`${read.message}: no MX host is connected to`);
  return NO_TARGETS;
}
