import { isIPv6 } from 'node:net';
import type { Endpoint } from '../../model/records/endpoint.ts';
import type { MailDomain } from '../../model/records/mail-domain.ts';
import { outcomeOf, type AnswerContext, type EndpointText } from './endpoint-outcome.ts';
import { escapeTerminal } from '../format/terminal-escape.ts';

/** Rows that leave room on a screen for the details below them. */
const SCREEN_ROWS = 24;
/** Addresses of a host with one outcome that have a row each; of more, only the first has. */
const LISTED_ADDRESSES = 4;

/** One line of the table of MX hosts. Preference and host are empty where they are those of the row above. */
export interface Row {
  preference: string;
  host: string;
  address: string;
  outcome: EndpointText;
}

/**
 * The MX hosts of a domain as rows, best preference first, a row an address. Many addresses of one outcome share
 * one row, and all of them do if the rows would not fit on a screen.
 */
export function mxRows(
  domain: MailDomain,
  endpoints: ReadonlyMap<string, readonly Endpoint[]>,
  context: AnswerContext,
): Row[] {
  const hosts = domain.mx.hosts.toSorted((a, b) => a.preference - b.preference);
  const groups = hosts.map(({ preference, host }) => ({
    preference,
    host,
    outcomes: groupByOutcome(endpoints.get(host) ?? [], domain, context),
  }));
  const most = (listed: number) => groups.flatMap((group) => hostRows(group, listed, context));
  const rows = most(LISTED_ADDRESSES);
  return rows.length > SCREEN_ROWS ? most(1) : rows;
}

/** Outcomes with one key have the same text. */
export function outcomeKey({ word, details }: EndpointText): string {
  return JSON.stringify([word, details]);
}

interface HostGroup {
  preference: number;
  host: string;
  outcomes: { outcome: EndpointText; addresses: string[] }[];
}

function hostRows(group: HostGroup, listed: number, { palette }: AnswerContext): Row[] {
  const cells = group.outcomes.flatMap(({ outcome, addresses }) =>
    addressTexts(addresses, listed).map((address) => ({ address, outcome })),
  );
  if (cells.length === 0) {
    cells.push({ address: '', outcome: { word: 'not asked', paint: palette.faint, details: [] } });
  }
  return cells.map((cell, index) => ({
    preference: index === 0 ? String(group.preference) : '',
    host: index === 0 ? escapeTerminal(group.host) : '',
    ...cell,
  }));
}

function groupByOutcome(
  endpoints: readonly Endpoint[],
  domain: MailDomain,
  context: AnswerContext,
): HostGroup['outcomes'] {
  const groups = new Map<string, HostGroup['outcomes'][number]>();
  for (const endpoint of endpoints) {
    const outcome = outcomeOf(endpoint, domain, context);
    const key = outcomeKey(outcome);
    const group = groups.get(key) ?? { outcome, addresses: [] };
    group.addresses.push(...(endpoint.addresses ?? [endpoint.address ?? '']));
    groups.set(key, group);
  }
  return [...groups.values()];
}

/** Addresses as cells of the table, IPv4 first; an empty one if none is known. */
function addressTexts(addresses: readonly string[], listed: number): string[] {
  const sorted = addresses
    .toSorted((a, b) => Number(isIPv6(a)) - Number(isIPv6(b)))
    .map(escapeTerminal);
  const [first = ''] = sorted;
  return sorted.length > listed ? [moreThan(first, sorted.length - 1)] : sorted;
}

function moreThan(first: string, more: number): string {
  return `${first} and ${more} more`;
}
