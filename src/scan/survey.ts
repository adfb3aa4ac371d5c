import type { Roots } from '../judge/x509/certificate-path.ts';
import type { Job, Target } from '../model/plan.ts';
import type { Endpoint } from '../model/records/endpoint.ts';
import type { Depth } from '../model/records/words.ts';
import {
  createAttemptPool,
  type AttemptPool,
  type WorkerUse,
} from '../net/workers/attempt-pool.ts';
import type { Dialler } from '../net/dial.ts';
import type { Interruption } from '../net/interruption.ts';
import { openDirectly, type Opener } from '../net/open.ts';
import { createRateLimiter, type RateLimiter, type RateLimits } from '../net/rate-limiter.ts';
import { attemptHere } from '../net/smtp/make-attempt.ts';
import { withDane } from './journal/dane.ts';
import type { Journal, JournalLine } from './journal/journal-line.ts';
import { onionHostsOf } from './journal/onion-answers.ts';
import { DnsblLookups } from './listings/dnsbl-lookups.ts';
import { DomainLookups } from './plan/domain-lookups.ts';
import { HostLookups, type HostLookupOptions } from './plan/host-lookups.ts';
import { OnionProbing } from './onion-probing.ts';
import { startPolicies, takesMail, type PolicyLookups } from './policies/policies.ts';
import { CertificateCollector } from './probe/certificate-collector.ts';
import {
  createConnector,
  type ConnectionSettings,
  type ConnectorOptions,
} from './probe/connector.ts';
import type { Regresses } from './probe/endpoint-prober.ts';
import { observedEndpoint } from './probe/endpoint-record.ts';
import type { EndpointResult } from './probe/endpoint-result.ts';
import { UNWATCHED } from './probe/local-trouble.ts';
import { watchLocally, type LocalWatch } from './probe/local-watch.ts';
import { KnownFacts } from './known-facts.ts';
import {
  startProbing,
  type Probing,
  type ProbingOptions,
  type Progress,
} from './schedule/probing.ts';

export interface SurveyOptions
  extends
    Pick<ConnectorOptions, 'record'>,
    Pick<HostLookupOptions, 'resolver' | 'families' | 'targetPolicy' | 'givenMx'> {
  settings: ConnectionSettings & { dial: Dialler; interruption?: Interruption | undefined };
  /** Takes what becomes known, line by line. */
  journal: Journal;
  /** What an earlier part of the run wrote into its journal, and is not asked again. */
  known: Iterable<JournalLine>;
  rateLimits: RateLimits;
  /** The limiter that holds them where another survey is under way besides; absent: this survey has its own. */
  rateLimiter?: RateLimiter | undefined;
  /** The processes that make the connections; they connect to the addresses themselves, whatever `dial` does. */
  workers: WorkerUse;
  /** Makes the connections on other machines; null or absent: this one makes them. */
  elsewhere?: AttemptPool | null | undefined;
  depth: Depth;
  /** How often an endpoint with an unknown result is probed at most, and the wait between two passes in ms. */
  passes: number;
  passDelayMs: number;
  /** The timeout of one MTA-STS policy in ms; null: no MTA-STS, TLS-RPT and onion MX is asked for. */
  policyMs: number | null;
  /** The DNS lists that addresses are looked up on, and who is told of one that cannot be used; null: none. */
  dnsbl: { zones: readonly string[]; onFault: (zone: string, reason: string) => void } | null;
  /** Opens the connections over Tor to the onion hosts that are found; null: none is asked. */
  tor?: Opener | null | undefined;
  roots: Roots;
  /** Whether a record is worse than in the survey before and needs confirmation; null: there is no survey before. */
  regresses: Regresses | null;
  /** The instant that certificates are judged at. */
  at: Date;
  /** Called with the number of domains looked up so far. */
  onLookup?: ((done: number) => void) | undefined;
  onProgress: (progress: Progress) => void;
  /** Called before the wait of each later pass, with the endpoints in it and the wait in ms. */
  onWait?: ((pass: number, again: readonly Job[], ms: number) => void) | undefined;
}

/**
 * Surveys targets as they come: looks them up, probes each (host, address) once in passes, and asks for the policies, all at
 * the same time. What becomes known is written into the journal, and nothing is held of what is finished but a row for each
 * host. When it is interrupted, it returns soon, and what comes in later is not written. Rejects as `targets` does.
 */
export async function carryOut(
  targets: AsyncIterable<Target>,
  options: SurveyOptions,
): Promise<void> {
  const { settings } = options;
  // What comes in after an interruption was cut short by it.
  const isOver = (): boolean => settings.interruption?.isRaised ?? false;
  const journal: Journal = {
    write(line) {
      if (!isOver()) options.journal.write(line);
    },
  };
  const { rateLimiter = createRateLimiter(options.rateLimits) } = options;
  const run = new Run({ ...options, journal, rateLimiter, isOver });
  const { interruption } = settings;
  await Promise.race([run.ask(targets), ...(interruption ? [interruption.raised] : [])]);
  run.stop();
}

type RunOptions = Omit<SurveyOptions, 'rateLimits'> & {
  rateLimiter: RateLimiter;
  isOver: () => boolean;
};

