import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { Notification } from '../src/model/output/notification.ts';
import { snapshotText } from '../src/model/records/snapshot-text.ts';
import type { Survey } from '../src/model/records/survey.ts';
import type { SmtpBehaviour } from './lab/smtp/smtp-behaviour.ts';
import { answer, startWebhook, type LabWebhook, type WebhookAct } from './lab/webhook-server.ts';
import type { LabWorld } from './lab/world/world.ts';
import { certified, hostsAsked, LAB_RUNS, labWorld, worldOf, worldOptions } from './main-world.ts';
import { clockAt } from './program-clock.ts';
import { buildProgram, ended, run, start, type Ended } from './program.ts';
import { makeSurvey2016 } from './report/providers/survey-2016.ts';
import { tempFolder } from './temp-folder.ts';

let main = '';
beforeAll(() => {
  main = buildProgram();
});

const PLAIN: SmtpBehaviour = { starttls: 'absent' };
const SECRET = '/hooks/very-secret?token=also-secret';

function folder(): string {
  const cwd = tempFolder();
  mkdirSync(join(cwd, 'domains'));
  writeFileSync(join(cwd, 'domains/a.txt'), 'a.example\nb.example\n');
  return cwd;
}

function survey(world: LabWorld, cwd: string, ...args: string[]): Promise<Ended> {
  return run(main, ['scan', ...worldOptions(world, cwd), ...args], { cwd });
}

async function receiver(acts: readonly WebhookAct[]): Promise<LabWebhook & { url: string }> {
  const webhook = await startWebhook(acts);
  onTestFinished(() => webhook.close());
  return { ...webhook, url: `http://127.0.0.1:${webhook.port}${SECRET}` };
}

/** A survey of half a day ago: later than its certificates, and not of the same second as the next one. */
function surveyBefore(world: LabWorld, cwd: string, ...args: string[]): Promise<Ended> {
  const env = { NODE_OPTIONS: clockAt(new Date(Date.now() - 43_200_000)) };
  return run(main, ['scan', ...worldOptions(world, cwd), ...args], { cwd, env });
}

/** All text that a run left in its folder, journals and snapshots included. */
function filesOf(cwd: string): string {
  return readdirSync(cwd, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ parentPath, name }) => readFileSync(join(parentPath, name), 'utf8'))
    .join('\n');
}

/** The document of each request. */
function documents({ posts }: LabWebhook): Notification[] {
  return posts.map(({ body }) => JSON.parse(body) as Notification);
}

