import { checkOf, type Check } from '../../model/output/check.ts';
import type { FailureCode } from '../../model/records/words.ts';
import { TIMEOUTS } from '../../net/deadline.ts';
import type { Dialler } from '../../net/dial.ts';
import { readGreeting, type Greeting } from '../../net/smtp/greeting.ts';
import type { SampleHost } from './sample-hosts.ts';

/** How a connect ends where a network drops, refuses or does not carry it. */
const BLOCKED: ReadonlySet<FailureCode> = new Set(['timeout', 'unreachable', 'blocked', 'refused']);

/** Fewer unrelated operators may all be out of order in one week: nothing could be concluded from them. */
export const LEAST_OPERATORS = 3;

/** Servers that delay their greeting on purpose do so for some seconds; whoever waits longer is asked in the survey. */
const GREETING_MS = 10_000;

/** Who is connected to, and how. */
export interface PortSample {
  dial: Dialler;
  port: number;
  hosts: readonly SampleHost[];
  /** The limit of a whole connection in ms; that of the connect is within it. */
  attemptMs: number;
}

/** What the check found; `from`: the addresses of this machine that connections came from. */
export interface PortChecked {
  check: Check;
  from: string[];
  /** Whether any connection was tried: the next one to its address has to wait. */
  asked: boolean;
}

interface Asked {
  host: SampleHost;
  greeting: Greeting;
}

const of = checkOf('outbound-port');

/**
 * Checks whether this network lets connections to the SMTP port out: it connects to one MX host of the lists, and only if
 * that fails to one of each of the other operators. Each gets one connection that reads the greeting and says QUIT. The port
 * counts as blocked where several unrelated operators cannot be connected to, and none can.
 */
export async function checkPort(sample: PortSample): Promise<PortChecked> {
  const [first, ...others] = sample.hosts;
  if (first === undefined) {
    const advice = 'give domains, or lists with domains that have MX hosts';
    return { check: of('unknown', 'no MX host to connect to', advice), from: [], asked: false };
  }
  const asked = [await ask(first, sample)];
  if (!asked.some(isOpen)) {
    asked.push(...(await Promise.all(others.map((host) => ask(host, sample)))));
  }
  const from = asked.flatMap(({ greeting }) =>
    greeting.kind === 'connected' && greeting.from !== null ? [greeting.from] : [],
  );
  return { check: judge(asked, sample.port), from, asked: true };
}

async function ask(host: SampleHost, { dial, port, attemptMs }: PortSample): Promise<Asked> {
  const [address = ''] = host.addresses;
  const limits = {
    connect: Math.min(TIMEOUTS.connect, attemptMs),
    greeting: Math.min(GREETING_MS, attemptMs),
    quit: TIMEOUTS.quit,
  };
  return { host, greeting: await readGreeting(dial, { address, port }, limits) };
}

function isOpen({ greeting }: Asked): boolean {
  return greeting.kind === 'connected';
}

function judge(asked: readonly Asked[], port: number): Check {
  const open = asked.find(isOpen);
  if (open !== undefined) {
    return of('ok', `port ${port} is open: ${open.host.host} ${openText(open.greeting)}`);
  }
  const said = asked.map(failureText).join(', ');
  const blocked = asked.filter(
    ({ greeting }) => greeting.kind === 'failed' && BLOCKED.has(greeting.code),
  );
  if (asked.length < LEAST_OPERATORS || blocked.length < asked.length) {
    return of(
      'unknown',
      `no connection to port ${port} was made (${said}), which does not prove that this network blocks it`,
      `ask domains of ${LEAST_OPERATORS} or more operators`,
    );
  }
  return of(
    'failed',
    `no connection to port ${port} of ${asked.length} unrelated operators could be made (${said}): this network blocks it, as many home and cloud networks do`,
    'run mxtls from a machine where mail servers run, or ask the provider of this network to open the port',
  );
}

function openText(greeting: Greeting): string {
  if (greeting.kind === 'connected' && greeting.greeting !== null) return 'greets';
  return 'accepts connections';
}

function failureText({ host, greeting }: Asked): string {
  return `${host.host}: ${greeting.kind === 'failed' ? greeting.code : 'connected'}`;
}
