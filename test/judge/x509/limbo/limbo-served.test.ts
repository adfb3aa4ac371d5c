import { beforeAll, describe, expect, it } from 'vitest';
import { prepareRoots } from '../../../../src/judge/x509/certificate-path.ts';
import type { AttemptResult } from '../../../../src/net/smtp/attempt-result.ts';
import { attempt } from '../../../../src/net/smtp/attempt.ts';
import { TIMEOUTS } from '../../../../src/net/deadline.ts';
import { dialDirectly } from '../../../../src/net/dial.ts';
import { openDirectly } from '../../../../src/net/open.ts';
import { CertificateCollector } from '../../../../src/scan/probe/certificate-collector.ts';
import { startSmtpServer } from '../../../lab/smtp/smtp-server.ts';
import {
  hostOf,
  instantOf,
  isValid,
  judgeLimbo,
  LIMBO_ABSENT,
  pathOf,
  sentBy,
  serverCases,
  type LimboCase,
} from './limbo-cases.ts';
import { NOT_SERVED } from './limbo-disagreements.ts';

/** Serves a case as an SMTP server with STARTTLS would, and asks it as a scan does. */
async function observe(limbo: LimboCase, key: string): Promise<AttemptResult> {
  const cert = [limbo.peer_certificate, ...limbo.untrusted_intermediates].join('\n');
  const tls = { certificate: null, context: { cert, key } };
  const server = await startSmtpServer({ behaviour: { tls } });
  const observation = await attempt({
    host: hostOf(limbo),
    address: server.address,
    port: server.port,
    open: openDirectly(dialDirectly),
    ehlo: 'scan.lab.example',
    clients: [],
    action: { kind: 'handshake', offer: 'certificate' },
    sni: limbo.expected_peer_name?.kind === 'DNS',
    timeouts: TIMEOUTS,
    record: () => undefined,
  });
  await server.close();
  if (observation.outcome === 'hello') throw new Error('a handshake was asked for');
  return observation;
}

describe.skipIf(LIMBO_ABSENT)('x509-limbo served (skipped where ../shared/data is absent)', () => {
  const unserved: readonly string[] = Object.values(NOT_SERVED).flat();
  const observed: { limbo: LimboCase; observation: AttemptResult }[] = [];
  beforeAll(async () => {
    for (const limbo of serverCases()) {
      const { peer_certificate_key: key } = limbo;
      if (key !== null) observed.push({ limbo, observation: await observe(limbo, key) });
    }
  });
  const served = () =>
    observed.flatMap(({ limbo, observation }) =>
      observation.outcome === 'tls' ? [{ limbo, chain: observation.handshake.chain }] : [],
    );

  it('completes every handshake, but for the reasons listed', () => {
    const broken = observed.filter(({ observation }) => observation.outcome !== 'tls');
    expect(broken.map(({ limbo }) => limbo.id).sort()).toEqual([...unserved].sort());
    expect(served().length).toBeGreaterThan(170);
  });

  it('sees the chain as it was sent, up to the 50 certificates that are looked at', () => {
    for (const { limbo, chain } of served()) {
      expect({ id: limbo.id, chain }).toEqual({ id: limbo.id, chain: sentBy(limbo).slice(0, 50) });
    }
  });

  it('judges it as it judges the bytes', () => {
    for (const { limbo, chain } of served()) {
      const collector = new CertificateCollector({
        roots: prepareRoots(limbo.trusted_certs),
        at: instantOf(limbo),
        onCertificate: () => undefined,
      });
      const presented = collector.present(hostOf(limbo), chain);
      const { problems, undetermined, notes } = judgeLimbo(limbo);
      expect({ id: limbo.id, ...presented, valid: isValid(presented) }).toMatchObject({
        id: limbo.id,
        problems,
        undetermined,
        notes: [...pathOf(limbo).notes, ...notes],
      });
    }
  });
});
