import { SCANNER_PARTS, type Difference, type ScannerPart } from '../../model/output/change.ts';
import { givenMxText } from '../../model/names/given-mx.ts';
import type { Survey } from '../../model/records/survey.ts';

/** How a survey was made, in a word for each part; null where that was not recorded. */
const PARTS = {
  depth: ({ settings }) => settings.depth,
  mxtls: ({ scanner }) => scanner.mxtls,
  node: ({ scanner }) => scanner.node,
  openssl: ({ scanner }) => scanner.openssl,
  roots: ({ scanner: { roots } }) =>
    roots && `${roots.source}, ${roots.count} roots (SHA-256 ${roots.sha256.slice(0, 12)}…)`,
  vantage: ({ vantage }) => vantage,
  resolver: ({ resolver, dnssec }) =>
    resolver && `${resolver}, ${dnssec ? 'validating' : 'not validating'}`,
  families: ({ families }) => (families.length === 0 ? null : [...families].sort().join(', ')),
  port: ({ settings }) => String(settings.port),
  exclusions: ({ excluded: { domains, hosts, addresses } }) =>
    `${domains} domains, ${hosts} hosts, ${addresses} addresses`,
  mx: ({ givenMx }: Pick<Survey, 'givenMx'>) =>
    givenMx === null ? 'as in the DNS' : `given: ${givenMx.hosts.map(givenMxText).join(', ')}`,
} as const satisfies Record<ScannerPart, (survey: Survey) => string | null>;

/** What of the scanner was another in the newer survey: what it alone explains is no change. */
export function scannerDifferences(before: Survey, after: Survey): Difference[] {
  return SCANNER_PARTS.flatMap((part) => {
    const sides = { before: PARTS[part](before), after: PARTS[part](after) };
    return sides.before === sides.after ? [] : [{ part, ...sides }];
  });
}

/** Whether the MX hosts of two surveys come from the same source: the DNS, or the same hosts that were given. */
export function haveSameMxSource(
  before: Pick<Survey, 'givenMx'>,
  after: Pick<Survey, 'givenMx'>,
): boolean {
  return PARTS.mx(before) === PARTS.mx(after);
}

/** Whether two surveys trusted the same roots. */
export function haveSameRoots(
  before: Pick<Survey, 'scanner'>,
  after: Pick<Survey, 'scanner'>,
): boolean {
  return before.scanner.roots?.sha256 === after.scanner.roots?.sha256;
}
