import type { Roots } from '../../src/judge/x509/certificate-path.ts';
import { parseCertificate } from '../../src/judge/x509/parse-certificate.ts';
import { CertificateCollector } from '../../src/scan/probe/certificate-collector.ts';
import type { Chain } from './chains.ts';

/** What one round took, in ms of CPU: parsing all certificates of all chains, and judging the chains by each store. */
export interface Round {
  readonly parseMs: number;
  readonly judgeMs: readonly number[];
  /** Hosts whose chain was not found valid, though all are. */
  readonly wrong: readonly string[];
}

/** Parses all, then judges all from the bytes to the verdict, as a survey does, once for each root store. */
export function measure(chains: readonly Chain[], stores: readonly Roots[], at: Date): Round {
  const wrong: string[] = [];
  const parseMs = cpuOf(() => {
    for (const { sent } of chains) for (const der of sent) parseCertificate(der);
  });
  const judgeMs = stores.map((roots) =>
    cpuOf(() => {
      const collector = new CertificateCollector({ roots, at, onCertificate: () => undefined });
      for (const { host, sent } of chains) {
        const { problems, undetermined } = collector.present(host, sent);
        if (problems.length > 0 || undetermined.length > 0) wrong.push(host);
      }
    }),
  );
  return { parseMs, judgeMs, wrong };
}

function cpuOf(task: () => void): number {
  const before = process.cpuUsage();
  task();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1_000;
}
