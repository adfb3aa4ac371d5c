import type { ReportedDomain, ReportedProvider } from '../../model/output/report.ts';
import { csvPieces, type CsvForm } from '../format/csv.ts';
import type { ReportView } from './report-view.ts';

type Cell = string | number | null;

/** A domain with its category and provider. */
interface Row {
  date: string;
  category: string | null;
  provider: ReportedProvider;
  domain: ReportedDomain;
}

/** The columns, in their order; null is an empty cell; several words share a cell, separated by spaces. */
const COLUMNS: Readonly<Record<string, (row: Row) => Cell>> = {
  date: ({ date }) => date,
  category: ({ category }) => category,
  provider: ({ provider: { listed, name } }) => (listed ? name : null),
  domain: ({ domain }) => domain.domain,
  unicode: ({ domain }) => domain.unicode,
  level: ({ domain }) => domain.level,
  decided_by: ({ domain: { decidedBy } }) => decidedBy && decidedBy.word,
  decided_by_host: ({ domain: { decidedBy } }) => decidedBy && decidedBy.host,
  decided_by_address: ({ domain: { decidedBy } }) => decidedBy && decidedBy.address,
  starttls: ({ domain }) => domain.starttls,
  tls: ({ domain }) => words(domain.tls),
  spoken: ({ domain }) => words(domain.spoken),
  problems: ({ domain }) => words(domain.problems),
  mx: ({ domain }) => domain.mx,
  hosts: ({ domain }) => words(domain.hosts),
  addresses_tls: ({ domain }) => domain.counts.tls,
  addresses_plaintext: ({ domain }) => domain.counts.plaintext,
  addresses_broken: ({ domain }) => domain.counts.broken,
  addresses_unknown: ({ domain }) => domain.counts.unknown,
  mta_sts: ({ domain: { mtaSts } }) => mtaSts && (mtaSts.mode ?? mtaSts.state),
  tls_rpt: ({ domain }) => domain.tlsRpt,
  tls_since: ({ domain: { since } }) => since.tls && since.tls.by,
  tls_not_yet: ({ domain: { since } }) => since.tls && since.tls.after,
  level_since: ({ domain: { since } }) => since.level && since.level.by,
  level_not_yet: ({ domain: { since } }) => since.level && since.level.after,
  lowest: ({ domain }) => domain.lowest,
  onion_mx: ({ domain: { onionMx } }) => onionMx && onionMx.state,
  onion_hosts: ({ domain: { onionMx } }) => onionMx && words(onionMx.hosts.map(({ host }) => host)),
  /** In the order of the hosts. */
  onion_answers: ({ domain: { onionMx } }) =>
    onionMx && words(onionMx.hosts.map(({ outcome }) => outcome ?? 'not-asked')),
  dnsbl: ({ domain: { dnsbl } }) => dnsbl && listCell(dnsbl),
};

/** A report as CSV, one row a domain, in the order of the lists, piece by piece. */
export function reportCsv(
  report: Pick<ReportView, 'survey' | 'categories'>,
  form?: CsvForm,
): Generator<string> {
  return csvPieces(Object.keys(COLUMNS), rowsOf(report), form);
}

function* rowsOf({
  survey: { date },
  categories,
}: Pick<ReportView, 'survey' | 'categories'>): Generator<Cell[]> {
  const cells = Object.values(COLUMNS);
  for (const { name: category, providers } of categories) {
    for (const provider of providers) {
      for (const domain of provider.domains) {
        yield cells.map((cell) => cell({ date, category, provider, domain }));
      }
    }
  }
}

/** That no list has an address is known only where all could be asked. */
function listCell({ listed, unknown }: NonNullable<ReportedDomain['dnsbl']>): string {
  if (listed.length > 0) return words(listed);
  return unknown.length > 0 ? 'unknown' : 'none';
}

function words(each: readonly string[]): string {
  return each.join(' ');
}
