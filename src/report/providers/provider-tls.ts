import { classOf, type Endpoint } from '../../model/records/endpoint.ts';
import type { MailDomain } from '../../model/records/mail-domain.ts';
import { grouped } from '../format/grouped.ts';
import { capital } from '../format/layout.ts';
import { mxSentence } from '../words/mx-words.ts';
import type { Neighbours } from '../words/neighbours.ts';
import { claimsOf, claimSentences, type Claim } from './provider-claims.ts';
import type { Provider } from './providers.ts';
import { escapeTerminal } from '../format/terminal-escape.ts';
import {
  domainList,
  domainParts,
  serverParts,
  stillText,
  versionKey,
  versionsText,
  withVersion,
} from './provider-versions.ts';

/** The TLS of some servers together; `unknown`: no result, or no mail. */
type State = 'tls' | 'partial' | 'plaintext' | 'broken' | 'unknown';

/**
 * Sentences about a provider's TLS, without full stops, a pure function of its domains and endpoints. Unknown results
 * have sentences of their own and never count against it.
 * @param date the day of the survey.
 */
export function tlsSentences(provider: Provider, date: string, neighbours: Neighbours): string[] {
  const { domains, endpoints } = provider;
  const claims = {
    plaintext: claimsOf(endpoints, 'plaintext', date, neighbours),
    broken: claimsOf(endpoints, 'broken', date, neighbours),
    unknown: claimsOf(endpoints, 'unknown', date, neighbours),
  };
  return [
    ...verdict(provider, claims.plaintext, neighbours),
    ...claimSentences(claims.broken, subjectAndClaim, 'have broken STARTTLS'),
    ...unknownSentences(claims.unknown, domains),
    ...noMail(domains),
  ];
}

function verdict(
  provider: Provider,
  plaintext: readonly Claim[],
  neighbours: Neighbours,
): string[] {
  const [only] = plaintext;
  switch (stateOf(provider.endpoints)) {
    case 'unknown':
      return [];
    case 'plaintext':
      return only !== undefined && plaintext.length === 1
        ? [capital(only.claim)]
        : ['Does NOT support TLS', ...plaintextSentences(plaintext)];
    case 'broken':
      return ['STARTTLS is broken'];
    case 'tls':
    case 'partial':
      return tlsVerdict(provider, plaintext, neighbours);
  }
}

function stateOf(endpoints: readonly Endpoint[]): State {
  const classes = new Set(endpoints.map(classOf));
  const fails = classes.has('plaintext') || classes.has('broken');
  if (classes.has('tls')) return fails ? 'partial' : 'tls';
  if (classes.has('plaintext')) return 'plaintext';
  return classes.has('broken') ? 'broken' : 'unknown';
}

/** One sentence if all servers are alike, else what which domains, or which servers, have. */
function tlsVerdict(
  provider: Provider,
  plaintext: readonly Claim[],
  neighbours: Neighbours,
): string[] {
  const { domains, endpoints } = provider;
  const states = grouped(domains, (domain) => stateOf(provider.endpointsOf(domain)));
  const withTls = [...(states.get('tls') ?? []), ...(states.get('partial') ?? [])];
  const rest = domains.filter((each) => !withTls.includes(each) && each.level !== 'no-mail');
  const claims = plaintextSentences(plaintext);
  if (rest.length > 0) {
    const only = states.has('partial') ? [] : plaintext.slice(0, plaintext.length === 1 ? 1 : 0);
    const parts = [...domainParts(provider, withTls), ...withoutTls(states, only[0])];
    return [parts.join('; '), ...(only.length === 0 ? claims : [])];
  }
  const hosts = new Set(withVersion(endpoints).map(({ host }) => host));
  const failing = endpoints.filter((each) => ['plaintext', 'broken'].includes(classOf(each)));
  const whole = failing.every(({ host }) => hosts.has(host));
  const versions = new Set(withTls.map((each) => versionKey(provider.endpointsOf(each))));
  if (versions.size > 1) return [domainParts(provider, withTls).join('; '), ...claims];
  if (!whole || serverParts(endpoints, neighbours).length > 1) {
    return [serverParts(endpoints, neighbours).join('; '), ...claims];
  }
  const everywhere = failing.length === 0 ? '' : ', but NOT on every address';
  return [`Supports ${versionsText(endpoints)}${stillText(endpoints)}${everywhere}`, ...claims];
}

/** Domains without TLS; `only`: the one thing that all their servers did. */
function withoutTls(
  states: ReadonlyMap<State, readonly MailDomain[]>,
  only: Claim | undefined,
): string[] {
  const plaintext = domainList(states.get('plaintext') ?? []);
  const broken = domainList(states.get('broken') ?? []);
  return [
    ...(plaintext === ''
      ? []
      : [only === undefined ? `no STARTTLS on ${plaintext}` : `${plaintext} ${only.claim}`]),
    ...(broken === '' ? [] : [`broken STARTTLS on ${broken}`]),
  ];
}

function plaintextSentences(claims: readonly Claim[]): string[] {
  return claimSentences(claims, subjectAndClaim, 'did NOT offer STARTTLS');
}

function subjectAndClaim({ subject, claim }: Claim): string {
  return `${subject} ${claim}`;
}

/** A provider that is one domain is not named again. */
function unknownSentences(claims: readonly Claim[], domains: readonly MailDomain[]): string[] {
  const failed = domains
    .filter(({ mx }) => mx.kind === 'failed')
    .map(({ domain, mx }) => ({
      subject: domains.length === 1 ? '' : escapeTerminal(domain),
      claim: mxSentence(mx) ?? '',
      servers: 1,
    }));
  return claimSentences(
    [...claims, ...failed],
    ({ subject, claim }) => `TLS unknown${subject === '' ? '' : ` on ${subject}`}: ${claim}`,
    'are unknown',
  );
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
