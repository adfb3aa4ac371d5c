import { once } from 'node:events';
import { createServer } from 'node:net';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { SnapshotSchema } from '../src/model/records/snapshot.ts';
import { reply, startHttpsServer } from './lab/https-server.ts';
import { mx } from './lab/world/world-spec.ts';
import { LAB_RUNS, certified, labWorld, worldOptions } from './main-world.ts';
import { buildProgram, run } from './program.ts';
import { tempFolder } from './temp-folder.ts';

/** Where the policy host stands: the program asks for policies at port 443 and nowhere else. */
const ADDRESS = '127.21.0.1';

const mayListen = LAB_RUNS && (await canListen(443));

async function canListen(port: number): Promise<boolean> {
  const server = createServer().listen(port, ADDRESS);
  try {
    await once(server, 'listening');
    return true;
  } catch {
    return false;
  } finally {
    server.close();
  }
}

let main = '';
beforeAll(() => {
  main = buildProgram();
});

describe.skipIf(!mayListen)(
  'mxtls scan and policies (skipped: nothing may listen on port 443 of 127/8 here)',
  () => {
    it('fetches a policy, and prints what it means', async () => {
      const certificate = await certified('mx.a.example', 'mta-sts.a.example');
      const world = await labWorld({
        domains: { 'a.example': mx('mx.a.example') },
        hosts: { 'mx.a.example': { behaviour: { tls: { certificate } } } },
        names: {
          '_mta-sts.a.example': { TXT: ['v=STSv1; id=20261123;'] },
          'mta-sts.a.example': { A: [ADDRESS] },
          '_smtp._tls.a.example': { TXT: ['v=TLSRPTv1; rua=mailto:tls@a.example'] },
        },
      });
      const policy = 'version: STSv1\r\nmode: enforce\r\nmx: mx.a.example\r\nmax_age: 604800\r\n';
      const https = await startHttpsServer({
        certificate,
        act: reply(policy),
        address: ADDRESS,
        port: 443,
      });
      onTestFinished(() => https.close());
      const cwd = tempFolder();
      const args = ['scan', ...worldOptions(world, cwd), 'a.example', '--fail-on', 'enforced'];
      const { status, stdout } = await run(main, args, { cwd });
      expect(stdout.split('\n').slice(0, 6)).toEqual([
        'a.example: encrypted with TLS 1.2 or later, and its MTA-STS policy requires it',
        '  level enforced',
        '  MTA-STS: mode enforce, max_age 7 days; it covers the MX hosts, with valid',
        '    certificates',
        '  TLS reports (TLS-RPT): requested',
        expect.stringMatching(/^ {2}10 {2}mx\.a\.example /),
      ]);
      expect(status).toBe(1);
      expect(https.requests).toHaveLength(1);
    });

    it('judges a policy against the hosts of --mx, not those of the DNS', async () => {
      const certificate = await certified('new.b.example', 'other.b.example', 'mta-sts.b.example');
      const host = { behaviour: { tls: { certificate } } };
      const world = await labWorld({
        domains: { 'b.example': mx('old.b.example') },
        hosts: { 'old.b.example': {}, 'new.b.example': host, 'other.b.example': host },
        names: {
          '_mta-sts.b.example': { TXT: ['v=STSv1; id=20261123;'] },
          'mta-sts.b.example': { A: [ADDRESS] },
        },
      });
      const policy =
        'version: STSv1\r\nmode: enforce\r\nmx: new.b.example\r\nmx: old.b.example\r\nmax_age: 604800\r\n';
      const https = await startHttpsServer({
        ...{ certificate, act: reply(policy), address: ADDRESS, port: 443 },
      });
      onTestFinished(() => https.close());
      const cwd = tempFolder();
      const args = ['scan', ...worldOptions(world, cwd), 'b.example', '--json'];
      const judgedWith = async (...given: string[]) => {
        const { stdout } = await run(main, [...args, ...given], { cwd });
        const [domain] = SnapshotSchema.parse(JSON.parse(stdout)).domains;
        return [domain?.level, domain?.mtaSts?.mx, domain?.mtaSts?.certificates];
      };
      expect(await judgedWith('--mx', 'new.b.example')).toEqual(['enforced', 'match', 'match']);
      expect(await judgedWith('--mx', 'other.b.example')).toEqual([
        ...['authenticated', 'mismatch', 'untested'],
      ]);
      expect(await judgedWith()).toEqual(['encrypted', 'match', 'mismatch']);
    }, 120_000);
  },
);
