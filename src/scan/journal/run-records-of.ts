import { RecentValues } from '../../model/recent-values.ts';
import type { Certificate } from '../../model/records/certificate.ts';
import { classOf, type Endpoint } from '../../model/records/endpoint.ts';
import type { MailDomain } from '../../model/records/mail-domain.ts';
import type { Section } from '../../model/records/snapshot-text.ts';
import type { Survey } from '../../model/records/survey.ts';
import { errorCode } from '../../model/system-error.ts';
import {
  addReferences,
  joinCertificates,
  joinDomains,
  joinEndpoints,
  type FinishedWith,
} from './join-run.ts';
import { paced } from './paced.ts';
import type { RunRecords } from './run-records.ts';
import { sortJournal, type SortedJournal } from './sort-journal.ts';
import type { Scratch, StoredJournal, Table } from './stored-journal.ts';

export interface JoinOptions extends FinishedWith {
  /** Where the records are kept; closed with them. */
  scratch: Scratch;
}

export type JoinedRun =
  { kind: 'joined'; records: RunRecords } | { kind: 'failed'; message: string };

/**
 * Joins the journal of a run to its records: of a run that was interrupted, those of the domains that are finished (all hosts
 * known, all endpoints finished, policies known) and what they refer to. The order of the lines does not matter, but that of two
 * lines of one thing, of which the later counts. In memory are the MX hosts with a small row for each endpoint; all else is
 * sorted and kept in the scratch space. It takes time in proportion to the journal, with turns of the event loop between.
 *
 * A journal that is wrong fails in one line, as `FILE:LINE: what`; so does a disk that is full. The scratch space is closed then.
 */
export async function runRecordsOf(
  journal: StoredJournal,
  options: JoinOptions,
): Promise<JoinedRun> {
  const { scratch } = options;
  let joined: JoinedRun;
  try {
    joined = await joinRun(journal, options);
  } catch (error) {
    const code = errorCode(error);
    // An error without a code is none of the system's: a bug.
    if (code === '') throw error;
    joined = { kind: 'failed', message: `${journal.name}: could not be sorted (${code})` };
  }
  if (joined.kind === 'failed') scratch.close();
  return joined;
}

async function joinRun(journal: StoredJournal, options: JoinOptions): Promise<JoinedRun> {
  const { scratch } = options;
  const tables = {
    endpoints: scratch.table(),
    domains: scratch.table(),
    certificates: scratch.table(),
  };
  const begun = await joinHosts(journal, tables, options);
  if (begun.kind === 'failed') return begun;
  const { records, certificates } = begun;
  const references = scratch.sorter();
  for await (const batch of paced(records.endpoints())) {
    for (const endpoint of batch) {
      records.counts[classOf(endpoint)]++;
      records.counts.endpoints++;
      addReferences(endpoint, references);
    }
  }
  const missing = await joinCertificates(references, certificates, tables.certificates);
  if (missing === null) return { kind: 'joined', records };
  const message = `${journal.name}: an endpoint refers to certificate ${missing}, which is not in it`;
  return { kind: 'failed', message };
}

type Begun =
  | { kind: 'begun'; records: JoinedRecords; certificates: Table }
  | { kind: 'failed'; message: string };

/** Joins all that takes the table of the hosts, the most that a run has in memory: it ends with this function. */
async function joinHosts(
  journal: StoredJournal,
  tables: Tables,
  { scratch, ...finishedWith }: JoinOptions,
): Promise<Begun> {
  const read = await sortJournal(journal, scratch);
  if (read.kind === 'fault') return { kind: 'failed', message: read.message };
  const { sorted } = read;
  await joinEndpoints(sorted, tables.endpoints);
  await joinDomains(sorted, finishedWith, tables.domains);
  const records = new JoinedRecords(sorted, tables, scratch);
  return { kind: 'begun', records, certificates: sorted.certificates };
}

/** Parsed certificates that are remembered: issuers are asked for again and again. */
const REMEMBERED = 512;

type Tables = Record<Section, Table>;

class JoinedRecords implements RunRecords {
  readonly run: RunRecords['run'];
  readonly excluded: Survey['excluded'];
  readonly counts: Survey['counts'];
  /** Hosts whose endpoints are left out. */
  readonly #unwanted: ReadonlySet<string>;
  readonly #tables: Tables;
  readonly #scratch: Scratch;
  readonly #recent = new RecentValues<{ found: Certificate | null }>(REMEMBERED);

  constructor({ run, hosts, excluded }: SortedJournal, tables: Tables, scratch: Scratch) {
    this.run = run;
    this.excluded = excluded;
    const classes = { tls: 0, plaintext: 0, broken: 0, unknown: 0 };
    this.counts = { domains: tables.domains.length, endpoints: 0, ...classes };
    this.#unwanted = hosts.unwanted();
    this.#tables = tables;
    this.#scratch = scratch;
  }

  *domains(): Generator<MailDomain, void> {
    for (const text of this.lines('domains')) yield JSON.parse(text) as MailDomain;
  }

  *endpoints(): Generator<Endpoint, void> {
    for (const text of this.lines('endpoints')) yield JSON.parse(text) as Endpoint;
  }

  *certificates(): Generator<Certificate, void> {
    for (const text of this.lines('certificates')) yield JSON.parse(text) as Certificate;
  }

  *lines(section: Section): Generator<string, void> {
    for (const { key, text } of this.#tables[section].lines()) {
      // Endpoints are under their hosts.
      if (section !== 'endpoints' || !this.#unwanted.has(key)) yield text;
    }
  }

  certificate(id: string): Certificate | null {
    return this.#recent.get(id, () => {
      const text = this.#tables.certificates.find(id);
      return { found: text === null ? null : (JSON.parse(text) as Certificate) };
    }).found;
  }

  close(): void {
    this.#scratch.close();
  }
}
