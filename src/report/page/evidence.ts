import { isIPv6 } from 'node:net';
import type { Endpoint } from '../../model/records/endpoint.ts';
import type { MailDomain } from '../../model/records/mail-domain.ts';
import type { ReportedProvider } from '../../model/output/report.ts';
import { notAskedTexts } from '../answer/answer.ts';
import { onionLines } from '../answer/onion-lines.ts';
import { mtaStsLine, tlsRptLine } from '../answer/policy-lines.ts';
import { decisionLine, domainTitle, verdictText } from '../answer/verdict.ts';
import { plainItem, type Block, type Item } from '../document/document.ts';
import { makePalette } from '../document/palette.ts';
import { grouped } from '../format/grouped.ts';
import { listed, listedShort } from '../format/layout.ts';
import { escapeTerminal } from '../format/terminal-escape.ts';
import type { Provider } from '../providers/providers.ts';
import { mxSentence } from '../words/mx-words.ts';
import { endpointItems, type EvidenceContext } from './endpoint-items.ts';
import { namedItem, noteItems, wordLink } from './word-items.ts';

const PLAIN = makePalette(false);
/** Of a provider with more of them, the first are shown. */
const DOMAINS = 40;
const HOSTS = 20;
const ADDRESSES = 8;

/** What a survey found of a provider, with the evidence: what is said of it, its domains, then its MX hosts, each once. */
export function evidenceBlocks(
  provider: Provider,
  said: Pick<ReportedProvider, 'tls' | 'certificate'>,
  context: EvidenceContext,
): Block[] {
  const paragraphs = [said.tls, said.certificate].filter((each) => each.length > 0);
  const domains = provider.domains.map((each) =>
    domainItem(each, provider.endpointsOf(each), context.date),
  );
  return [
    ...paragraphs.map((each): Block => ({ kind: 'line', text: `${each.join('. ')}.` })),
    ...listBlock('Domains', shortened(domains, DOMAINS)),
    ...listBlock('MX hosts', shortened(hostItems(provider, context), HOSTS)),
  ];
}

function listBlock(heading: string, items: Item[]): Block[] {
  return items.length === 0
    ? []
    : [
        { kind: 'heading', text: heading },
        { kind: 'list', items },
      ];
}

function shortened(items: Item[], most: number): Item[] {
  const more = items.length - most;
  return more > 0
    ? [...items.slice(0, most), plainItem(`and ${more} more, each in the snapshot`)]
    : items;
}

/** A domain: its verdict, what decided it, its MX records and its policies. */
function domainItem(domain: MailDomain, endpoints: readonly Endpoint[], date: string): Item {
  const { mx, mtaSts, tlsRpt, onionMx } = domain;
  const hosts = mx.hosts
    .toSorted((a, b) => a.preference - b.preference)
    .map(({ preference, host }) => `${preference} ${escapeTerminal(host)}`);
  const sentence = mxSentence(mx);
  return namedItem(domainTitle(domain.domain), verdictText(domain, endpoints, PLAIN), [
    { ...plainItem(decisionLine(domain)), link: wordLink('level', domain.level) },
    ...(hosts.length === 0 ? [] : [namedItem('MX', listed(hosts))]),
    ...(sentence === null ? [] : [{ ...plainItem(sentence), link: wordLink('mx', mx.kind) }]),
    ...notAskedTexts(domain).map(plainItem),
    ...(mtaSts === null
      ? []
      : [{ ...plainItem(mtaStsLine(mtaSts, PLAIN)), link: wordLink('policy', mtaSts.state) }]),
    ...(tlsRpt === null
      ? []
      : [{ ...plainItem(tlsRptLine(tlsRpt, PLAIN)), link: wordLink('policy', tlsRpt.state) }]),
    ...onionLines(onionMx, date, PLAIN).map(plainItem),
    ...noteItems(domain.notes),
  ]);
}

/** The hosts in the order of the domains; each stands under the first domain that has it. */
function hostItems(provider: Provider, context: EvidenceContext): Item[] {
  const first = new Map<string, MailDomain>();
  for (const domain of provider.domains) {
    const byPreference = domain.mx.hosts.toSorted((a, b) => a.preference - b.preference);
    for (const { host } of byPreference) if (!first.has(host)) first.set(host, domain);
  }
  const byHost = grouped(provider.endpoints, ({ host }) => host);
  return [...first].map(([host, domain]) => {
    const own = byHost.get(host) ?? [];
    return hostItem(host, addressItems(own, domain, context));
  });
}

/** The addresses stand beside the host where all of them answered alike. */
function hostItem(host: string, addresses: Item[]): Item {
  const [only] = addresses;
  const name = escapeTerminal(host);
  if (only === undefined) return namedItem(name, 'not asked');
  return addresses.length === 1
    ? namedItem(name, only.name ?? '', only.below)
    : namedItem(name, '', addresses);
}

/** Addresses that answered alike share an item. */
function addressItems(
  endpoints: readonly Endpoint[],
  domain: MailDomain,
  context: EvidenceContext,
): Item[] {
  const found = endpoints.map((endpoint) => ({
    addresses: endpoint.addresses ?? (endpoint.address === null ? [] : [endpoint.address]),
    below: endpointItems(endpoint, domain, context),
  }));
  return [...grouped(found, ({ below }) => JSON.stringify(below)).values()].map((alike) => {
    const addresses = alike.flatMap((each) => each.addresses);
    const name = addresses.length === 0 ? null : addressText(addresses);
    return { name, text: '', below: alike[0]?.below ?? [] };
  });
}

function addressText(addresses: readonly string[]): string {
  const sorted = addresses.toSorted((a, b) => Number(isIPv6(a)) - Number(isIPv6(b)));
  return listedShort(sorted.map(escapeTerminal), ADDRESSES);
}
