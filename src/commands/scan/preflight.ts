import { randomBytes } from 'node:crypto';
import type { Resolver } from '../../net/dns/dns-answer.ts';
import type { FailureCode } from '../../model/records/words.ts';

/** No survey was made before this program was written: a clock with an earlier date is wrong. */
const EARLIEST = new Date('2026-11-01T00:00:00Z');

/** Failures that mean that no resolver answers there. One that answers with an error works. */
const SILENT: ReadonlySet<FailureCode> = new Set([
  'timeout',
  'refused',
  'unreachable',
  'reset',
  'closed',
  'blocked',
]);

/**
 * Checks what a survey depends on before any server is asked: the clock, by which certificates are judged, and that the
 * resolver answers and does not invent names. Gives the reason why a survey could not be trusted; null for none.
 */
export async function preflight(resolver: Resolver, now: Date): Promise<string | null> {
  if (now < EARLIEST) {
    return `the clock of this machine says ${now.toISOString()}, which is before this program was made`;
  }
  const failure = await resolverFailure(resolver);
  if (failure !== null) {
    return `the resolver does not answer (${failure}): give another with --resolver`;
  }
  const name = `mxtls-${randomBytes(12).toString('hex')}.com`;
  const invented = await resolver.ipv4(name);
  return invented.kind === 'records'
    ? `the resolver gives addresses for names that do not exist (${name}): its answers cannot be trusted`
    : null;
}

/** Asks a resolver for the root zone: null where it answers, else why it does not. After a run it detects one that failed. */
export async function resolverFailure(resolver: Resolver): Promise<string | null> {
  const root = await resolver.mx('.');
  if (root.kind !== 'failed' || !SILENT.has(root.failure.code)) return null;
  return `${root.failure.code}: ${root.failure.detail}`;
}
