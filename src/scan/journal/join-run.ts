import { judgeDomain } from '../../judge/mail-domain.ts';
import { judgeMtaSts } from '../../judge/policies/mta-sts.ts';
import type { PlannedDomain } from '../../model/plan.ts';
import { RecentValues } from '../../model/recent-values.ts';
import type { Certificate } from '../../model/records/certificate.ts';
import { certificateIdsOf, type Endpoint } from '../../model/records/endpoint.ts';
import type { MailDomain } from '../../model/records/mail-domain.ts';
import { recordLine } from '../../model/records/snapshot-text.ts';
import { takesMail, type DomainPolicies } from '../policies/policies.ts';
import { withNames } from '../probe/certificate-collector.ts';
import { withDane, type DerOf } from './dane.ts';
import type { HostTable } from './host-table.ts';
import { paced } from './paced.ts';
import { latest, type SortedJournal } from './sort-journal.ts';
import type { Sorter, Table } from './stored-journal.ts';

/** Certificates whose DER is remembered: the issuers are those of most chains. */
const REMEMBERED = 256;

/**
 * Fills a table with the endpoints of a journal in the order of the format, their DANE part judged with all that is known of
 * their host; the host table gets the facts of each.
 */
export async function joinEndpoints(sorted: SortedJournal, table: Table): Promise<void> {
  const { endpoints, certificates, hosts, run } = sorted;
  const at = new Date(run.survey.startedAt);
  const recent = new RecentValues<{ der: Buffer | null }>(REMEMBERED);
  const derOf: DerOf = (id) => recent.get(id, () => ({ der: derIn(certificates, id) })).der;
  for await (const batch of paced(latest(endpoints.sorted()))) {
    for (const { key, text } of batch) {
      const endpoint = withDane(JSON.parse(text) as Endpoint, hosts.tlsaOf(key), derOf, at);
      hosts.addEndpoint(endpoint);
      table.add(key, recordLine('endpoints', endpoint));
    }
  }
  endpoints.close();
}

/** A certificate line as it is kept: its bytes are in base64. All that is kept was valid when it was read. */
interface KeptCertificate {
  certificate: Certificate;
  names: string[];
  der: string | null;
}

function derIn(certificates: Table, id: string): Buffer | null {
  const text = certificates.find(id);
  const der = text === null ? null : (JSON.parse(text) as KeptCertificate).der;
  return der === null ? null : Buffer.from(der, 'base64');
}

/**
 * Fills a table with the domains of a journal that are finished, in the order of the format, each judged by its endpoints; their
 * hosts are wanted then.
 */
export async function joinDomains(
  sorted: SortedJournal,
  needs: FinishedWith,
  table: Table,
): Promise<void> {
  const { domains, hosts, onions } = sorted;
  for await (const batch of paced(withTheirPolicies(latest(domains.sorted())))) {
    for (const each of batch) {
      if (!isFinished(each, sorted, needs)) continue;
      const { domain, policies } = each;
      const onionMx = onions.join(policies?.onionMx ?? null);
      const record = { ...joined(domain, policies, hosts), onionMx };
      table.add(domain.domain, recordLine('domains', record));
    }
  }
  domains.close();
}

function isFinished(
  { domain, policies }: WithPolicies,
  { hosts, onions }: SortedJournal,
  { withPolicies, withOnions }: FinishedWith,
): boolean {
  if (!hosts.isFinished(domain)) return false;
  if (withPolicies && takesMail(domain) && !hasOnionMx(policies)) return false;
  return !withOnions || onions.hasAllOf(policies?.onionMx ?? null);
}

/** What a domain that takes mail is finished with only: its policies, and what its onion hosts answered over Tor. */
export interface FinishedWith {
  withPolicies: boolean;
  withOnions: boolean;
}

/** Whether policies are whole: a journal of an earlier release has none of the onion MX. */
function hasOnionMx(policies: DomainPolicies | null): boolean {
  return policies !== null && policies.onionMx !== null;
}

interface WithPolicies {
  domain: PlannedDomain;
  policies: DomainPolicies | null;
}

/** Joins the lines of a domain: its policies come after it. Policies without a domain belong to nothing. */
function* withTheirPolicies(
  lines: Iterable<{ key: string; second: string; text: string }>,
): Generator<WithPolicies, void> {
  let held: WithPolicies | null = null;
  for (const { key, second, text } of lines) {
    if (second === 'domain') {
      if (held !== null) yield held;
      held = { domain: (JSON.parse(text) as { domain: PlannedDomain }).domain, policies: null };
    } else if (held?.domain.domain === key) {
      held.policies = (JSON.parse(text) as { found: DomainPolicies }).found;
    }
  }
  if (held !== null) yield held;
}

function joined(
  planned: PlannedDomain,
  policies: DomainPolicies | null,
  hosts: HostTable,
): Omit<MailDomain, 'onionMx'> {
  const { domain, category, provider, mx, notes } = planned;
  const own = hosts.endpointsOf(planned);
  const mtaSts = policies?.mtaSts ? judgeMtaSts(policies.mtaSts, mx, own) : null;
  const verdict = judgeDomain(mx, own, mtaSts);
  const tlsRpt = policies?.tlsRpt ?? null;
  return { domain, category, provider, ...verdict, mx, mtaSts, tlsRpt, notes };
}

/** Notes what certificates an endpoint refers to, and for those that are its own, that its host presented them. */
export function addReferences(endpoint: Endpoint, references: Sorter): void {
  const { host, certificate, deep } = endpoint;
  for (const id of new Set(certificateIdsOf(endpoint))) references.add(id, '', '');
  const own = [certificate, deep?.certificates.RSA, deep?.certificates.ECDSA];
  for (const id of new Set(own)) if (id != null) references.add(id, host, '');
}

/**
 * Fills a table with the certificates that are referred to, sorted by id, their names cut with those among them that match the
 * hosts. Returns an id that the journal has no certificate of, or null.
 */
export async function joinCertificates(
  references: Sorter,
  certificates: Table,
  table: Table,
): Promise<string | null> {
  const kept = certificates.lines()[Symbol.iterator]();
  for await (const batch of paced(hostsById(latest(references.sorted())))) {
    for (const { id, hosts } of batch) {
      const found = nextOf(kept, id);
      if (found === null) return id;
      const { certificate, names } = found;
      table.add(id, recordLine('certificates', withNames(certificate, names, hosts)));
    }
  }
  references.close();
  certificates.close();
  return null;
}

/** Goes on to the certificate of an id in a list that is sorted by it. */
function nextOf(
  kept: Iterator<{ readonly key: string; readonly text: string }>,
  id: string,
): KeptCertificate | null {
  for (let next = kept.next(); next.done !== true; next = kept.next()) {
    const { key, text } = next.value;
    if (key === id) return JSON.parse(text) as KeptCertificate;
    if (key > id) return null;
  }
  return null;
}

function* hostsById(
  references: Iterable<{ key: string; second: string }>,
): Generator<{ id: string; hosts: string[] }, void> {
  let held: { id: string; hosts: string[] } = { id: '', hosts: [] };
  for (const { key, second } of references) {
    if (held.id !== key) {
      if (held.id !== '') yield held;
      held = { id: key, hosts: [] };
    }
    if (second !== '') held.hosts.push(second);
  }
  if (held.id !== '') yield held;
}
