import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:tls';
import type { SmtpBehaviours } from '../../test/lab/smtp/smtp-behaviour.ts';
import { startSmtpServer, type LabSmtp } from '../../test/lab/smtp/smtp-server.ts';
import { FarmCertificates } from './farm-certificates.ts';
import type { FarmReady } from './messages.ts';
import { servePart } from './process.ts';
import type { FarmEndpoint, FarmWorld } from './world.ts';

/** The address of the TLS server that the bare handshakes are made with. */
const TLS_ADDRESS = '127.70.100.1';

/** The process of the mail servers: one lab server for each endpoint, all on one port, and one of bare TLS. */
export async function runFarm({ endpoints }: FarmWorld): Promise<void> {
  const certificates = await FarmCertificates.create();
  const servers = await startServers(
    endpoints.filter(({ kind }) => kind !== 'closed'),
    certificates,
  );
  const ready: FarmReady = {
    port: servers[0]?.port ?? 0,
    tlsAddress: TLS_ADDRESS,
    tlsPort: await startTlsServer(certificates),
    rootPem: certificates.root.pem,
    certificates: await presented(endpoints, certificates),
  };
  servePart(ready, () => servers.map(({ address, connections }) => [address, connections.length]));
}

async function startServers(
  endpoints: readonly FarmEndpoint[],
  certificates: FarmCertificates,
): Promise<LabSmtp[]> {
  const servers: LabSmtp[] = [];
  for (const endpoint of endpoints) {
    const behaviour = await behaviourOf(endpoint, certificates);
    const { address, host } = endpoint;
    // The first takes any free port, and the others that one.
    const port = servers[0]?.port ?? 0;
    servers.push(await startSmtpServer({ address, port, name: host, behaviour }));
  }
  return servers;
}

async function behaviourOf(
  { kind, tls, operator }: FarmEndpoint,
  certificates: FarmCertificates,
): Promise<SmtpBehaviours> {
  if (tls === null) {
    const none = { tls: { certificate: null } } as const;
    return kind === 'rejecting'
      ? { ...none, greeting: '554 5.7.1 Access denied' }
      : { ...none, starttls: 'absent' };
  }
  const { maxVersion } = tls;
  const good = { tls: { ...(await certificates.of(tls.certificate, operator)), maxVersion } };
  return kind === 'greylisting' ? [{ ...good, greeting: '421 4.3.2 Try again later' }, good] : good;
}

async function presented(
  endpoints: readonly FarmEndpoint[],
  certificates: FarmCertificates,
): Promise<FarmReady['certificates']> {
  const found: FarmReady['certificates'] = [];
  for (const { address, tls, operator } of endpoints) {
    if (tls === null) continue;
    const { certificate } = await certificates.of(tls.certificate, operator);
    if (certificate !== null) found.push([address, certificate.id]);
  }
  return found;
}

async function startTlsServer(certificates: FarmCertificates): Promise<number> {
  const { certificate, chain } = await certificates.of('valid', 'op0.example');
  const server = createServer({
    cert: [certificate, ...chain].map((each) => each?.pem ?? '').join('\n'),
    key: certificate?.keyPem,
    minVersion: 'TLSv1',
    ciphers: 'DEFAULT:@SECLEVEL=0',
  });
  // A client that only measures handshakes may close at any moment.
  server.on('secureConnection', (socket) => socket.on('error', () => socket.destroy()));
  server.listen(0, TLS_ADDRESS);
  await once(server, 'listening');
  return (server.address() as AddressInfo).port;
}
