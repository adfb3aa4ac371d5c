import { z } from 'zod';
import { canonicalAddress } from '../../model/names/ip-address.ts';
import { hostFromDns } from '../../model/names/domain-name.ts';
import { TLS_VERSIONS } from '../../model/records/words.ts';
import { shownText } from '../../model/text/shown-text.ts';
import type { AttemptRequest } from '../smtp/make-attempt.ts';
import { OFFERS } from '../tls/tls.ts';
import { GROUP_NAMES } from '../tls/tls-numbers.ts';

/** A connection that somebody is to make. Who says its name in EHLO, and which names are masked, is the worker's own. */
export type RemoteRequest = Omit<AttemptRequest, 'ehlo' | 'clients'>;

/** A job of the queue: one connection of one survey. */
export interface QueueJob {
  /** The survey that it is of. */
  run: string;
  request: RemoteRequest;
}

export type ReadJob = { kind: 'job'; job: QueueJob } | { kind: 'invalid'; reason: string };

const NUMBERS = z.array(z.int().min(0).max(0xffff)).max(2_048);

/** How long a part of a connection may take, in ms: an hour at most, as `--timeout` has it. */
const MS = z.number().min(0).max(3_600_000);

const HelloOfferSchema = z.strictObject({
  version: z.enum(TLS_VERSIONS),
  suites: NUMBERS,
  groups: z.array(z.enum(GROUP_NAMES)).max(64),
  signatures: NUMBERS,
});

const RequestSchema = z.strictObject({
  host: z.string().refine(isHost, 'is not a host name'),
  address: z
    .string()
    .max(64)
    .refine((text) => canonicalAddress(text) === text, 'is not an IP address'),
  port: z.int().min(1).max(65_535),
  action: z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('handshake'), offer: z.enum(OFFERS) }),
    z.strictObject({ kind: z.literal('hello'), offer: HelloOfferSchema }),
  ]),
  sni: z.boolean(),
  timeouts: z.strictObject({
    attempt: MS,
    connect: MS,
    greeting: MS,
    command: MS,
    handshake: MS,
    quit: MS,
  }),
  keepLines: z.boolean(),
}) satisfies z.ZodType<RemoteRequest>;

const JobSchema = z.strictObject({
  run: z.string().max(64),
  request: RequestSchema,
}) satisfies z.ZodType<QueueJob>;

/** A job as it is handed to the queue. */
export function jobData(run: string, request: AttemptRequest): QueueJob {
  const { host, address, port, action, sni, timeouts, keepLines } = request;
  return { run, request: { host, address, port, action, sni, timeouts, keepLines } };
}

/** Reads a job of the queue: anybody who reaches the Redis server may have written it. */
export function readJob(data: unknown): ReadJob {
  const read = JobSchema.safeParse(data);
  if (read.success) return { kind: 'job', job: read.data };
  const [issue] = read.error.issues;
  const place = issue === undefined || issue.path.length === 0 ? 'it' : issue.path.join('.');
  return { kind: 'invalid', reason: shownText(`${place}: ${issue?.message ?? 'invalid'}`, 200) };
}

function isHost(text: string): boolean {
  const host = text.length > 255 ? null : hostFromDns(text);
  return host?.kind === 'host' && host.name === text;
}
