import { connect } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { makeCertificate } from '../../lab/certificates.ts';
import { reply, startHttpsServer } from '../../lab/https-server.ts';
import type { ZoneName } from '../../lab/dns/dns-zone.ts';
import { mx, type WorldSpec } from '../../lab/world/world-spec.ts';
import type { LabWorld } from '../../lab/world/world.ts';
import { raise, surveyWorld } from '../lab-survey.ts';

/** What the policy of each domain says; they share one policy host and one MX host. */
const POLICIES: Record<string, string> = {
  'good.example': 'mode: enforce\nmx: mx.shared.example',
  'testing.example': 'mode: testing\nmx: *.shared.example',
  'beside.example': 'mode: enforce\nmx: mx.other.example',
  'bad.example': 'mode: enforce\nmx: *.shared.example',
};

const TXT = { TXT: ['v=STSv1; id=20261123000000Z;'] };

it('a survey compares policies with the certificates of the mail hosts', async () => {
  const root = await makeCertificate({ subject: 'CN=Lab Root', ca: true });
  const names = ['mx.shared.example', ...Object.keys(POLICIES).map((each) => `mta-sts.${each}`)];
  const certificate = await makeCertificate({ subject: 'CN=all', names, issuer: root });
  const https = await startHttpsServer({
    certificate,
    act: (socket, head) => {
      const domain = /^host: mta-sts\.(\S+)/im.exec(head)?.[1] ?? '';
      reply(`version: STSv1\n${POLICIES[domain] ?? ''}\nmax_age: 86400\n`)(socket, head);
    },
  });
  onTestFinished(() => https.close());
  const spec: WorldSpec = {
    domains: {
      ...Object.fromEntries(Object.keys(POLICIES).map((each) => [each, mx('mx.shared.example')])),
      'bad.example': mx('mx.shared.example', 'bad.shared.example'),
      'silent.example': mx('mx.shared.example'),
      'null.example': { kind: 'null-mx' },
    },
    hosts: {
      'mx.shared.example': { behaviour: { tls: { certificate } } },
      'bad.shared.example': { behaviour: { tls: { certificate } } },
    },
    names: {
      'policies.example': { A: ['127.0.0.1'] },
      ...Object.fromEntries(
        Object.keys(POLICIES).flatMap((each): [string, ZoneName][] => [
          [`_mta-sts.${each}`, TXT],
          [`mta-sts.${each}`, { CNAME: 'policies.example' }],
        ]),
      ),
      '_smtp._tls.good.example': { TXT: ['v=TLSRPTv1; rua=mailto:tls@good.example'] },
    },
    roots: [root],
  };
  const world = await raise(spec);
  const dial: LabWorld['dial'] = (address, port) =>
    port === 443 ? connect({ host: '127.0.0.1', port: https.port }) : world.dial(address, port);
  const { domains } = await surveyWorld({ ...world, dial }, spec, {
    families: ['ipv4'],
    policyMs: 5_000,
  });
  const lines = domains.map(({ domain, level, mtaSts, tlsRpt }) => {
    const sts = mtaSts === null ? 'null' : `${mtaSts.state} ${mtaSts.mx} ${mtaSts.certificates}`;
    return `${domain} ${level} ${sts} ${tlsRpt === null ? 'null' : tlsRpt.state}`;
  });
  expect(lines).toEqual([
    'bad.example encrypted present match partial absent',
    'beside.example authenticated present mismatch untested absent',
    'good.example enforced present match match present',
    'null.example no-mail null null',
    'silent.example authenticated absent untested untested absent',
    'testing.example authenticated present match match absent',
  ]);
  expect(https.requests).toHaveLength(4);
});
