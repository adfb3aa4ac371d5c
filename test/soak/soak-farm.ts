import { startDnsServer } from '../lab/dns/dns-server.ts';
import type { ZoneName } from '../lab/dns/dns-zone.ts';
import { makeCertificate } from '../lab/certificates.ts';
import {
  behaviourList,
  type SmtpBehaviour,
  type SmtpBehaviours,
} from '../lab/smtp/smtp-behaviour.ts';
import { startSmtpServer, type LabSmtp } from '../lab/smtp/smtp-server.ts';
import { servePart } from '../../bench/survey/process.ts';
import { KINDS, soakServers } from './soak-world.ts';

/** The certificates of healthy servers: so many share one, as at a hoster. */
const SHARING = 100;

/** More rounds than anybody runs: a survey goes once through the behaviours of a server that has several. */
const ROUNDS = 50;

function repeated(behaviour: SmtpBehaviours): SmtpBehaviour[] {
  const turns = behaviourList(behaviour);
  return turns.length === 1 ? [...turns] : Array.from({ length: ROUNDS }, () => turns).flat();
}

/** The process of the mail servers, and of the DNS that names them. It counts the connections that are open. */
export async function runSoakFarm(count: number): Promise<void> {
  const servers = soakServers(count);
  const root = await makeCertificate({ subject: 'CN=Soak Root', ca: true });
  const started: LabSmtp[] = [];
  for (let from = 0; from < servers.length; from += SHARING) {
    const some = servers.slice(from, from + SHARING);
    const names = some.map(({ host }) => host);
    const certificate = await makeCertificate({ subject: 'CN=soak', names, issuer: root });
    for (const { kind, host, address } of some) {
      const port = started[0]?.port ?? 0;
      const behaviour = repeated(KINDS[kind].behaviour).map(
        (each: SmtpBehaviour): SmtpBehaviour => ({ tls: { certificate, chain: [] }, ...each }),
      );
      started.push(await startSmtpServer({ address, port, name: host, behaviour }));
    }
  }
  const zone = new Map<string, ZoneName>();
  for (const { domain, host, address } of servers) {
    zone.set(domain, { MX: [{ preference: 10, exchange: host }] });
    zone.set(host, { A: [address] });
  }
  const dns = await startDnsServer({ zone });
  const ready = {
    port: started[0]?.port ?? 0,
    resolver: `${dns.address}:${dns.port}`,
    rootPem: root.pem,
  };
  servePart(ready, () => started.reduce((sum, { connections }) => sum + connections.length, 0));
}
