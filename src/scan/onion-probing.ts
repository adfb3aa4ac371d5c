import { parseCertificate } from '../judge/x509/parse-certificate.ts';
import type { Job } from '../model/plan.ts';
import type { Certificate } from '../model/records/certificate.ts';
import type { Endpoint } from '../model/records/endpoint.ts';
import type { OnionAnswer } from '../model/records/onion-mx.ts';
import type { Interruption } from '../net/interruption.ts';
import type { Opener } from '../net/open.ts';
import type { RateLimiter } from '../net/rate-limiter.ts';
import { attemptHere, type MakeAttempt } from '../net/smtp/make-attempt.ts';
import type { Journal } from './journal/journal-line.ts';
import { onionKey, type OnionHost } from './journal/onion-answers.ts';
import type { TargetPolicy } from './plan/target-policy.ts';
import {
  CertificateCollector,
  withNames,
  type CollectorOptions,
} from './probe/certificate-collector.ts';
import {
  createConnector,
  type ConnectionSettings,
  type ConnectorOptions,
} from './probe/connector.ts';
import { observedEndpoint } from './probe/endpoint-record.ts';
import { startProbing, type Probing } from './schedule/probing.ts';

export interface OnionProbingOptions
  extends Pick<ConnectorOptions, 'watch' | 'record'>, Pick<CollectorOptions, 'roots' | 'at'> {
  /** Opens connections over Tor. */
  open: Opener;
  interruption?: Interruption | undefined;
  settings: ConnectionSettings;
  rateLimiter: RateLimiter;
  targetPolicy: TargetPolicy;
  passes: number;
  passDelayMs: number;
  journal: Journal;
}

/** How much longer a connection over Tor may take to open: a circuit and a rendezvous are built for it. */
const CONNECT_FACTOR = 3;

/**
 * Asks onion hosts over Tor, as the endpoints of a run are asked: greeting, EHLO, STARTTLS, versions and certificate, in passes
 * and within the rate limits, with each onion name an operator of its own. What they answer goes into the journal.
 */
export class OnionProbing {
  readonly #options: OnionProbingOptions;
  readonly #probing: Probing;
  readonly #certificates: CertificateCollector;
  readonly #seen = new Set<string>();

  constructor(options: OnionProbingOptions) {
    this.#options = options;
    const { open, interruption, settings, roots, at } = options;
    this.#certificates = new CertificateCollector({ roots, at, onCertificate: () => undefined });
    const timeouts = { ...settings.timeouts, connect: settings.timeouts.connect * CONNECT_FACTOR };
    const connector = createConnector({
      ...options,
      settings: { ...settings, timeouts },
      makeAttempt: atOnion(attemptHere(open, interruption)),
    });
    this.#probing = startProbing({
      ...options,
      connector,
      // What `deep` asks besides has no place in the record of an onion host.
      depth: 'standard',
      regresses: null,
      recordOf: (job, result) => observedEndpoint(job, result, this.#certificates),
      onEndpoint: (endpoint, job) => {
        this.#write(onionAt(job.address), this.#answerOf(endpoint));
      },
      onProgress: () => undefined,
    });
  }

  /** Takes a host; it is asked once, however often it comes. An excluded one is not asked. */
  add(onion: OnionHost): void {
    const key = onionKey(onion);
    if (this.#seen.has(key)) return;
    this.#seen.add(key);
    const { host } = onion;
    if (this.#options.targetPolicy.excludesHost(host)) this.#write(onion, null);
    else this.#probing.add({ host, address: key, operator: host });
  }

  /** Says that no further host comes. Fulfilled when all are finished. */
  finish(): Promise<void> {
    return this.#probing.finish();
  }

  #write({ host, port }: OnionHost, answer: OnionAnswer | null): void {
    this.#options.journal.write({ kind: 'onion', host, port, answer });
  }

  #answerOf({ host, outcome, failure, reply, smtp, tls, certificate: id }: Endpoint): OnionAnswer {
    const certificate = id === null ? null : this.#certificateOf(id, host);
    // Which parts are there is decided by the outcome, in both records alike.
    return { outcome, failure, reply, smtp, tls, certificate } as OnionAnswer;
  }

  /** A certificate that was presented a moment ago. */
  #certificateOf(id: string, host: string): Certificate | null {
    const der = this.#certificates.der(id);
    if (der === null) return null;
    const { certificate, dnsNames } = parseCertificate(der);
    return withNames(certificate, dnsNames, [host]);
  }
}

/** Makes connections to the onion host and port that the address of a job is. */
function atOnion(attempt: MakeAttempt): MakeAttempt {
  return (request) => {
    const { host, port } = onionAt(request.address);
    return attempt({ ...request, address: host, port });
  };
}

function onionAt(address: Job['address']): OnionHost {
  const colon = address.lastIndexOf(':');
  return { host: address.slice(0, colon), port: Number(address.slice(colon + 1)) };
}
