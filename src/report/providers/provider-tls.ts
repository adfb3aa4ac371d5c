import { classOf, type Endpoint } from '../../model/records/endpoint.ts';
import type { MailDomain } from '../../model/records/mail-domain.ts';
import type { TlsVersion } from '../../model/records/words.ts';
import { TLS_VERSIONS } from '../../model/records/words.ts';
import { grouped } from '../format/grouped.ts';
import { listed, listedShort } from '../format/layout.ts';
import type { Neighbours } from '../words/neighbours.ts';
import { claimsOf, toldClaims, type Claim } from './provider-claims.ts';
import type { Provider } from './providers.ts';
import { escapeTerminal } from '../format/terminal-escape.ts';
import { highestVersion, versionList } from '../words/version-words.ts';
import { mxSentence } from '../words/mx-words.ts';

/** What is known of the TLS of some servers together; `undetermined`: nothing could be told, or there is no mail. */
type State = 'tls' | 'partial' | 'plaintext' | 'broken' | 'undetermined';

const LISTED_DOMAINS = 6;

/**
 * What is to be said of a provider's TLS, in sentences without full stops, a pure function of its domains and endpoints.
 * What could not be told is said apart and never counts against it.
 * @param date the day that it was asked.
 */
export function tlsSentences(provider: Provider, date: string, neighbours: Neighbours): string[] {
  const { domains, endpoints } = provider;
  const claims = {
    plaintext: claimsOf(endpoints, 'plaintext', date, neighbours),
    broken: claimsOf(endpoints, 'broken', date, neighbours),
    unknown: claimsOf(endpoints, 'unknown', date, neighbours),
  };
  const state = stateOf(endpoints);
  const main = state === 'undetermined' ? [] : verdict(provider, state, claims.plaintext);
  const broken = toldClaims(claims.broken, said, 'have a STARTTLS that does not work');
  return [
    ...main,
    ...broken,
    ...untoldSentences(claims.unknown, domains, state),
    ...noMail(domains),
  ];
}

/** How a server's TLS is spread over the domains, or, where it is the same for all, over the servers. */
function verdict(provider: Provider, state: State, plaintext: readonly Claim[]): string[] {
  const states = grouped(provider.domains, (domain) => stateOf(provider.endpointsOf(domain)));
  const without = [...(states.get('plaintext') ?? []), ...(states.get('broken') ?? [])];
  switch (state) {
    case 'undetermined':
      return [];
    case 'plaintext':
      return [`Does NOT support TLS${soleClaim(plaintext)}`, ...severalClaims(plaintext)];
    case 'broken':
      return ['Offers STARTTLS that does NOT work'];
    case 'tls':
    case 'partial':
      return without.length === 0
        ? byServer(provider, toldOnes(provider, states), plaintext)
        : byDomain(provider, states, plaintext);
  }
}

function stateOf(endpoints: readonly Endpoint[]): State {
  const classes = new Set(endpoints.map(classOf));
  const fails = classes.has('plaintext') || classes.has('broken');
  if (classes.has('tls')) return fails ? 'partial' : 'tls';
  if (classes.has('plaintext')) return 'plaintext';
  return classes.has('broken') ? 'broken' : 'undetermined';
}

/** `Supports TLS 1.2`, `Some servers support TLS 1.0 and one other 1.2`. */
function byServer({ endpoints }: Provider, where: string, plaintext: readonly Claim[]): string[] {
  const byVersion = hostsByVersion(endpoints);
  const speaking = new Set([...byVersion.values()].flatMap((hosts) => [...hosts]));
  const refusing = new Set(
    endpoints
      .filter((each) => classOf(each) === 'plaintext' && !speaking.has(each.host))
      .map(({ host }) => host),
  );
  const claims = toldClaims(plaintext, said, 'did not offer STARTTLS to us');
  if (byVersion.size === 1 && refusing.size === 0) {
    const everywhere = plaintext.length === 0 ? '' : ', but NOT on every address';
    return [`Supports ${versionsText([...byVersion.keys()])}${where}${everywhere}`, ...claims];
  }
  const parts = [...byVersion].map(([version, { size }], index) =>
    index === 0
      ? `${size === 1 ? 'One server supports' : 'Some servers support'} ${versionsText([version])}`
      : `${others(size)} ${versionsText([version]).replace('TLS ', '')}`,
  );
  const denial = `${others(refusing.size)} ${refusing.size === 1 ? 'does' : 'do'} NOT support TLS`;
  return [listed(refusing.size === 0 ? parts : [...parts, denial]), ...claims];
}

