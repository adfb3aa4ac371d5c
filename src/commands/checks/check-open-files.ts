import { checkOf, type Check } from '../../model/output/check.ts';

/** Files and sockets beside the connections: the program's own, and questions to the DNS. */
const OTHERS = 150;

/** With fewer, the modules of the program can hardly be read: it reads a hundred at once. */
const LEAST = 128;

const of = checkOf('open-files');

/**
 * Checks how many files and sockets may be open at once (setrlimit(2), RLIMIT_NOFILE) against the connections of a survey.
 * @param limit null where there is none, or it is not known.
 */
export function checkOpenFiles(limit: number | null, concurrency: number): Check {
  if (limit === null) return of('ok', 'no limit of open files is known');
  const says = `${limit} files and sockets can be open at once`;
  const wanted = concurrency + OTHERS;
  if (limit >= wanted) return of('ok', says);
  const raise = `raise the limit of open files (ulimit -n ${wanted})`;
  if (limit < LEAST) return of('failed', `${says}: too few for a survey`, raise);
  const fitting = Math.max(1, Math.floor(limit / 3));
  return of(
    'warning',
    `${says}: ${concurrency} connections at once need ${wanted}`,
    `${raise}, or survey with --concurrency ${Math.min(concurrency, fitting)}`,
  );
}

/** The limit of open files of this process, which Node raises to the hard one when it starts; null where it is not known. */
export function openFilesLimit(): number | null {
  // A report with the open sockets would look up the names of their addresses (Node 20.13 and later can leave them out).
  const excluded: unknown = Reflect.get(process.report, EXCLUDE);
  Reflect.set(process.report, EXCLUDE, true);
  const report: unknown = process.report.getReport();
  Reflect.set(process.report, EXCLUDE, excluded);
  const limits = fieldOf(report, 'userLimits');
  const soft = fieldOf(fieldOf(limits, 'open_files'), 'soft');
  return typeof soft === 'number' ? soft : null;
}

const EXCLUDE = 'excludeNetwork';

function fieldOf(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  return Object.getOwnPropertyDescriptor(value, name)?.value;
}
