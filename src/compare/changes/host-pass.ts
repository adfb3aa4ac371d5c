import type { Observation } from '../../model/output/change.ts';
import type { ChangeKind, VisibilityKind } from '../../model/output/change-kinds.ts';
import type { HostCounts } from '../../model/output/survey-difference.ts';
import { certificateIdsOf, classOf, type Endpoint } from '../../model/records/endpoint.ts';
import type { SeekableSource } from '../../model/records/snapshot-source.ts';
import { isKnown, type HostContext } from './comparable.ts';
import { RecentValues } from '../../model/recent-values.ts';
import type { ComparedHosts, FoundChanges } from './domain-changes.ts';
import { recallHost, type LastKnown } from '../tables/last-known.ts';
import { EndpointTable } from '../tables/endpoint-table.ts';
import { FoundTable } from '../tables/found-table.ts';
import type { HostEndings } from '../tables/host-endings.ts';
import { StringTable } from '../tables/string-table.ts';
import { compareHost, withoutEvidence, type ComparedHost, type Evidence } from './host-changes.ts';
import { judgedBeside, storedHosts, type JudgedHost } from '../tables/judged.ts';
import { mergeSorted } from '../../model/merge-sorted.ts';
import { sharedFamilies } from '../answers/pairing.ts';
import { haveSameRoots } from './scanner-changes.ts';
import { observationsOf } from './observations.ts';

/** Hosts that only one survey asked whose endpoints are kept to be shown: enough for any week. */
const SHOWN = 1_000;

/** Hosts whose evidence is kept: what changed at one provider is looked at together. */
const KEPT = 256;

type SideName = 'before' | 'after';

const NO_EVIDENCE: Evidence = { before: [], after: [] };

