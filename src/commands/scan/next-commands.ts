import type { SurveyView } from '../../report/survey.ts';
import { shellWord } from '../../model/text/shell-word.ts';
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
