// The main job without a network: surveys a mail world on loopback as it would survey the Internet, and again as of nine weeks later.
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { nextCommands } from '../../../src/commands/scan/describe-survey.ts';
import { openOutput } from '../../../src/commands/terminal/output.ts';
import { compareSnapshots } from '../../../src/compare/changes/compare-snapshots.ts';
import type { Comparison } from '../../../src/model/output/change.ts';
import type { Snapshot } from '../../../src/model/records/snapshot.ts';
import { sourceOf } from '../../../src/model/records/snapshot-source.ts';
import { ENDS_SOON_DAYS } from '../../../src/report/format/dates.ts';
import { wholeText } from '../../../src/report/format/document-text.ts';
import { surveyDocument } from '../../../src/report/survey.ts';
import { saveSnapshot } from '../../../src/store/snapshots/save-snapshot.ts';
import { greece2016 } from './greece-2016.ts';
import { surveyGreece } from './survey-greece.ts';

const output = openOutput();
const folder = await mkdtemp(join(tmpdir(), 'mxtls-demo-'));
const greece = await greece2016();
const first = await surveyGreece(greece, '2016-01-23', process.cwd());
await saveSnapshot(folder, first);
const show = (snapshot: Snapshot, comparison: Comparison | 'first'): void => {
  const commands = nextCommands({ destination: { kind: 'results' }, results: folder });
  const view = { comparison, endsWithin: ENDS_SOON_DAYS, commands };
  output.result(`${wholeText(surveyDocument(sourceOf(snapshot), view), output.screen)}\n`);
};
show({ format: 'mxtls/1', ...first }, 'first');
const second = await surveyGreece(greece, '2016-03-26', process.cwd());
await saveSnapshot(folder, second);
show({ format: 'mxtls/1', ...second }, compareSnapshots(sourceOf(first), sourceOf(second)));
output.result(`Both snapshots are in ${folder}\n`);
