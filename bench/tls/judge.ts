import { rootCertificates } from 'node:tls';
import { prepareRoots } from '../../src/judge/x509/certificate-path.ts';
import { makeCertificate } from '../../test/lab/certificates.ts';
import { makeChains } from './chains.ts';
import { measure, type Round } from './measure.ts';

/** Judging takes at most this many times the cost of parsing, and its growth with the roots stays within the noise. */
const AIMS = { ratio: 3, growth: 1.25 };
/** Roots beside those of Node, so that the largest store is far above any that is shipped. */
const MORE_ROOTS = 1_000;
/** Hosts that are shown where a verdict is wrong. */
const SHOWN = 20;

export interface JudgingOptions {
  chains: number;
  rounds: number;
}

/** Judges chains with root stores of three sizes, and prints the cost beside that of parsing them. */
export async function benchJudging(options: JudgingOptions): Promise<void> {
  const { chains, root } = await makeChains(options.chains);
  const node = [root, ...rootCertificates];
  const stores = [[root], node, [...node, ...(await strangers())]].map(prepareRoots);
  const at = new Date();
  measure(chains, stores, at); // the first round warms up the compiler
  const rounds = Array.from({ length: options.rounds }, () => measure(chains, stores, at));
  const counts = stores.map(({ count }) => count);
  process.stdout.write(describe(rounds, chains.length, counts));
  const wrong = rounds.flatMap((round) => round.wrong);
  for (const host of wrong.slice(0, SHOWN)) process.stderr.write(`wrong: ${host}\n`);
  if (wrong.length > 0) process.exitCode = 1;
}

async function strangers(): Promise<string[]> {
  const pems: string[] = [];
  while (pems.length < MORE_ROOTS) {
    const stranger = await makeCertificate({ subject: `CN=Stranger ${pems.length}`, ca: true });
    pems.push(stranger.pem);
  }
  return pems;
}

function describe(rounds: readonly Round[], chains: number, counts: readonly number[]): string {
  const judged = counts.map((_, store) => rounds.map(({ judgeMs }) => judgeMs[store] ?? NaN));
  const ratios = judged.map((ms) =>
    ms.map((each, round) => each / (rounds[round]?.parseMs ?? NaN)),
  );
  const [least = [], ...others] = judged;
  const most = others.at(-1) ?? [];
  const ratio = Math.max(...ratios.map(median));
  const growth = median(most) / median(least);
  const perChain = (ms: readonly number[]) =>
    `${span(ms.map((each) => (each * 1_000) / chains))} µs`;
  return [
    `${chains} chains, each of a leaf of its own and an intermediate; rounds: ${rounds.length} (median, least to most)`,
    '',
    `parsing a chain                    ${perChain(rounds.map(({ parseMs }) => parseMs))}`,
    ...judged.map((ms, store) => {
      const name = `judging it, with ${counts[store] ?? 0} roots`.padEnd(33);
      return `${name}  ${perChain(ms)}, ${span(ratios[store] ?? [])} times the parsing`;
    }),
    `aim: below ${AIMS.ratio} times the parsing: ${ratio < AIMS.ratio ? 'met' : 'MISSED'} (${ratio.toFixed(2)})`,
    `aim: no growth with the roots: ${growth < AIMS.growth ? 'met' : 'MISSED'} (${growth.toFixed(2)} times from the least to the most)`,
    '',
  ].join('\n');
}

function span(values: readonly number[]): string {
  const shown = [median(values), Math.min(...values), Math.max(...values)];
  const [middle, least, most] = shown.map((value) => value.toFixed(value < 10 ? 2 : 0));
  return `${middle ?? ''} (${least ?? ''} to ${most ?? ''})`;
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? NaN;
}