/** ` on windtools.gr`, where of another domain with mail nothing could be told; else nothing. */
function toldOnes(
  { endpoints, domains }: Provider,
  states: ReadonlyMap<State, readonly MailDomain[]>,
): string {
  const silent = (states.get('undetermined') ?? []).filter(({ level }) => level !== 'no-mail');
  if (silent.length === 0 || endpoints.length === 0) return '';
  const told = domains.filter((domain) => !(states.get('undetermined') ?? []).includes(domain));
  return ` on ${domainList(told)}`;
}

function others(count: number): string {
  return count === 1 ? 'one other' : 'some others';
}

/** `Supports TLS 1.0 on windtools.gr but does NOT support TLS on wind.gr: did not offer STARTTLS to us, ...`. */
function byDomain(
  provider: Provider,
  states: ReadonlyMap<State, readonly MailDomain[]>,
  plaintext: readonly Claim[],
): string[] {
  const supported = (['tls', 'partial'] as const).flatMap((state) =>
    [...grouped(states.get(state) ?? [], (domain) => versionsOn(provider, domain))].map(
      ([versions, domains]) =>
        `${versions} on ${state === 'partial' ? 'some servers of ' : ''}${domainList(domains)}`,
    ),
  );
  const without = states.get('plaintext') ?? [];
  const broken = states.get('broken') ?? [];
  const denials = [
    ...(without.length === 0 ? [] : [`does NOT support TLS on ${domainList(without)}`]),
    ...(broken.length === 0 ? [] : [`offers STARTTLS that does NOT work on ${domainList(broken)}`]),
  ];
  const sentence = `Supports ${listed(supported)} but ${listed(denials)}`;
  const sole = without.length > 0 && !states.has('partial');
  return sole
    ? [`${sentence}${soleClaim(plaintext)}`, ...severalClaims(plaintext)]
    : [sentence, ...toldClaims(plaintext, said, 'did not offer STARTTLS to us')];
}

/** Where all servers without TLS did the same, their names need not be said. */
function soleClaim(claims: readonly Claim[]): string {
  return claims.length === 1 ? `: ${claims[0]?.claim ?? ''}` : '';
}

function severalClaims(claims: readonly Claim[]): string[] {
  return claims.length === 1 ? [] : toldClaims(claims, said, 'did not offer STARTTLS to us');
}

function said({ subject, claim }: Claim): string {
  return `${subject} ${claim}`;
}

function untoldSentences(
  claims: readonly Claim[],
  domains: readonly MailDomain[],
  state: State,
): string[] {
  const failed = domains
    .filter(({ mx }) => mx.kind === 'failed')
    .map(({ domain, mx }) => ({
      subject: escapeTerminal(domain),
      claim: mxSentence(mx) ?? '',
      servers: 1,
    }));
  const all = [...claims, ...failed];
  const nothingElse = state === 'undetermined';
  const named = (subject: string) => (subject === domains[0]?.domain ? '' : `${subject}: `);
  const told = toldClaims(
    all,
    ({ subject, claim }) =>
      nothingElse ? `${named(subject)}${claim}` : `${subject} could not be told: ${claim}`,
    'could not be told',
  );
  if (!nothingElse) return told;
  return told.map((sentence, index) => (index === 0 ? `Could not tell: ${sentence}` : sentence));
}

function noMail(domains: readonly MailDomain[]): string[] {
  const groups = grouped(
    domains.filter(({ level }) => level === 'no-mail'),
    ({ mx }) => mxSentence(mx) ?? 'its MX records say so',
  );
  return [...groups].map(([reason, own]) =>
    own.length === domains.length
      ? `Takes no mail: ${reason}`
      : `${domainList(own)} ${own.length === 1 ? 'takes' : 'take'} no mail: ${reason}`,
  );
}

function hostsByVersion(endpoints: readonly Endpoint[]): Map<TlsVersion | null, Set<string>> {
  const byVersion = new Map<TlsVersion | null, Set<string>>();
  for (const version of [...TLS_VERSIONS, null]) {
    const hosts = endpoints.flatMap((each) =>
      each.outcome === 'tls' && highestVersion(each.tls) === version ? [each.host] : [],
    );
    if (hosts.length > 0) byVersion.set(version, new Set(hosts));
  }
  return byVersion;
}

function versionsOn(provider: Provider, domain: MailDomain): string {
  return versionsText([...hostsByVersion(provider.endpointsOf(domain)).keys()]);
}

function versionsText(versions: readonly (TlsVersion | null)[]): string {
  const known = versions.filter((version) => version !== null);
  const unknown = known.length < versions.length ? ['TLS of a version that could not be told'] : [];
  return listed([...(known.length === 0 ? [] : [versionList(known)]), ...unknown]);
}

function domainList(domains: readonly MailDomain[]): string {
  return listedShort(
    domains.map(({ domain }) => escapeTerminal(domain)),
    LISTED_DOMAINS,
  );
}