describe.skipIf(!LAB_RUNS)('scan --notify', { timeout: 60_000 }, () => {
  it('posts to each receiver what the survey found, then what changed, and says nothing', async () => {
    const world = await worldOf({ 'a.example': [{}, {}, {}, PLAIN], 'b.example': {} });
    const cwd = folder();
    const [one, other] = [await receiver([answer(200)]), await receiver([answer(204)])];
    const flags = ['--notify', one.url, '--notify', other.url];
    const first = await surveyBefore(world, cwd, ...flags, '--keep-journal');
    expect(first).toMatchObject({ status: 0, stderr: '' });
    expect(`${first.stdout}${filesOf(cwd)}`).not.toContain('secret');
    const second = await survey(world, cwd, ...flags, '--json');
    expect(second).toMatchObject({ status: 0 });
    expect(second.stderr).not.toContain('notify');
    expect(documents(one)).toMatchObject([
      { compared: 'first', changes: null, counts: { tls: 2 } },
      {
        compared: 'yes',
        counts: { tls: 1, plaintext: 1 },
        changes: { format: 'mxtls-changes/1', changes: [{ kind: 'starttls-lost' }] },
      },
    ]);
    expect(documents(other)).toEqual(documents(one));
    const [before, after] = documents(one);
    expect(before?.id).not.toBe(after?.id);
    expect(after?.text).toContain('mx.a.example did NOT offer STARTTLS');
    expect(readdirSync(join(cwd, 'results'))).toContain(after?.survey.file.split('/')[1]);
  });

  it('tries again, and a receiver that does not take it changes nothing but a line on stderr', async () => {
    const world = await worldOf({ 'a.example': {}, 'b.example': {} });
    const cwd = folder();
    const tired = await receiver([answer(500), answer(200)]);
    const moved = await receiver([answer(302, { location: `http://127.0.0.1${SECRET}` })]);
    const gone = await receiver([answer(404)]);
    const flags = [tired, moved, gone].flatMap(({ url }) => ['--notify', url]);
    const { status, stdout, stderr } = await survey(world, cwd, ...flags);
    expect(status).toBe(0);
    expect(stdout).toMatch(/\nWritten to results\/.*\n$/);
    expect(stderr.split('\n').sort()).toEqual(
      [
        '',
        `mxtls: could not notify http://127.0.0.1:${gone.port}: status 404`,
        `mxtls: could not notify http://127.0.0.1:${moved.port}: status 302, a redirect: give the URL that it leads to`,
      ].sort(),
    );
    expect(tired.posts).toHaveLength(2);
    expect(new Set(documents(tired).map(({ id }) => id)).size).toBe(1);
    expect(readdirSync(join(cwd, 'results')).filter((name) => name.endsWith('.json'))).toHaveLength(
      1,
    );
  });

  it('verifies the certificate of a receiver by the roots of the run', async () => {
    const world = await worldOf({ 'a.example': {}, 'b.example': {} });
    const cwd = folder();
    const [good, bad] = [
      await startWebhook([answer(200)], await certified('localhost')),
      await startWebhook([answer(200)], await certified('other.example')),
    ];
    const urls = [good, bad].map(({ port }) => `https://localhost:${port}${SECRET}`);
    const flags = urls.flatMap((url) => ['--notify', url]);
    const { status, stderr } = await survey(world, cwd, ...flags, '--notify-format', 'chat');
    await Promise.all([good.close(), bad.close()]);
    expect(status).toBe(0);
    expect(stderr).toBe(
      `mxtls: could not notify https://localhost:${bad.port}: its certificate is not valid (ERR_TLS_CERT_ALTNAME_INVALID)\n`,
    );
    expect(bad.posts).toEqual([]);
    expect(good.posts.map(({ body }) => Object.keys(JSON.parse(body) as object))).toEqual([
      ['text'],
    ]);
  });

  it('with --only-changes posts nothing of a week without changes', async () => {
    const world = await worldOf({ 'a.example': {}, 'b.example': {} });
    const cwd = folder();
    const webhook = await receiver([answer(200)]);
    const flags = ['--notify', webhook.url, '--only-changes', '--ends-within', '0'];
    for (const make of [surveyBefore, survey]) {
      expect(await make(world, cwd, ...flags)).toMatchObject({ status: 0, stderr: '' });
    }
    expect(documents(webhook).map(({ compared }) => compared)).toEqual(['first']);
  });

  it('tells of a survey that cannot be trusted, and its status stays', async () => {
    const names = Array.from({ length: 24 }, (_, index) => `n${String(index)}.example`);
    const failing = { kind: 'failing', behaviour: { kind: 'rcode', rcode: 'SERVFAIL' } } as const;
    const world = await labWorld({
      domains: Object.fromEntries(
        names.map((name, index) => [name, index < 12 ? failing : ({ kind: 'null-mx' } as const)]),
      ),
      hosts: {},
    });
    const cwd = folder();
    writeFileSync(join(cwd, 'domains/a.txt'), names.join('\n'));
    const webhook = await receiver([answer(200)]);
    const flags = ['--notify', webhook.url, '--only-changes'];
    expect((await survey(world, cwd, ...flags)).status).toBe(3);
    expect(documents(webhook)).toMatchObject([{ compared: 'degraded', changes: null }]);
    expect(documents(webhook)[0]?.text).toContain('cannot be trusted');
  });

  it('posts nothing with --dry-run, for single domains, to stdout, and after an interruption', async () => {
    const world = await worldOf({ 'a.example': {}, 'b.example': { greeting: 'silent' } });
    const cwd = folder();
    const webhook = await receiver([answer(200)]);
    const config = JSON.stringify({ notify: [webhook.url] });
    writeFileSync(join(cwd, 'mxtls.config.json'), config);
    await survey(world, cwd, '--dry-run');
    await survey(world, cwd, 'a.example', '--save');
    rmSync(join(cwd, 'mxtls.config.json'));
    writeFileSync(join(cwd, 'domains/a.txt'), 'a.example\n');
    const bare = await survey(world, cwd, '--out', '-', '--notify', webhook.url);
    expect(bare.stderr).toContain('--notify tells nothing of a snapshot on stdout');
    writeFileSync(join(cwd, 'domains/a.txt'), 'a.example\nb.example\n');
    const args = ['scan', ...worldOptions(world, cwd), '--notify', webhook.url];
    const child = start(main, args, { cwd });
    const over = ended(child);
    await expect
      .poll(() => hostsAsked(world).includes('mx.b.example'), { timeout: 20_000 })
      .toBe(true);
    child.kill('SIGINT');
    const { status, stderr } = await over;
    expect(status).toBe(130);
    expect(stderr).toContain(`--notify 'http://127.0.0.1:${webhook.port}/…'`);
    expect(stderr).not.toContain('secret');
    expect(webhook.posts).toEqual([]);
  });

  it.each(['hooks.example.org/very-secret', 'ftp://a.gr/very-secret', 'https://a.gr/…'])(
    'refuses %s, and does not print it',
    async (url) => {
      const cwd = folder();
      const args = ['scan', '--ehlo', 'scan.example.org', '--notify', url];
      expect(await run(main, args, { cwd })).toMatchObject({
        status: 2,
        stderr: 'mxtls: --notify takes a whole URL, as in https://chat.example.org/hooks/...\n',
      });
    },
  );
});

