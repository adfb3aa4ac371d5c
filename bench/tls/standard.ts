import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { timeHandshakes, type Baseline } from '../survey/baseline.ts';
import { runClient } from '../survey/client.ts';
import { median, span } from '../survey/figures.ts';
import {
  ConnectionsSchema,
  DnsReadySchema,
  FarmReadySchema,
  type Figures,
} from '../survey/messages.ts';
import { startPart } from '../survey/process.ts';
import { farmDomains, farmEndpoints, type FarmDomain } from '../survey/world.ts';

/** A modern server is asked for its handshake, and for what lies below it, until it says no. */
const CONNECTIONS = 3;

/** What one round showed: a survey of modern servers at depth standard, and bare handshakes with the same farm. */
interface Round {
  endpoints: number;
  figures: Figures;
  baseline: Baseline;
  /** Lines for what was not as it had to be. */
  wrong: string[];
}

/** Surveys the modern servers of a farm at depth standard, and says on stdout what that takes beside bare handshakes. */
export async function benchStandard(count: number): Promise<string[]> {
  const rounds: Round[] = [];
  while (rounds.length < count) rounds.push(await runRound());
  process.stdout.write(describe(rounds));
  return rounds.flatMap(({ wrong }) => wrong);
}

async function runRound(): Promise<Round> {
  const folder = await mkdtemp(join(tmpdir(), 'mxtls-bench-'));
  const farm = await startPart('farm', FarmReadySchema);
  const dns = await startPart('dns', DnsReadySchema);
  try {
    const { port, rootPem, tlsAddress, tlsPort } = farm.ready;
    const domains = modernDomains();
    const { snapshot, figures } = await runClient({
      folder,
      domains: domains.map(({ domain }) => domain),
      resolver: `${dns.ready.address}:${dns.ready.port}`,
      port,
      rootPem,
      concurrency: 100,
      depth: 'standard',
    });
    const accepted = new Map(await farm.counted(ConnectionsSchema));
    const told = new Map(snapshot.endpoints.map((each) => [each.address, each.tls?.versions]));
    const wrong = domains.flatMap(({ mx: [endpoint] }) => {
      const { address = '', host = '' } = endpoint ?? {};
      const versions = Object.values(told.get(address) ?? {}).join(' ');
      const had = `${accepted.get(address) ?? 0} connections, ${versions}`;
      return had === `${CONNECTIONS} connections, no no no yes yes` ? [] : [`${host}: ${had}`];
    });
    const at = { address: tlsAddress, port: tlsPort };
    const baseline = await timeHandshakes(at, new Map([['TLSv1.3', 1]]), 2);
    return { endpoints: domains.length, figures, baseline, wrong };
  } finally {
    await Promise.all([farm.stop(), dns.stop(), rm(folder, { recursive: true })]);
  }
}

/** Domains of one host each that speaks TLS 1.3, no host twice. */
function modernDomains(): FarmDomain[] {
  const byHost = new Map<string, FarmDomain>();
  for (const domain of farmDomains(farmEndpoints())) {
    const [host, other] = domain.mx;
    if (host?.kind === 'TLS 1.3' && other === undefined) byHost.set(host.host, domain);
  }
  return [...byHost.values()];
}

function describe(rounds: readonly Round[]): string {
  const [{ endpoints } = { endpoints: 0 }] = rounds;
  const perEndpoint = ({ figures: { lookedUp, ended } }: Round) =>
    (ended.cpuMs - lookedUp.cpuMs) / endpoints;
  const lines = [
    `${endpoints} modern servers at depth standard, ${CONNECTIONS} connections each; rounds: ${rounds.length} (median, least to most)`,
    '',
    `connections, verdicts, snapshot of an endpoint  ${span(rounds, perEndpoint, 'ms')}`,
  ];
  const timed: { round: Round; bareMs: number }[] = [];
  for (const round of rounds) {
    const { baseline } = round;
    if (baseline.kind === 'skipped')
      return [...lines, `skipped: ${baseline.reason}`, ''].join('\n');
    timed.push({ round, bareMs: baseline.cpuMs });
  }
  const ratios = timed.map(({ round, bareMs }) => perEndpoint(round) / bareMs);
  return [
    ...lines,
    `openssl s_time, a bare handshake of TLS 1.3      ${span(timed, ({ bareMs }) => bareMs, 'ms')}`,
    `ratio                                           ${median(ratios).toFixed(2)}`,
    '',
  ].join('\n');
}
