import { onionKind } from '../../judge/policies/onion-name.ts';
import { hostFromDns } from '../../model/names/domain-name.ts';
import { ONION_CAP, type OnionMx, type OnionRecord } from '../../model/records/onion-mx.ts';
import { compareText } from '../plan/resolve.ts';
import { dnssecOf, type DnsAnswer, type SrvRecord } from '../../net/dns/dns-answer.ts';

/** The service and protocol of the SRV records of an onion MX. */
export const ONION_MX = '_onion-mx._tcp';

/**
 * The onion MX of a domain, from the answer to the question for its SRV records (RFC 2782), in the order of the format. No host
 * is asked yet. @param answer null: the name is too long to exist.
 */
export function onionMxOf(answer: DnsAnswer<SrvRecord> | null): OnionMx {
  const dnssec = answer === null ? 'unknown' : dnssecOf(answer);
  const nothing = { dnssec, records: [], omitted: 0, error: null };
  if (answer?.kind === 'failed') {
    const { code, detail } = answer.failure;
    return { state: 'failed', ...nothing, error: `its SRV record: ${code} (${detail})` };
  }
  if (answer?.kind !== 'records') return { state: 'absent', ...nothing };
  const records = sorted(answer.records.map(onionRecord));
  const omitted = Math.max(0, records.length - ONION_CAP);
  return { ...nothing, state: 'present', records: records.slice(0, ONION_CAP), omitted };
}

function onionRecord({ target, port, priority, weight }: SrvRecord): OnionRecord {
  const host = target === '' ? '.' : hostOf(target);
  return { host, kind: onionKind(host), port, priority, weight, answer: null };
}

/** A name, or what it shows: hostile names are masked, and are the name of no onion service then. */
function hostOf(target: string): string {
  const parsed = hostFromDns(target);
  return parsed.kind === 'host' ? parsed.name : parsed.shown;
}

/** Each record once: by priority, then the greater weight, host and port. */
function sorted(records: readonly OnionRecord[]): OnionRecord[] {
  const unique = new Map(records.map((record) => [JSON.stringify(record), record]));
  return [...unique.values()].sort(
    (a, b) =>
      a.priority - b.priority ||
      b.weight - a.weight ||
      compareText(a.host, b.host) ||
      a.port - b.port,
  );
}
