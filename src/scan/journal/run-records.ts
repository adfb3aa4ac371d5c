import type { Certificate } from '../../model/records/certificate.ts';
import type { Endpoint } from '../../model/records/endpoint.ts';
import type { MailDomain } from '../../model/records/mail-domain.ts';
import type { SnapshotSource } from '../../model/records/snapshot-source.ts';
import type { KeptSnapshot } from '../../model/records/snapshot-text.ts';
import type { Survey } from '../../model/records/survey.ts';
import type { RunLine } from './journal-line.ts';

/** The records of a run, joined from its journal, in the order of the format. Each call reads them anew from the first. */
export interface RunRecords {
  /** What the run was about. */
  readonly run: RunLine;
  readonly excluded: Survey['excluded'];
  readonly counts: Survey['counts'];
  domains(): Iterable<MailDomain>;
  endpoints(): Iterable<Endpoint>;
  certificates(): Iterable<Certificate>;
  /** The records of a section as a snapshot has them. */
  lines: KeptSnapshot['lines'];
  /** The certificate of an id; null where the run has none. */
  certificate(id: string): Certificate | null;
  /** Frees what they are kept in. */
  close(): void;
}

/** The records of a run as a snapshot that can be written, read and compared. */
export function snapshotOf(
  records: RunRecords,
  survey: Survey,
): SnapshotSource & KeptSnapshot & { certificates: () => Iterable<Certificate> } {
  return {
    survey,
    domains: () => records.domains(),
    endpoints: () => records.endpoints(),
    certificates: () => records.certificates(),
    lines: (section) => records.lines(section),
    certificate: (id) => records.certificate(id),
  };
}
