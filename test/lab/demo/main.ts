// The main job without a network: surveys a mail world on loopback as it would survey the Internet, and again as of nine weeks later.
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openOutput } from '../../../src/commands/terminal/output.ts';
import { compareSnapshots } from '../../../src/compare/changes/compare-snapshots.ts';
import { sourceOf } from '../../../src/model/records/snapshot-source.ts';
import { changesDocument } from '../../../src/report/changes/changes-document.ts';
import { wholeText } from '../../../src/report/format/document-text.ts';
import { describeSurvey } from '../../../src/report/survey.ts';
import { saveSnapshot } from '../../../src/store/snapshots/save-snapshot.ts';
import { greece2016 } from './greece-2016.ts';
import { surveyGreece } from './survey-greece.ts';

const output = openOutput();
const folder = await mkdtemp(join(tmpdir(), 'mxtls-demo-'));
const greece = await greece2016();
const first = await surveyGreece(greece, '2016-01-23', process.cwd());
await saveSnapshot(folder, first);
output.result(describeSurvey({ format: 'mxtls/1', ...first }, output.palette));
const second = await surveyGreece(greece, '2016-03-26', process.cwd());
await saveSnapshot(folder, second);
const comparison = compareSnapshots(sourceOf(first), sourceOf(second));
output.result(`\n${wholeText(changesDocument(comparison), output.palette)}`);
output.result(`\nBoth snapshots are in ${folder}\n`);
