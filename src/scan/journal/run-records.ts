import type { Certificate } from '../../model/records/certificate.ts';
import type { Endpoint } from '../../model/records/endpoint.ts';
import type { MailDomain } from '../../model/records/mail-domain.ts';

/** The records of a run, joined from its journal, in the order of the format. Each call reads them anew from the first. */
export interface RunRecords {
  domains(): Iterable<MailDomain>;
  endpoints(): Iterable<Endpoint>;
  certificates(): Iterable<Certificate>;
  /** The certificate of an id; null where the run has none. */
  certificate(id: string): Certificate | null;
  close(): void;
}
