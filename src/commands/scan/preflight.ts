import { randomBytes } from 'node:crypto';
import type { Resolver } from '../../net/dns/dns-answer.ts';
import type { FailureCode } from '../../model/records/words.ts';

/** Before this program was written no survey can have been made: a clock that says so is wrong. */
const EARLIEST = new Date('2026-11-01T00:00:00Z');

/** Failures to ask that say: nobody answers there. A resolver that answers with an error is alive. */
const SILENT: ReadonlySet<FailureCode> = new Set([
  'timeout',
  'refused',
  'unreachable',
  'reset',
  'closed',
  'blocked',
]);

/**
 * Checks what a survey stands on before anybody is asked: the clock that certificates are judged by, and a resolver
 * that answers, and does not invent names. Gives the reason why a survey would not be worth its paper; null for none.
 */
export async function preflight(resolver: Resolver, now: Date): Promise<string | null> {
  if (now < EARLIEST) {
    return `the clock of this machine says ${now.toISOString()}, which is before this program was made`;
  }
  const silence = await silenceOf(resolver);
  if (silence !== null) {
    return `the resolver does not answer (${silence}): give another with --resolver`;
  }
  const name = `mxtls-${randomBytes(12).toString('hex')}.com`;
  const invented = await resolver.ipv4(name);
  return invented.kind === 'records'
    ? `the resolver gives addresses for names that do not exist (${name}): its answers cannot be trusted`
    : null;
}

/** Asks a resolver for the root: null where it answers, else why it does not. After a run, this tells one that died in it. */
export async function silenceOf(resolver: Resolver): Promise<string | null> {
  const root = await resolver.mx('.');
  if (root.kind !== 'failed' || !SILENT.has(root.failure.code)) return null;
  return `${root.failure.code}: ${root.failure.detail}`;
}
