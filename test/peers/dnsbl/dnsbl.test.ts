import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { SnapshotSchema } from '../../../src/model/records/snapshot.ts';
import { startSmtpServer } from '../../lab/smtp/smtp-server.ts';
import { buildProgram, run } from '../../program.ts';
import { tempFolder } from '../../temp-folder.ts';
import { freePort } from '../servers/free-port.ts';
import { listsAvailable, startLists, ZONES, type ServedLists } from './rbldnsd.ts';

const required = process.env['MXTLS_REQUIRE_PEERS'] === '1';
const available = listsAvailable();
if (!available.ok) console.warn(`peers: ${available.reason}: the tests of it are skipped`);
const title = available.ok ? 'on loopback' : `(skipped: ${available.reason})`;

const LISTED = '127.62.1.1';
const CLEAR = '127.62.1.2';

let main = '';
beforeAll(() => {
  main = buildProgram();
});

/** Two domains share a server on the lists; a third has one that is on none. */
const NAMES = [
  'a.example. MX 10 mx.a.example.',
  'b.example. MX 10 mx.b.example.',
  'c.example. MX 10 mx.c.example.',
  `mx.a.example. A ${LISTED}`,
  `mx.b.example. A ${LISTED}`,
  `mx.c.example. A ${CLEAR}`,
];

async function lists(): Promise<ServedLists> {
  const served = await startLists(tempFolder(), { listed: [LISTED, '127.0.0.9'], names: NAMES });
  onTestFinished(() => served.stop());
  return served;
}

describe.skipIf(!available.ok && !required)(`the lists of rbldnsd ${title}`, () => {
  it('are read by scan, each address once a list', async () => {
    const served = await lists();
    const port = await freePort(LISTED);
    for (const address of [LISTED, CLEAR]) {
      const server = await startSmtpServer({ address, port });
      onTestFinished(() => server.close());
    }
    const args = [
      ...['scan', 'a.example', 'b.example', 'c.example', '--json', '--depth', 'quick'],
      ...['--resolver', served.resolver, '--port', String(port), '--allow-private', '--pause', '0'],
      ...['--ehlo', 'scan.example.org'],
      ...Object.values(ZONES).flatMap((zone) => ['--dnsbl', zone]),
    ];
    const { stdout, stderr } = await run(main, args, { cwd: tempFolder() });
    const { endpoints } = SnapshotSchema.parse(JSON.parse(stdout));
    const said = Object.fromEntries(
      endpoints.map(({ host, dnsbl }) => [
        host,
        dnsbl?.map(({ zone, state, codes, reason }) => [zone, state, codes.join(), reason]),
      ]),
    );
    const listed = [
      [ZONES.both, 'listed', '127.0.0.4', `Spam seen <date>, see https://bl.test/?${LISTED}`],
      [ZONES.names, 'failed', '', null],
      [ZONES.plain, 'listed', '127.0.0.2', 'Listed'],
      [ZONES.refusing, 'failed', '', null],
    ];
    expect(said).toEqual({
      'mx.a.example': listed,
      'mx.b.example': listed,
      'mx.c.example': [
        [ZONES.both, 'not-listed', '', null],
        [ZONES.names, 'failed', '', null],
        [ZONES.plain, 'not-listed', '', null],
        [ZONES.refusing, 'failed', '', null],
      ],
    });
    // A list of names is none of addresses: it lacks the test entry.
    expect(stderr).toContain(`--dnsbl ${ZONES.names}: not used`);
    expect(stderr).toContain(`--dnsbl ${ZONES.refusing}: not used`);
    const own = served.asked().filter((each) => each.startsWith('1.1.62.127.'));
    expect(own.toSorted()).toEqual([
      `1.1.62.127.${ZONES.both} a`,
      `1.1.62.127.${ZONES.both} txt`,
      `1.1.62.127.${ZONES.plain} a`,
      `1.1.62.127.${ZONES.plain} txt`,
    ]);
  });

  it('are read by doctor', async () => {
    const served = await lists();
    const zones = [ZONES.both, ZONES.refusing].flatMap((zone) => ['--dnsbl', zone]);
    const options = ['--resolver', served.resolver, '--allow-private', ...zones];
    const args = ['doctor', 'a.example', '--json', '--ehlo', 'scan.example.org', ...options];
    const { stdout } = await run(main, args, { cwd: tempFolder() });
    const { checks } = JSON.parse(stdout) as {
      checks: { check: string; outcome: string; evidence: string }[];
    };
    const own = checks.filter(({ check }) => check === 'dnsbl').map(({ evidence }) => evidence);
    expect(own.some((each) => each.includes(`${ZONES.refusing} cannot be used`))).toBe(true);
    expect(own.some((each) => each.includes('127.255.255.254'))).toBe(true);
    expect(own.filter((each) => each.includes(`${ZONES.both} cannot be used`))).toEqual([]);
    expect(served.asked()).toContain(`2.0.0.127.${ZONES.both} a`);
  });
});
