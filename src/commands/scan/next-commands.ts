import { shownText } from '../../model/text/shown-text.ts';
import type { SurveyView } from '../../report/survey.ts';
import type { ScanSettings } from '../options/scan-settings.ts';

/** The commands that print more of a survey over lists, to be copied into a shell. */
export function nextCommands({
  destination,
  results,
}: Pick<ScanSettings, 'destination' | 'results'>): SurveyView['commands'] {
  const folder = results === 'results' ? '' : ` --results ${shellWord(results)}`;
  const file = destination.kind === 'file' ? ` ${shellWord(destination.file)}` : '';
  return {
    report: `mxtls report${file}${folder}`,
    diff: `mxtls diff${file === '' ? '' : ` latest${file}`}${folder}`,
    history: `mxtls history NAME${folder}`,
  };
}

/** A file name as a shell reads it back; what is not printable is escaped, as in all text. */
function shellWord(name: string): string {
  const shown = shownText(name, 255);
  return /^[\w./:@%+-]+$/.test(shown) ? shown : `'${shown.replaceAll("'", String.raw`'\''`)}'`;
}
