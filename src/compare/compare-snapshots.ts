import type { Comparison, ListDifference, Names, Sighting } from '../model/change.ts';
import type { Endpoint } from '../model/endpoint.ts';
import type { MailDomain } from '../model/mail-domain.ts';
import type { SnapshotSource } from '../model/snapshot-source.ts';
import { ChangeCollector } from './change-collector.ts';
import type { HostContext } from './comparable.ts';
import { compareDomain, type ComparedHosts } from './domain-changes.ts';
import { EndpointTable } from './endpoint-table.ts';
import { GrowingTexts } from './growing-texts.ts';
import { compareHost, type ComparedHost } from './host-changes.ts';
import { judgedHosts } from './judged.ts';
import { mergeSorted } from './merge-sorted.ts';
import { sharedFamilies } from './pairing.ts';
import { haveSameRoots, scannerDifferences } from './scanner-changes.ts';
import { sightingsOf } from './sightings.ts';

/** Domains that only one of the lists has are named up to this number. */
const NAMED = 100;

/** Hosts that only one survey asked whose endpoints are kept to be shown: enough for any week. */
const SHOWN = 1_000;

/**
 * Finds what changed between two snapshots, read record by record, each judged by today's rules at its own date. What
 * could not be told on one side, and what the scanner alone explains, is no change.
 */
export function compareSnapshots(before: SnapshotSource, after: SnapshotSource): Comparison {
  const hosts = new HostPass(before, after);
  const collector = new ChangeCollector();
  const lists: ListDifference = { added: noNames(), removed: noNames(), regrouped: noNames() };
  let untold = 0;
  for (const pair of mergeSorted(before.domains(), after.domains(), ({ domain }) => domain)) {
    if (pair.after === null) addName(lists.removed, pair.key);
    else if (pair.before === null) addName(lists.added, pair.key);
    else {
      const both = { before: pair.before, after: pair.after };
      if (isRegrouped(both)) addName(lists.regrouped, pair.key);
      if (compareDomain(both, hosts.compared, collector)) untold++;
    }
  }
  const changes = collector.changes();
  const tellings = collector.tellings();
  const named = [...changes, ...tellings].flatMap(({ subject, hosts: { added, removed } }) => [
    ...(subject.type === 'host' ? [subject.host] : []),
    ...added,
    ...removed,
  ]);
  return {
    before: before.survey,
    after: after.survey,
    scanner: scannerDifferences(before.survey, after.survey),
    lists,
    changes,
    tellings,
    untold: { hosts: hosts.untold, domains: untold },
    neighbours: hosts.like(named),
  };
}

/** Goes through the endpoints of both snapshots once, and keeps of them what their domains are compared with. */
class HostPass {
  readonly compared: ComparedHosts;
  /** Hosts of which nothing could be told in either survey. */
  untold = 0;
  readonly #names = new GrowingTexts();
  readonly #found = new Map<string, Pick<ComparedHost, 'changes' | 'tellings'>>();
  readonly #alone = {
    before: new Map<string, Endpoint[]>(),
    after: new Map<string, Endpoint[]>(),
  };

  constructor(before: SnapshotSource, after: SnapshotSource) {
    const context: HostContext = {
      families: sharedFamilies(before.survey, after.survey),
      sameRoots: haveSameRoots(before.survey, after.survey),
      dnssec: { before: before.survey.dnssec, after: after.survey.dnssec },
      find: { before: (id) => before.certificate(id), after: (id) => after.certificate(id) },
    };
    const tables = { before: new EndpointTable(), after: new EndpointTable() };
    const pairs = mergeSorted(judgedHosts(before), judgedHosts(after), ({ host }) => host);
    for (const pair of pairs) {
      this.#names.push(pair.key);
      if (pair.before === null) this.#keep('after', pair.key, pair.after?.endpoints ?? []);
      else if (pair.after === null) this.#keep('before', pair.key, pair.before.endpoints);
      else {
        const found = compareHost(pair.before.endpoints, pair.after.endpoints, context);
        for (const endpoint of found.comparable.before) tables.before.add(endpoint);
        for (const endpoint of found.comparable.after) tables.after.add(endpoint);
        if (found.untold) this.untold++;
        const { changes, tellings } = found;
        if (changes.length + tellings.length > 0) this.#found.set(pair.key, { changes, tellings });
      }
    }
    const shown = (side: 'before' | 'after') => (host: string) => this.#shown(side, host, context);
    this.compared = {
      of: (host) => this.#found.get(host),
      shown: { before: shown('before'), after: shown('after') },
      tables,
    };
  }

  /** The hosts of both surveys that end in the same two labels as one of some. */
  like(hosts: readonly string[]): string[] {
    const endings = new Set(hosts.map(endingOf));
    if (endings.size === 0) return [];
    const all = Array.from({ length: this.#names.length }, (_, index) => this.#names.at(index));
    return all.filter((host) => endings.has(endingOf(host)));
  }

  #keep(side: 'before' | 'after', host: string, endpoints: Endpoint[]): void {
    if (this.#alone[side].size < SHOWN) this.#alone[side].set(host, endpoints);
  }

  #shown(side: 'before' | 'after', host: string, { find }: HostContext): Sighting[] {
    const endpoints = this.#alone[side].get(host) ?? [];
    return sightingsOf(endpoints, endpoints, find[side]);
  }
}

function endingOf(host: string): string {
  return host.split('.').slice(-2).join('.');
}

function isRegrouped({ before, after }: Record<'before' | 'after', MailDomain>): boolean {
  return before.category !== after.category || before.provider !== after.provider;
}

function noNames(): Names {
  return { total: 0, names: [] };
}

function addName(names: Names, name: string): void {
  names.total++;
  if (names.names.length < NAMED) names.names.push(name);
}
