import { makeCertificate } from '../lab/certificates.ts';
import { startDnsServer } from '../lab/dns/dns-server.ts';
import type { ZoneName } from '../lab/dns/dns-zone.ts';
import type { LabConnection } from '../lab/smtp/smtp-session.ts';
import type { SmtpBehaviour } from '../lab/smtp/smtp-behaviour.ts';
import { startSmtpServer, type LabSmtp } from '../lab/smtp/smtp-server.ts';

/** Hosts that share a certificate, an address (few enough addresses for one process), and an operator. */
const SHARING = 100;
const OF_ADDRESS = 2;
const OF_OPERATOR = 10;

/** What servers do, in turn: none of it depends on how often they were asked. */
const KINDS: readonly SmtpBehaviour[] = [
  {},
  { starttls: 'absent' },
  {},
  { greeting: '554 5.3.2 no service here' },
  {},
  {},
  {},
  { greeting: { kind: 'timed', lines: [{ afterMs: 300, line: '220 mx ESMTP' }] } },
];

/** Mail servers of many operators, each at an address of its own, and the DNS that names them. */
export interface QueueFarm {
  domains: readonly string[];
  resolver: string;
  port: number;
  rootPem: string;
  /** What clients did that a survey must not, since the last call; empty where all limits were kept. */
  wrongs(limits: { perOperator: number; pauseMs: number }): string[];
  /** The questions to its DNS, as in `MX d0.example`, since the last call. */
  questions(): string[];
  /** The connections since the last call of `wrongs`. */
  count(): number;
  /** Those that are open. */
  open(): LabConnection[];
  close(): Promise<void>;
}

/** Starts so many servers on addresses of 127/8. @param common what all of them do where their kind says nothing else. */
export async function startQueueFarm(size: number, common: SmtpBehaviour = {}): Promise<QueueFarm> {
  const root = await makeCertificate({ subject: 'CN=Queue Root', ca: true });
  const servers: LabSmtp[] = [];
  const zone = new Map<string, ZoneName>();
  const domains: string[] = [];
  for (let from = 0; from < size; from += SHARING) {
    const some = Array.from({ length: Math.min(SHARING, size - from) }, (_, at) => from + at);
    const names = some.map(hostOf);
    const certificate = await makeCertificate({ subject: 'CN=queue', names, issuer: root });
    for (const index of some) {
      const [host, domain, address] = [hostOf(index), `d${index}.example`, addressOf(index)];
      domains.push(domain);
      zone.set(domain, { MX: [{ preference: 10, exchange: host }] });
      zone.set(host, { A: [address] });
      if (index % OF_ADDRESS > 0) continue;
      const port = servers[0]?.port ?? 0;
      const tls = { certificate, chain: [] };
      const behaviour: SmtpBehaviour = {
        tls,
        ...common,
        ...KINDS[(index / OF_ADDRESS) % KINDS.length],
      };
      servers.push(await startSmtpServer({ address, port, name: host, behaviour }));
    }
  }
  const dns = await startDnsServer({ zone });
  let asked = 0;
  const seen = servers.map(() => 0);
  const count = (): number =>
    servers.reduce((sum, { connections }, at) => sum + connections.length - (seen[at] ?? 0), 0);
  return {
    ...{ domains, resolver: `${dns.address}:${dns.port}`, port: servers[0]?.port ?? 0 },
    rootPem: root.pem,
    count,
    open: () =>
      servers.flatMap(({ connections }) => connections.filter(({ endedAt }) => endedAt === null)),
    questions() {
      const from = asked;
      asked = dns.queries.length;
      return dns.queries.slice(from).map(({ type, name }) => `${type} ${name.toLowerCase()}`);
    },
    wrongs(limits) {
      const spans = servers.map(({ connections }, at) => spansOf(connections.slice(seen[at])));
      servers.forEach(({ connections }, at) => (seen[at] = connections.length));
      return [
        ...wrongAddresses(spans, limits.pauseMs),
        ...wrongOperators(spans, limits.perOperator),
      ];
    },
    close: async () => {
      await Promise.all([dns.close(), ...servers.map((server) => server.close())]);
    },
  };
}

function hostOf(index: number): string {
  return `mx${index}.op${Math.floor(index / OF_OPERATOR)}.example`;
}

function addressOf(host: number): string {
  const index = Math.floor(host / OF_ADDRESS);
  return `127.${100 + Math.floor(index / 60_000)}.${Math.floor(index / 250) % 240}.${1 + (index % 250)}`;
}

/** When a connection was open, in ms. */
interface Span {
  from: number;
  to: number;
}

function spansOf(connections: readonly { startedAt: number; endedAt: number | null }[]): Span[] {
  return connections.map(({ startedAt, endedAt }) => ({
    from: startedAt,
    to: endedAt ?? Infinity,
  }));
}

/** One connection at a time to an address, with a pause between. A server sees an end later than its client makes it. */
function wrongAddresses(spans: readonly Span[][], pauseMs: number): string[] {
  return spans.flatMap((ofOne, at) => {
    const gaps = ofOne.slice(1).map(({ from }, nth) => from - (ofOne[nth]?.to ?? 0));
    const shortest = Math.min(...gaps);
    return shortest < pauseMs / 2
      ? [`${addressOf(at * OF_ADDRESS)}: ${shortest.toFixed(1)} ms between`]
      : [];
  });
}

function wrongOperators(spans: readonly Span[][], most: number): string[] {
  const wrong: string[] = [];
  const servers = OF_OPERATOR / OF_ADDRESS;
  for (let from = 0; from < spans.length; from += servers) {
    const all = spans.slice(from, from + servers).flat();
    const steps = all.flatMap(({ from: start, to }) => [
      { at: start, by: 1 },
      { at: to, by: -1 },
    ]);
    // An end counts before a start of the same moment.
    steps.sort((a, b) => a.at - b.at || a.by - b.by);
    let open = 0;
    const peak = Math.max(0, ...steps.map(({ by }) => (open += by)));
    if (peak > most) wrong.push(`op${from / servers}: ${peak} at once`);
  }
  return wrong;
}