/** Reads the endpoints of both snapshots once, and keeps what the comparison of their domains needs. */
export class HostPass {
  readonly compared: ComparedHosts;
  /** Hosts that are unknown in both surveys. */
  unknown = 0;
  readonly counts = { before: noCounts(), after: noCounts() };
  readonly #sources: Record<SideName, SeekableSource>;
  readonly #lastKnown: LastKnown | null;
  readonly #context: HostContext;
  /** The endpoints of the hosts that are the same in both surveys, and those of the others on each side. */
  readonly #tables = {
    same: new EndpointTable(),
    before: new EndpointTable(),
    after: new EndpointTable(),
  };
  readonly #names = new StringTable();
  /** What changed of each host, and where its endpoints stand: its evidence is read again. */
  readonly #found = new FoundTable<FoundChanges>();
  readonly #recent = new RecentValues<ComparedHost>(KEPT);
  readonly #alone = {
    before: new Map<string, Endpoint[]>(),
    after: new Map<string, Endpoint[]>(),
  };

  constructor(before: SeekableSource, after: SeekableSource, lastKnown: LastKnown | null) {
    this.#sources = { before, after };
    this.#lastKnown = lastKnown;
    this.#context = {
      families: sharedFamilies(before.survey, after.survey),
      sameRoots: haveSameRoots(before.survey, after.survey),
      dnssec: { before: before.survey.dnssec, after: after.survey.dnssec },
      find: {
        before: (id) => before.certificate(id) ?? lastKnown?.certificate(id) ?? null,
        after: (id) => after.certificate(id),
      },
      recalled: new Map(),
    };
    const read = { before: 0, after: 0 };
    for (const pair of mergeSorted(storedHosts(before), storedHosts(after), ({ host }) => host)) {
      this.#take(pair, read);
      read.before += pair.before?.endpoints.length ?? 0;
      read.after += pair.after?.endpoints.length ?? 0;
    }
    this.compared = {
      of: (host) => this.#found.of(host),
      shown: {
        before: (host) => this.#shown('before', host),
        after: (host) => this.#shown('after', host),
      },
      comparable: (host) => this.#comparable(host),
    };
  }

  /** The hosts of both surveys that end like one of some. */
  like(endings: HostEndings): string[] {
    const found: string[] = [];
    for (let index = 0; endings.size > 0 && index < this.#names.length; index++) {
      const host = this.#names.at(index);
      if (endings.has(host)) found.push(host);
    }
    return found;
  }

  /** What shows a change of a host. Nothing does where a snapshot cannot be read any more: the snapshot says so itself. */
  evidence(host: string, kind: ChangeKind | VisibilityKind): Evidence {
    const { changes, visibilityChanges } = this.#recent.get(host, () => this.#compareAgain(host));
    return [...changes, ...visibilityChanges].find((each) => each.kind === kind) ?? NO_EVIDENCE;
  }

  #compareAgain(host: string): ComparedHost {
    const endpoints = (side: SideName): Endpoint[] => {
      const source = this.#sources[side];
      const { place, count } = this.#found.run(host, side);
      const all = Array.from({ length: count }, (_, nth) => source.endpointAt(place + nth));
      return all.filter((each) => each !== null);
    };
    return this.#compared(host, endpoints('before'), endpoints('after'));
  }

  /** Takes the next host. @param read how many endpoints of each snapshot stand before those of the host. */
  #take(
    { key, before, after }: { key: string } & Record<SideName, JudgedHost | null>,
    read: Record<SideName, number>,
  ): void {
    this.#names.push(key);
    if (before !== null) count(this.counts.before, before);
    if (after !== null) count(this.counts.after, after);
    const older = before ?? this.#unasked(key);
    if (older !== null && after !== null) this.#compare(older, after, read);
    else if (before !== null) this.#keep('before', before);
    else if (after !== null) this.#keep('after', after);
  }

  #compare(before: JudgedHost, after: JudgedHost, read: Record<SideName, number>): void {
    if (isSame(before, after) && this.#staysValid(before.endpoints)) {
      const older = this.#judged('before', before.endpoints);
      for (const endpoint of older) if (isKnown(endpoint)) this.#tables.same.add(endpoint);
      if (older.every((each) => classOf(each) === 'unknown')) this.unknown++;
      return;
    }
    const { host } = before;
    const compared = this.#compared(host, before.endpoints, after.endpoints);
    const { changes, visibilityChanges, unknown, comparable } = compared;
    for (const endpoint of comparable.before) this.#tables.before.add(endpoint);
    for (const endpoint of comparable.after) this.#tables.after.add(endpoint);
    if (unknown) this.unknown++;
    if (changes.length + visibilityChanges.length === 0) return;
    const found = {
      changes: changes.map(withoutEvidence),
      visibilityChanges: visibilityChanges.map(withoutEvidence),
    };
    this.#found.add(host, found, {
      before: { place: read.before, count: before.endpoints.length },
      after: { place: read.after, count: after.endpoints.length },
    });
  }

  #compared(host: string, before: readonly Endpoint[], after: readonly Endpoint[]): ComparedHost {
    const newer = this.#judged('after', after);
    const older = this.#judged('before', before);
    const { endpoints, context } = this.#recall(host, older, newer);
    return compareHost(endpoints, newer, context);
  }

  /** A host that the older survey did not ask, as it could not look up its domain: nothing is known of it there. */
  #unasked(host: string): JudgedHost | null {
    const isRecalled = (this.#lastKnown?.endpoints(host).length ?? 0) > 0;
    return isRecalled ? { host, endpoints: [] } : null;
  }

  /** The older side of a host as it was last known, and how those surveys asked beside the newer one. */
  #recall(
    host: string,
    older: readonly Endpoint[],
    newer: readonly Endpoint[],
  ): { endpoints: readonly Endpoint[]; context: HostContext } {
    const context = this.#context;
    if (this.#lastKnown === null) return { endpoints: older, context };
    const { endpoints, recalled } = recallHost(host, older, newer, this.#lastKnown);
    const surveys = [...recalled.values()];
    const sameRoots = surveys.every((each) => haveSameRoots(each, this.#sources.after.survey));
    const dnssec = surveys.every((each) => each.dnssec);
    return {
      endpoints,
      context: {
        ...context,
        sameRoots: context.sameRoots && sameRoots,
        dnssec: { ...context.dnssec, before: context.dnssec.before && dnssec },
        recalled,
      },
    };
  }

  #judged(side: SideName, endpoints: readonly Endpoint[]): Endpoint[] {
    const { before, after } = this.#sources;
    const [own, other] = side === 'before' ? [before, after] : [after, before];
    return judgedBeside(endpoints, own, other);
  }

  /** Whether no certificate of some endpoints began or ended between the surveys. */
  #staysValid(endpoints: readonly Endpoint[]): boolean {
    const from = this.#sources.before.survey.startedAt;
    const to = this.#sources.after.survey.startedAt;
    const lies = (instant: string | null | undefined) =>
      instant !== null && instant !== undefined && instant >= from && instant <= to;
    return endpoints.every((endpoint) =>
      certificateIdsOf(endpoint).every((id) => {
        const found = this.#sources.before.certificate(id);
        return !lies(found?.notBefore) && !lies(found?.notAfter);
      }),
    );
  }

  #comparable(host: string) {
    const same = this.#tables.same.of(host);
    if (same.length > 0) return { before: same, after: same };
    return { before: this.#tables.before.of(host), after: this.#tables.after.of(host) };
  }

  #keep(side: SideName, { host, endpoints }: JudgedHost): void {
    if (this.#alone[side].size < SHOWN) this.#alone[side].set(host, endpoints);
  }

  #shown(side: SideName, host: string): Observation[] {
    const endpoints = this.#judged(side, this.#alone[side].get(host) ?? []);
    return observationsOf(endpoints, endpoints, this.#context.find[side]);
  }
}

function noCounts(): HostCounts {
  return { total: 0, tls: 0, unknown: 0 };
}

function count(counts: HostCounts, { endpoints }: JudgedHost): void {
  const classes = endpoints.map(classOf);
  counts.total++;
  if (classes.includes('tls')) counts.tls++;
  if (classes.every((each) => each === 'unknown')) counts.unknown++;
}

/** Whether both surveys have the same records of a host: a line that stands in both files is read once. */
function isSame(before: JudgedHost, after: JudgedHost): boolean {
  return (
    before.endpoints.length === after.endpoints.length &&
    before.endpoints.every((each, index) => each === after.endpoints[index])
  );
}
