// Writes the snapshot that a release leaves behind: `npm run freeze`. See test/snapshots/README.md.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { VERSION } from '../../src/model/version.ts';
import { makeCertificate, type LabCertificate } from '../lab/certificates.ts';
import { reply, startHttpsServer } from '../lab/https-server.ts';
import { mx, type WorldSpec } from '../lab/world/world-spec.ts';
import { startWorld, type LabWorld } from '../lab/world/world.ts';

const DAY_MS = 86_400_000;
/** Where the policy host stands: policies are asked for at port 443 and nowhere else. */
const POLICY_ADDRESS = '127.21.0.1';
const POLICY = 'version: STSv1\r\nmode: enforce\r\nmx: *.good.example\r\nmax_age: 604800\r\n';

const LIST = `# A list of the lab
[Providers]
Good Mail: good.example
Old Mail: old.example plain.example
[Others]
shy.example
idle.example
gone.example
`;

const root = await makeCertificate({ subject: 'CN=Lab Root', ca: true });
const certified = (...names: string[]): Promise<LabCertificate> =>
  makeCertificate({ subject: `CN=${names[0] ?? ''}`, names, issuer: root });
const good = await certified('mx1.good.example', 'mx2.good.example', 'mta-sts.good.example');
const rsa = await makeCertificate({
  subject: 'CN=mx1.good.example',
  names: ['mx1.good.example'],
  issuer: root,
  key: 'RSA 2048',
});
const expired = await makeCertificate({
  subject: 'O=Old Mail, CN=mail.old.example',
  names: ['mail.old.example'],
  key: 'RSA 1024',
  notBefore: new Date(Date.now() - 800 * DAY_MS),
  notAfter: new Date(Date.now() - 70 * DAY_MS),
});

const spec: WorldSpec = {
  domains: {
    'good.example': mx('mx1.good.example', 'mx2.good.example'),
    'old.example': mx('mail.old.example', 'backup.old.example'),
    'plain.example': mx('mx.plain.example'),
    'shy.example': mx('mx.shy.example', 'dead.shy.example'),
    'idle.example': { kind: 'null-mx' },
  },
  hosts: {
    'mx1.good.example': { behaviour: { tls: { certificate: good, second: rsa } } },
    'mx2.good.example': { behaviour: { tls: { certificate: good } } },
    'mail.old.example': {
      behaviour: { tls: { certificate: expired, minVersion: 'TLSv1', maxVersion: 'TLSv1' } },
    },
    'backup.old.example': { behaviour: { starttlsReply: '500 5.5.1 TLS not available' } },
    'mx.plain.example': { behaviour: { starttls: 'absent' } },
    'mx.shy.example': { behaviour: { greeting: '554 5.7.1 Go away' } },
    'dead.shy.example': { behaviour: 'unreachable' },
  },
  names: {
    // The lab's DNS server stands for a validating resolver, and the root and good.example are signed.
    '': { secure: true },
    example: { secure: false },
    'good.example': { secure: true },
    '_mta-sts.good.example': { TXT: ['v=STSv1; id=20261129;'] },
    'mta-sts.good.example': { A: [POLICY_ADDRESS] },
    '_smtp._tls.good.example': { TXT: ['v=TLSRPTv1; rua=mailto:tls@good.example'] },
  },
};

/** TLSA records name the port, which is known only when the world stands. */
function publishTlsa({ dns, port }: LabWorld): void {
  const keys = [good, rsa].map(({ spkiSha256 }) => Buffer.from(spkiSha256, 'hex'));
  const TLSA = keys.map((key) => ({ usage: 3, selector: 1, matchingType: 1, certificate: key }));
  for (const host of ['mx1', 'mx2']) dns.zone.set(`_${port}._tcp.${host}.good.example`, { TLSA });
}

const folder = await mkdtemp(join(tmpdir(), 'mxtls-freeze-'));
const world = await startWorld(spec);
publishTlsa(world);
const act = reply(POLICY);
const https = await startHttpsServer({
  certificate: good,
  act,
  address: POLICY_ADDRESS,
  port: 443,
});
try {
  mkdirSync(join(folder, 'domains'));
  writeFileSync(join(folder, 'domains', 'lab.txt'), LIST);
  writeFileSync(join(folder, 'lab-roots.pem'), root.pem);
  const args = [
    ...['scan', '--out', resolve('test', 'snapshots', `mxtls-${VERSION}.json`), '--depth', 'deep'],
    ...['--resolver', world.resolver, '--port', String(world.port), '--allow-private'],
    ...['--roots', 'lab-roots.pem', '--pause', '0', '--pass-delay', '0', '--vantage', 'lab'],
    ...['--ehlo', 'scan.lab.example'],
  ];
  const program = spawn(process.execPath, [resolve('dist', 'main.js'), ...args], {
    cwd: folder,
    stdio: 'inherit',
  });
  const [status] = (await once(program, 'close')) as [number | null];
  process.exitCode = status ?? 1;
} finally {
  await Promise.all([world.close(), https.close(), rm(folder, { recursive: true })]);
}
