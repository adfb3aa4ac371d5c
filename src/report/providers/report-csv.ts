import type { Report, ReportedDomain, ReportedProvider } from '../../model/output/report.ts';
import { csvText, type CsvForm } from '../format/csv.ts';

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
};

/** A report as CSV, one row a domain, in the order of the lists. */
export function reportCsv({ survey: { date }, categories }: Report, form?: CsvForm): string {
  const rows = categories.flatMap(({ name: category, providers }) =>
    providers.flatMap((provider) =>
      provider.domains.map((domain): Row => ({ date, category, provider, domain })),
    ),
  );
  const cells = Object.values(COLUMNS);
  return csvText(
    Object.keys(COLUMNS),
    rows.map((each) => cells.map((cell) => cell(each))),
    form,
  );
}

function words(each: readonly string[]): string {
  return each.join(' ');
}
