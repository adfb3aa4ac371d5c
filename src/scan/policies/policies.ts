import pLimit from 'p-limit';
import type { AskedMtaSts } from '../../judge/policies/mta-sts.ts';
import type { DnsAnswer, Resolver } from '../../net/dns/dns-answer.ts';
import type { OnionMx } from '../../model/records/onion-mx.ts';
import type { MailDomain } from '../../model/records/mail-domain.ts';
import { readMtaStsRecord } from '../../judge/policies/mta-sts-record.ts';
import { normaliseRecord } from '../../net/smtp/server-text.ts';
import { readTlsRptRecord } from '../../judge/policies/tls-rpt-record.ts';
import type { PolicyRecord } from '../../judge/policies/txt-fields.ts';
import type { MxKind } from '../../model/records/words.ts';
import { ONION_MX, onionMxOf } from './onion-mx.ts';
import { findPolicy, type PolicyHostOptions } from './policy-host.ts';

type TxtAnswer = DnsAnswer<string> | null;
type TlsRpt = NonNullable<MailDomain['tlsRpt']>;

/** The MTA-STS policy, the TLS-RPT record and the onion MX of a domain; null: not asked for. */
export interface DomainPolicies {
  mtaSts: AskedMtaSts | null;
  tlsRpt: TlsRpt | null;
  onionMx: OnionMx | null;
}

/** Domains whose records are looked up at once. */
const LOOKUPS = 50;

const MAX_NAME = 253; // RFC 1035 §2.3.4

/** The kinds of MX answer of a domain that takes mail. */
const TAKES_MAIL: ReadonlySet<MxKind> = new Set(['mx', 'implicit']);

/** Whether a domain takes mail, and is asked for its policies. */
export function takesMail({ mx }: { mx: { kind: MxKind } }): boolean {
  return TAKES_MAIL.has(mx.kind);
}

/** The policies of a run on their way. */
export interface PolicyLookups {
  /** Takes a domain that takes mail. Fulfilled when its records are known; its policy host may still be asked then. */
  add(domain: string): Promise<void>;
  /** Fulfilled when all domains are finished. */
  finish(): Promise<void>;
}

/**
 * Looks up the MTA-STS policy (RFC 8461), the TLS-RPT record (RFC 8460) and the onion MX (RFC 2782) of domains that take mail,
 * as they come. Policy hosts are connected to within the rate limits of the run.
 * @param onPolicies called once for each domain.
 */
export function startPolicies(
  options: PolicyHostOptions,
  onPolicies: (domain: string, found: DomainPolicies) => void,
): PolicyLookups {
  const lookups = pLimit(LOOKUPS);
  const open = new Set<Promise<void>>();
  const bugs: unknown[] = [];
  const ask = async (
    domain: string,
    mtaStsTxt: Promise<TxtAnswer>,
    rest: Promise<Omit<DomainPolicies, 'mtaSts'>>,
  ) => {
    const mtaSts = await mtaStsOf(domain, await mtaStsTxt, options);
    onPolicies(domain, { mtaSts, ...(await rest) });
  };
  return {
    async add(domain) {
      const { resolver } = options;
      const txt = (name: string) => lookups(() => lookUp(resolver, 'txt', `${name}.${domain}`));
      const mtaSts = txt('_mta-sts');
      const tlsRpt = txt('_smtp._tls').then(tlsRptOf);
      const srv = lookups(() => lookUp(resolver, 'srv', `${ONION_MX}.${domain}`));
      const rest = Promise.all([tlsRpt, srv.then(onionMxOf)]).then(([tlsRptFound, onionMx]) => ({
        tlsRpt: tlsRptFound,
        onionMx,
      }));
      const asking = ask(domain, mtaSts, rest)
        .catch((error: unknown) => {
          bugs.push(error);
        })
        .finally(() => open.delete(asking));
      open.add(asking);
      await Promise.all([mtaSts, rest]);
    },
    async finish() {
      await Promise.all(open);
      if (bugs.length > 0) throw new Error('a policy could not be asked for', { cause: bugs[0] });
    },
  };
}

/** Looks up records; null if the name is too long to exist. */
async function lookUp<T extends 'txt' | 'srv'>(
  resolver: Resolver,
  type: T,
  name: string,
): Promise<Awaited<ReturnType<Resolver[T]>> | null> {
  if (name.length > MAX_NAME) return null;
  return (await resolver[type](name)) as Awaited<ReturnType<Resolver[T]>>;
}

async function mtaStsOf(
  domain: string,
  answer: TxtAnswer,
  options: PolicyHostOptions,
): Promise<AskedMtaSts | null> {
  if (answer?.kind === 'failed') return { ...failedRecord(answer), policy: null };
  const record = readMtaStsRecord(recordsOf(answer));
  if (record.kind !== 'valid') return { ...statedRecord(record), policy: null };
  const stated = statedRecord(record);
  const found = await findPolicy(domain, options);
  if (found === null) return null;
  if (found.kind === 'policy') return { ...stated, policy: found.policy };
  const state = found.isDefinite ? 'present' : 'failed';
  return { ...stated, state, policy: null, error: found.error };
}

function tlsRptOf(answer: TxtAnswer): TlsRpt {
  if (answer?.kind === 'failed') return failedRecord(answer);
  return statedRecord(readTlsRptRecord(recordsOf(answer)));
}

function recordsOf(answer: TxtAnswer): string[] {
  return answer?.kind === 'records' ? answer.records : [];
}

function failedRecord({ failure }: Extract<DnsAnswer<string>, { kind: 'failed' }>): TlsRpt {
  const error = `its TXT record: ${failure.code} (${failure.detail})`;
  return { state: 'failed', record: null, error };
}

function statedRecord(record: PolicyRecord): TlsRpt {
  if (record.kind === 'absent') return { state: 'absent', record: null, error: null };
  const error = record.kind === 'invalid' ? `its TXT record: ${record.reason}` : null;
  return { state: 'present', record: normaliseRecord(record.text), error };
}
