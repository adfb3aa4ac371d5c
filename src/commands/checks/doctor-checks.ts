import { CHECK_NAMES, checkOf, type Check } from '../../model/output/check.ts';
import { specialPurpose } from '../../model/names/ip-address.ts';
import type { ReverseResolver } from '../../net/dns/dns-answer.ts';
import type { DnsServer } from '../../net/dns/dns.ts';
import type { Readiness } from '../../store/snapshots/readiness.ts';
import { sampleOnce, type Surroundings } from './before-survey.ts';
import { checkClock, type ClockEvidence } from './check-clock.ts';
import { checkDnsbl } from './check-dnsbl.ts';
import { checkDnssec } from './check-dnssec.ts';
import { checkEhlo, checkPtr } from './check-names.ts';
import { checkOpenFiles } from './check-open-files.ts';
import { checkPort, type PortChecked } from './check-port.ts';
import { checkResolver } from './check-resolver.ts';
import { checkIpv6 } from './own-addresses.ts';

/** What `mxtls doctor` looks at: what a survey depends on, and what strangers see of this machine. */
export interface DoctorInput extends Surroundings {
  resolver: ReverseResolver;
  servers: readonly DnsServer[];
  trustAd: boolean;
  clock: ClockEvidence;
  /** null where there is no --ehlo. */
  ehlo: string | null;
  /** The DNS lists on which the addresses of this machine are looked up. */
  dnsbl: readonly string[];
  /** The public address of each family from which packets leave; null for none. */
  publicAddresses: { ipv4: string | null; ipv6: string | null };
  /** Whether an address of this machine may be a private one, as in a network of tests. */
  allowPrivate: boolean;
  results: Readiness;
  /** null where it is not known. */
  openFiles: number | null;
}

/**
 * Makes all checks of this machine, in the order of their names. Without a resolver that answers, nothing that is looked up
 * there is checked.
 */
export async function doctorChecks(input: DoctorInput): Promise<Check[]> {
  const sample = sampleOnce(input);
  const ownHosts = async () => (await sample()).map(({ host }) => host);
  const resolver = await checkResolver({ ...input, ownHosts });
  const { families, concurrency, publicAddresses } = input;
  const checks = [
    checkClock(input.clock),
    resolver,
    checkIpv6(publicAddresses.ipv6, families),
    checkResults(input.results),
    checkOpenFiles(input.openFiles, concurrency),
  ];
  if (resolver.outcome === 'failed') checks.push(...notLookedUp(input));
  else {
    const port = await checkPort({ ...input, hosts: await sample() });
    checks.push(port.check, ...(await lookedUp(input, port)));
  }
  const place = ({ check }: Check) => CHECK_NAMES.indexOf(check);
  return checks.sort((a, b) => place(a) - place(b));
}

async function lookedUp(input: DoctorInput, port: PortChecked): Promise<Check[]> {
  const { resolver, ehlo, dnsbl } = input;
  const addresses = ownAddresses(input, port);
  const checks = await Promise.all([
    checkDnssec(resolver, input),
    checkEhlo(resolver, { ehlo, addresses }),
    checkPtr(resolver, { ehlo, addresses }),
    ...dnsbl.map((zone) => checkDnsbl(resolver, zone, addresses)),
  ]);
  return checks.flat();
}

/** The checks that need names looked up. */
function notLookedUp({ dnsbl }: DoctorInput): Check[] {
  const names = ['dnssec', 'outbound-port', 'ehlo', 'ptr'] as const;
  return [...names, ...dnsbl.map(() => 'dnsbl' as const)].map((name) =>
    checkOf(name)('unknown', 'not checked, as the resolver failed its check'),
  );
}

/** The addresses that servers see, as far as this machine knows: those that packets and connections come from. */
function ownAddresses(
  { publicAddresses, families, allowPrivate }: DoctorInput,
  { from }: PortChecked,
): string[] {
  const routed = families.map((family) => publicAddresses[family]);
  const known = [...routed, ...from].filter((address) => address !== null);
  return [...new Set(known)].filter((address) => allowPrivate || specialPurpose(address) === null);
}

const ofResults = checkOf('results');

function checkResults(readiness: Readiness): Check {
  return readiness.kind === 'ready'
    ? ofResults('ok', 'a snapshot can be written, and there is room for it')
    : ofResults(
        'failed',
        readiness.message,
        'make room or mend the folder, or name another with --results',
      );
}
