import { classOf, type Endpoint } from '../../model/records/endpoint.ts';
import type { MailDomain } from '../../model/records/mail-domain.ts';
import type { EndpointClass } from '../../model/records/words.ts';
import { grouped } from '../format/grouped.ts';
import { agreeing, capital } from '../format/layout.ts';
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
  if (domains.length === 0) return ['Not observed'];
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
  const { endpoints } = provider;
  const [only] = plaintext;
  const isAll = (wanted: EndpointClass) => endpoints.every((each) => classOf(each) === wanted);
  switch (stateOf(endpoints)) {
    case 'unknown':
      return [];
    case 'plaintext':
      if (!isAll('plaintext')) return plaintextSentences(plaintext);
      return only !== undefined && plaintext.length === 1
        ? [capital(only.claim)]
        : ['Does NOT support TLS', ...plaintextSentences(plaintext)];
    case 'broken':
      return isAll('broken') ? ['STARTTLS is broken'] : [];
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
    const only = states.has('partial') || plaintext.length > 1 ? undefined : plaintext[0];
    const parts = [...domainParts(provider, withTls), ...withoutTls(provider, states, only)];
    return [parts.join('; '), ...(only === undefined ? claims : [])];
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

/** Domains without TLS; `only`: the one claim about all plaintext servers. Of domains that are not all alike, servers. */
function withoutTls(
  provider: Provider,
  states: ReadonlyMap<State, readonly MailDomain[]>,
  only: Claim | undefined,
): string[] {
  const where = (wanted: 'plaintext' | 'broken') => {
    const domains = states.get(wanted) ?? [];
    const endpoints = domains.flatMap((domain) => provider.endpointsOf(domain));
    const isAll = endpoints.every((each) => classOf(each) === wanted);
    return { domains: domainList(domains), some: isAll ? '' : 'some servers of ', isAll };
  };
  const plaintext = where('plaintext');
  const broken = where('broken');
  const subject = plaintext.isAll ? plaintext.domains : (only?.subject ?? '');
  const denial =
    only === undefined
      ? `no STARTTLS on ${plaintext.some}${plaintext.domains}`
      : `${subject} ${only.claim}`;
  return [
    ...(plaintext.domains === '' ? [] : [denial]),
    ...(broken.domains === '' ? [] : [`broken STARTTLS on ${broken.some}${broken.domains}`]),
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
      : `${domainList(own)} ${agreeing(own.length, 'takes', 'take')} no mail: ${reason}`,
  );
}
