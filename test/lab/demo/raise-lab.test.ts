import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { SnapshotSchema } from '../../../src/model/records/snapshot.ts';
import { makePalette } from '../../../src/report/document/palette.ts';
import { LAB_RUNS } from '../../main-world.ts';
import { buildProgram, run } from '../../program.ts';
import type { SeenConnection } from '../world/world.ts';
import { parseDay } from './greece-2016.ts';
import { raiseLab } from './raise-lab.ts';
import { seenLine } from './seen-line.ts';

const PROJECT = join(import.meta.dirname, '../../..');

describe.skipIf(!LAB_RUNS)('the lab (skipped: it needs all of 127/8)', () => {
  it('is surveyed by the program with no more than its folder, and goes away', async () => {
    const seen: SeenConnection[] = [];
    const lab = await raiseLab('2016-03-26', {
      now: new Date(),
      project: PROJECT,
      onConnection: (connection) => seen.push(connection),
    });
    if (lab === null) throw new Error('no lab');
    onTestFinished(() => lab.close());
    const args = ['scan', 'mydomain.gr', 'forthnet.gr', 'sch.gr', '--json'];
    const { status, stdout } = await run(buildProgram(), args, { cwd: lab.folder });
    expect(status).toBe(0);
    const { endpoints, certificates, survey } = SnapshotSchema.parse(JSON.parse(stdout));
    const of = (host: string) => endpoints.find((each) => each.host === host);
    // As on that day: FORTHNET has a valid certificate, that of SCH expired five years before.
    expect(of('mailsrv.forthnet.gr')).toMatchObject({ outcome: 'tls', problems: [] });
    expect(of('mx2.sch.gr')?.problems).toContain('expired');
    const forthnet = certificates.find(({ id }) => id === of('mailsrv.forthnet.gr')?.certificate);
    const left = Date.parse(forthnet?.notAfter ?? '') - Date.parse(survey.startedAt);
    const then = Date.parse('2018-05-10T00:00:00Z') - Date.parse('2016-03-26T03:00:00Z');
    expect(Math.abs(left - then) / 86_400_000).toBeLessThan(1.1);
    const hosts = new Set(seen.map(({ host }) => host));
    expect(hosts).toEqual(new Set(['mailsrv.forthnet.gr', 'mx2.sch.gr']));
    const lines = seen.map((each) => seenLine(each, new Date(0), makePalette(false)));
    expect(lines).toContain(
      '00:00:00  mailsrv.forthnet.gr     EHLO scan.lab.example STARTTLS TLSv1.2 QUIT',
    );
    expect(lines).toContain(
      '00:00:00  mx2.sch.gr              EHLO scan.lab.example STARTTLS TLSv1 QUIT',
    );
    await lab.close();
    expect(existsSync(lab.folder)).toBe(false);
  });

  it('has a configuration for each thing that the survey of lists needs', async () => {
    const lab = await raiseLab('2016-01-23', { now: new Date(), project: PROJECT });
    if (lab === null) throw new Error('no lab');
    onTestFinished(() => lab.close());
    const { status, stdout } = await run(buildProgram(), ['scan', '--dry-run'], {
      cwd: lab.folder,
    });
    expect(status).toBe(0);
    expect(stdout).toContain('Domains (26)');
    const config = readFileSync(join(lab.folder, 'mxtls.config.json'), 'utf8');
    expect(JSON.parse(config)).toMatchObject({ allowPrivate: true, vantage: 'lab' });
  });
});

it.each([
  ['2016-01-23', '2016-01-23'],
  ['2016-03-26', '2016-03-26'],
  ['2016-03-27', null],
  [undefined, null],
])('the day %s is %s', (text, day) => {
  expect(parseDay(text)).toBe(day);
});
