// The main job without a network: a mail world on loopback is surveyed as the Internet would be.
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openOutput } from '../../../src/commands/output.ts';
import { describeSurvey } from '../../../src/report/survey.ts';
import { saveSnapshot } from '../../../src/store/save-snapshot.ts';
import { greece2016 } from './greece-2016.ts';
import { surveyGreece } from './survey-greece.ts';

const output = openOutput();
const body = await surveyGreece(await greece2016(), '2016-01-23', process.cwd());
const folder = await mkdtemp(join(tmpdir(), 'mxtls-demo-'));
const { file } = await saveSnapshot(folder, body);
output.result(describeSurvey({ format: 'mxtls/1', ...body }, output.palette));
output.result(`\nThe snapshot is ${file}\n`);