/** The parts of a run: lookups give the endpoints to be probed, and the domains whose policies are asked for. */
class Run {
  readonly #options: RunOptions;
  readonly #hosts: HostLookups;
  readonly #domains: DomainLookups;
  readonly #policies: PolicyLookups | null;
  readonly #listings: DnsblLookups | null;
  readonly #onions: OnionProbing | null;
  readonly #known: KnownFacts;
  readonly #watch: LocalWatch = watchLocally();
  readonly #pool: AttemptPool;
  readonly #probing: Probing;

  constructor(options: RunOptions) {
    this.#options = options;
    const { resolver, targetPolicy, givenMx, journal, settings } = options;
    const askTwice = options.passes > 1;
    const onJob = (job: Job): void => {
      this.#add(job);
    };
    this.#hosts = new HostLookups({ ...options, askTwice, port: settings.port, onJob });
    this.#onions = this.#startOnions();
    this.#policies = this.#startPolicies();
    this.#listings = listingsInto(options);
    this.#domains = new DomainLookups({
      ...{ resolver, targetPolicy, givenMx, hosts: this.#hosts, askTwice, journal },
      ...{ onLookup: options.onLookup, isOver: options.isOver },
      onMx: async (domain, mx) => {
        if (takesMail({ mx }) && !this.#known.hasPolicies(domain))
          await this.#policies?.add(domain);
      },
    });
    const { dial, interruption } = settings;
    const here = attemptHere(openDirectly(dial), interruption);
    const { elsewhere = null } = options;
    this.#pool = elsewhere ?? createAttemptPool({ ...options.workers, here, interruption });
    this.#known = new KnownFacts(options.known, this.#hosts, this.#domains);
    for (const address of this.#known.listed) this.#listings?.restore(address);
    this.#probing = this.#startProbing();
  }

  async ask(targets: AsyncIterable<Target>): Promise<void> {
    await this.#hosts.askRestored();
    for (const { job, hasVersions } of this.#known.finished()) {
      this.#probing.count(job, hasVersions);
      this.#listings?.add(job.address);
    }
    for (const job of this.#known.jobsLeft()) this.#add(job);
    for (const onion of this.#known.onionsLeft()) this.#onions?.add(onion);
    await this.#domains.lookUp(targets, async (domain) => {
      const state = this.#known.stateOf(domain);
      if (state === 'policies-open') await this.#policies?.add(domain);
      return state !== 'unknown';
    });
    await Promise.all([this.#probing.finish(), this.#finishPolicies(), this.#listings?.finish()]);
    await this.#pool.close();
  }

  stop(): void {
    this.#watch.stop();
  }

  #add(job: Job): void {
    this.#probing.add(job);
    this.#listings?.add(job.address);
  }

  /** Policies lead to onion hosts. */
  async #finishPolicies(): Promise<void> {
    await this.#policies?.finish();
    await this.#onions?.finish();
  }

  #startPolicies(): PolicyLookups | null {
    const { policyMs: ms, journal, settings } = this.#options;
    if (ms === null) return null;
    const asking = { ...this.#options, dial: settings.dial, ms };
    return startPolicies(asking, (domain, found) => {
      journal.write({ kind: 'policies', domain, found });
      for (const onion of onionHostsOf(found.onionMx)) {
        if (!this.#known.hasOnion(onion)) this.#onions?.add(onion);
      }
    });
  }

  #startOnions(): OnionProbing | null {
    const { tor: open = null, settings } = this.#options;
    if (open === null) return null;
    const { interruption } = settings;
    const connecting = { ...this.#options, settings: connectionSettings(settings), interruption };
    return new OnionProbing({ ...connecting, open, watch: this.#watch });
  }

  #startProbing(): Probing {
    const { journal, roots, at } = this.#options;
    const certificates = new CertificateCollector({
      ...{ roots, at, known: this.#known.certificates },
      onCertificate: (certificate, names, der) => {
        journal.write({ kind: 'certificate', certificate, names, der });
      },
    });
    const derOf = (id: string) => certificates.der(id);
    const recordOf = (job: Job, result: EndpointResult): Endpoint => {
      const observed = observedEndpoint(job, result, certificates);
      return withDane(observed, this.#hosts.tlsaOf(job.host) ?? null, derOf, at);
    };
    const onEndpoint: ProbingOptions['onEndpoint'] = (endpoint, _, words) => {
      journal.write({ kind: 'endpoint', endpoint, words });
    };
    const settings = connectionSettings(this.#options.settings);
    const makeAttempt = this.#pool.attempt;
    // Other machines that connect watch themselves.
    const watch = (this.#options.elsewhere ?? null) === null ? this.#watch : UNWATCHED;
    const connecting = { ...this.#options, settings, makeAttempt, watch };
    const connector = createConnector(connecting);
    return startProbing({ ...connecting, keepsWords: true, connector, recordOf, onEndpoint });
  }
}

/** What is sent to the processes that connect. */
function connectionSettings(settings: ConnectionSettings): ConnectionSettings {
  const { port, ehlo, clients, timeouts } = settings;
  return { port, ehlo, clients, timeouts };
}

function listingsInto(options: RunOptions): DnsblLookups | null {
  const { dnsbl, resolver, settings, isOver, journal } = options;
  if (dnsbl === null) return null;
  const { clients } = settings;
  return new DnsblLookups({ ...dnsbl, resolver, clients, isOver }, (address, listings) => {
    journal.write({ kind: 'dnsbl', address, listings });
  });
}