describe('mxtls report for programs that watch', () => {
  const LISTS = [{ file: 'domains/gr.txt', sha256: '0'.repeat(64), domains: 21 }];

  function folderWith(surveys: Record<string, Partial<Survey>>): string {
    const cwd = tempFolder();
    mkdirSync(join(cwd, 'results'));
    const { survey: made, ...records } = makeSurvey2016();
    for (const [date, overrides] of Object.entries(surveys)) {
      const startedAt = `${date}T03:00:00Z`;
      const own = { ...made, date, startedAt, finishedAt: startedAt, lists: LISTS, ...overrides };
      const text = [...snapshotText({ ...records, survey: own })].join('');
      writeFileSync(join(cwd, 'results', `${date}.json`), text);
    }
    return cwd;
  }

  function report(cwd: string, ...args: string[]): Promise<Ended> {
    return run(main, ['report', ...args], { cwd });
  }

  it('prints numbers of the last good survey, and that a newer one cannot be trusted', async () => {
    const cwd = folderWith({
      '2016-01-16': {},
      '2016-01-23': {},
      '2016-01-30': { degraded: ['dns-failing'] },
    });
    const { status, stdout, stderr } = await report(cwd, '--format', 'prometheus');
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    for (const line of [
      'mxtls_survey_degraded 0',
      'mxtls_survey_start_timestamp_seconds 1453518000',
      'mxtls_newest_survey_degraded 1',
      'mxtls_newest_survey_degraded_reason{reason="dns-failing"} 1',
      'mxtls_newest_survey_start_timestamp_seconds 1454122800',
      'mxtls_addresses{class="tls"} 25',
      'mxtls_changes{effect="regression"} 0',
    ]) {
      expect(stdout).toContain(`\n${line}\n`);
    }
  });

  const GOOD = { '2016-01-16': {}, '2016-01-23': {} };
  const BAD = { ...GOOD, '2016-01-30': { degraded: ['dns-failing'] } };
  it.each<{
    surveys: Record<string, Partial<Survey>>;
    args: string[];
    status: number;
    says: string;
  }>([
    {
      surveys: GOOD,
      args: ['--fail-on', 'level:broken'],
      status: 0,
      says: 'OK - nothing to report; survey of 2016-01-23: ',
    },
    { surveys: GOOD, args: [], status: 2, says: 'CRITICAL - found level:none; ' },
    {
      surveys: GOOD,
      args: ['--warn-on', 'expired', '--warn-on', 'level:none'],
      status: 1,
      says: 'WARNING - found problem:expired, level:none; ',
    },
    { surveys: GOOD, args: ['--warn-on', 'regression'], status: 0, says: 'OK - ' },
    {
      surveys: GOOD,
      args: ['--fail-on', 'level:none', '--max-age', '8'],
      status: 3,
      says: 'UNKNOWN - no survey that can be trusted for ',
    },
    {
      surveys: BAD,
      args: [],
      status: 3,
      says: 'UNKNOWN - the survey of 2016-01-30 cannot be trusted (dns-failing); survey of 2016-01-23: ',
    },
    {
      surveys: BAD,
      args: ['2016-01-30'],
      status: 3,
      says: 'UNKNOWN - the survey of 2016-01-30 cannot be trusted (dns-failing)\n',
    },
    { surveys: {}, args: [], status: 3, says: 'UNKNOWN - results has no snapshot yet: ' },
    {
      surveys: GOOD,
      args: ['--fail-on', 'none'],
      status: 3,
      says: 'UNKNOWN - --fail-on "none" stands in more than one place: ',
    },
    {
      surveys: GOOD,
      args: ['--warn-on', 'wrong'],
      status: 3,
      says: 'UNKNOWN - --warn-on "wrong" is not a word ',
    },
  ])('as a check ends with $status: $says', async ({ surveys, args, status, says }) => {
    const ended = await report(folderWith(surveys), '--format', 'nagios', ...args);
    expect(ended).toMatchObject({ status, stderr: '' });
    expect(ended.stdout.startsWith(`MXTLS ${says}`)).toBe(true);
    expect(ended.stdout.trimEnd()).not.toContain('\n');
  });

  it('takes the options of a check for a check alone', async () => {
    const cwd = folderWith(GOOD);
    const implied = await report(cwd, '--fail-on', 'level:none');
    expect(implied).toMatchObject({ status: 2, stderr: '' });
    expect(implied.stdout).toMatch(/^MXTLS CRITICAL - /);
    expect(await report(cwd, '--max-age', '8', '--format', 'json')).toMatchObject({
      status: 2,
      stdout: '',
      stderr: 'mxtls: --max-age is for nagios, and --format json asks for something else\n',
    });
  });
});
