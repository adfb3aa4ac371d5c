import { Option, type Command } from 'commander';
import type { CsvForm } from '../report/format/csv.ts';
import { Stop } from './terminal/stop.ts';

const SEPARATORS = { ',': ',', ';': ';', tab: '\t' } as const;

/** What the command line says of CSV. */
export interface CsvFlags {
  csvSeparator?: keyof typeof SEPARATORS;
  csvBom?: true;
}

/** Adds the options of the form of CSV, which ask for CSV by themselves. */
export function addCsvOptions(command: Command): Command {
  return command
    .addOption(
      new Option('--csv-separator <sign>', "what separates the cells of CSV (default: ',')")
        .choices(Object.keys(SEPARATORS))
        .implies({ format: 'csv' }),
    )
    .addOption(
      new Option('--csv-bom', 'begin CSV with a byte order mark, as Excel needs it').implies({
        format: 'csv',
      }),
    );
}

/** The form of CSV that is asked for. Throws a Stop with status 2 where another format is asked for as well. */
export function csvForm(flags: CsvFlags & { format: string }): CsvForm {
  const { csvSeparator, csvBom, format } = flags;
  if (format !== 'csv' && (csvSeparator !== undefined || csvBom === true)) {
    const option = csvBom === true ? '--csv-bom' : '--csv-separator';
    throw new Stop(2, `${option} is for CSV, and --format ${format} asks for something else`);
  }
  return { separator: SEPARATORS[csvSeparator ?? ','], bom: csvBom === true };
}
