import { availableParallelism } from 'node:os';
import { InvalidArgumentError, Option, type Command } from 'commander';
import { dialDirectly } from '../net/dial.ts';
import { takeJobs } from '../net/queue/job-taker.ts';
import { vantageText } from '../net/queue/queue-names.ts';
import { loadQueuePackages, type QueuePackages } from '../net/queue/queue-packages.ts';
import { reachRedis } from '../net/queue/redis-client.ts';
import { remoteConnections } from '../scan/remote-connections.ts';
import { publicAddress } from './checks/own-addresses.ts';
import { parserOption } from './options/parser-option.ts';
import { parseQueue, parseVantage } from './options/parse-queue.ts';
import { SCAN_OPTIONS, type ScanOption } from './options/scan-options.ts';
import { familiesOf, parseEhlo } from './options/scan-settings.ts';
import { ownName, readExcluded, targetPolicyOf, workersOf } from './scan/prepare-scan.ts';
import type { Interrupts } from './terminal/interrupts.ts';
import type { Output } from './terminal/output.ts';
import { Stop } from './terminal/stop.ts';

const EXAMPLES = `
Examples:
  mxtls worker --queue redis://queue.example.org --ehlo athens.example.org --vantage athens
  mxtls scan --queue redis://queue.example.org --ehlo scan.example.org --vantage athens

A worker takes one connection after the other from a scan that runs with --queue, and keeps to its own --exclude, --port and \
address rules whatever it is asked. The scan alone looks names up and keeps the limits, however many workers there are.
Exit status: 2 wrong usage, or Redis refuses the password or has a certificate that is not accepted; 130 after ^C and \
143 after SIGTERM, which end the open connections with QUIT.`;

/** The options that a worker has as `scan` has them. */
const SHARED = ['exclude', 'allowPrivate', 'ipv4', 'ipv6', 'concurrency', 'threads'] as const;

interface WorkerFlags {
  queue: string;
  ehlo: string;
  vantage?: string;
  port?: number[];
  exclude?: string;
  allowPrivate?: boolean;
  ipv4?: boolean;
  ipv6?: boolean;
  concurrency?: number;
  threads?: number;
}

/** Describes `mxtls worker` to the command-line parser. */
export function workerCommand(command: Command, output: Output, interrupts: Interrupts): void {
  command
    .addOption(
      new Option('--queue <url>', 'the Redis server: redis[s]://[:PASSWORD@]HOST[:PORT][/DB]')
        .env(SCAN_OPTIONS.queue.env)
        .makeOptionMandatory(),
    )
    .requiredOption(
      '--ehlo <name>',
      'the name in EHLO: one of your own that resolves to this machine',
    )
    .option('--vantage <name>', 'take the jobs for this vantage (default: those for none)')
    .addOption(
      new Option(
        '--port <number>',
        'a port that it may connect to; can be repeated (default: 25)',
      ).argParser(gatherPort),
    );
  const rows: Readonly<Record<string, ScanOption>> = SCAN_OPTIONS;
  for (const key of SHARED) {
    const row = rows[key];
    if (row !== undefined) command.addOption(parserOption(key, row));
  }
  command.addHelpText('after', EXAMPLES).action(async () => {
    interrupts.listen();
    await work(command.opts(), output, interrupts);
  });
}

function gatherPort(text: string, before: number[] | undefined): number[] {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  if (port >= 1 && port <= 65_535) return [...(before ?? []), port];
  throw new InvalidArgumentError('It takes a whole number from 1 to 65535.');
}

/** Takes jobs until it is interrupted. Throws a Stop with status 2 for what cannot be used. */
async function work(flags: WorkerFlags, output: Output, interrupts: Interrupts): Promise<void> {
  const address = parseQueue(flags.queue);
  const vantage = parseVantage(flags.vantage ?? null);
  const { concurrency = SCAN_OPTIONS.concurrency.default, port: ports = [25] } = flags;
  const ehlo = parseEhlo(flags.ehlo);
  const families = familiesOf(flags);
  const { exclusions } = await readExcluded(flags.exclude ?? null);
  const packages = await queuePackages();
  const reached = await reachRedis(address, packages);
  if (reached.kind === 'refuses') throw new Stop(2, reached.message);
  const rules = { allowPrivate: flags.allowPrivate ?? false };
  const connections = remoteConnections({
    policy: targetPolicyOf(exclusions, rules, (await publicAddress('ipv6')) !== null),
    ...{ ports, families, ehlo, clients: [ownName()], dial: dialDirectly },
    workers: workersOf(flags.threads ?? null, availableParallelism()),
  });
  const warn = (message: string): void => {
    output.warn(message);
  };
  const taker = takeJobs({
    ...{ address, packages, vantage, concurrency, warn },
    make: (request) => connections.make(request),
    onLost: () => {
      connections.leaveAll();
    },
  });
  const interrupted = new Promise<void>((resolve) => {
    interrupts.onFirst(resolve);
  });
  void taker.ready.then(() => {
    output.aside(`takes jobs ${vantageText(vantage)} from ${address.shown}\n`);
  });
  await interrupted;
  await Promise.race([
    Promise.all([connections.close(), taker.close()]),
    new Promise((resolve) => setTimeout(resolve, CLOSE_MS).unref()),
  ]);
}

/** How long a worker has for its end, in ms: servers answer QUIT, and results are stored. */
const CLOSE_MS = 6_000;

/** Loads what speaks to Redis. Throws a Stop with status 2 where it is not installed. */
export async function queuePackages(): Promise<QueuePackages> {
  const loaded = await loadQueuePackages();
  if (loaded.kind === 'packages') return loaded.packages;
  throw new Stop(2, loaded.message);
}
