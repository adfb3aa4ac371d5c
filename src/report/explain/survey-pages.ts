import type { WordAt } from '../../model/records/word-places.ts';
import type { Page } from './page.ts';

const NOT_A_BASELINE =
  'The snapshot is kept, the exit status is 3, and it is never a baseline to compare with.';

/** The word of `decidedBy` that stands nowhere else. */
export const DECIDED_PAGES = {
  undetermined: {
    gist: 'TLS was completed, and the certificate was not judged, or not wholly',
    means:
      '`decidedBy` has this word where the problems of the endpoint that decided are null, or where nothing is found wrong and a question about its name or its trust is open (`undetermined`).',
    matters: 'What was not judged makes no level better.',
    cause:
      'A snapshot that was imported from a source without certificates or their issuers, or a certificate with a part that cannot be read.',
    advice: 'Survey it again.',
  },
} as const satisfies Record<WordAt<'decided'>, Page>;

/** Why a survey cannot be trusted as a whole. */
export const DEGRADED_PAGES = {
  'dns-failing': {
    gist: 'half of all lookups or more failed',
    means: `Of five or more domains, at least half could not be looked up. ${NOT_A_BASELINE}`,
    matters: 'It is the resolver, most likely, and not the domains.',
    cause: 'A resolver that is overloaded, limited in rate, or cut off.',
    advice: 'Whoever surveys: use a resolver on the same machine.',
  },
  'no-connection': {
    gist: 'not one connection came about',
    means: `Hosts of three or more operators were tried, and none could be connected to. ${NOT_A_BASELINE}`,
    matters: 'It says nothing of any of them.',
    cause: 'Outbound port 25 is blocked, as in many home and cloud networks.',
    advice: 'Whoever surveys: run mxtls where mail servers run, or have port 25 opened.',
  },
  'local-limit': {
    gist: "the scanner's machine ran into its own limits",
    means: `One in a hundred endpoints or more could not be asked for want of sockets, ports or memory. ${NOT_A_BASELINE}`,
    matters: 'What could not be asked is missing, and not by chance.',
    cause: 'A low `ulimit -n`, a small NAT table, a small machine.',
    advice: 'Whoever surveys: lower `--concurrency`, or raise the limits.',
  },
  'starttls-stripped': {
    gist: 'STARTTLS was masked at two unrelated operators or more',
    means: `Something that the ways to both have in common overwrites the offer. ${NOT_A_BASELINE}`,
    matters: 'It would be blamed on others.',
    cause: "A firewall on the scanner's own network that inspects SMTP, or a provider that does.",
    advice: 'Whoever surveys: have the inspection switched off, or survey from elsewhere.',
    settings: ['asa-inspection'],
    sources: ['RFC 3207 §6'],
  },
  'one-certificate-everywhere': {
    gist: 'nearly everybody showed the same wrong certificate',
    means: `Of five or more unrelated operators, nine in ten showed one certificate that is made out to none of them. ${NOT_A_BASELINE}`,
    matters: "Somebody answered in everybody's place.",
    cause: "A transparent mail proxy on the scanner's own network.",
    advice: 'Whoever surveys: survey from elsewhere.',
  },
  'resolver-died': {
    gist: 'the resolver stopped answering',
    means: `It answered before the survey, and no longer after it. ${NOT_A_BASELINE}`,
    matters: 'Lookups failed that should not have.',
    cause: 'A resolver that crashed, or that had enough of the questions.',
    advice: 'Whoever surveys: see to the resolver, and survey again.',
  },
} as const satisfies Record<WordAt<'degraded'>, Page>;

/** How deep a survey asks. */
export const DEPTH_PAGES = {
  quick: {
    gist: 'one connection to an endpoint',
    means:
      'STARTTLS, the version agreed on, and the certificate. Lower versions stay `answer:untested`.',
    matters: 'Snapshots of different depths are not compared as baselines.',
    cause: 'It was chosen, or is the default.',
    advice: 'Nothing is to be done.',
  },
  standard: {
    gist: 'all versions as well',
    means:
      'What quick asks, and each TLS version downwards from the last answer: six connections at most.',
    matters: 'It shows what an attacker could talk a sender down to.',
    cause: 'It was chosen, or is the default.',
    advice: 'Nothing is to be done.',
  },
  deep: {
    gist: 'groups, weak suites and second certificates as well',
    means: 'What standard asks, and more: fourteen connections at most.',
    matters:
      'It is for single hosts and their operators, and too much to ask of everybody every week.',
    cause: 'It was chosen.',
    advice: 'Nothing is to be done.',
  },
} as const satisfies Record<WordAt<'depth'>, Page>;

/** Families of IP addresses. */
export const FAMILY_PAGES = {
  ipv4: {
    gist: 'IPv4 was used',
    means: 'The survey asked for A records and connected to them.',
    matters: 'Some MX hosts have one family alone.',
    cause: 'The default, or `-4`.',
    advice: 'Nothing is to be done.',
  },
  ipv6: {
    gist: 'IPv6 was used',
    means: 'The survey asked for AAAA records and connected to them.',
    matters:
      'The two addresses of a host are often two configurations, and the IPv6 one the forgotten one.',
    cause: 'The default, or `-6`.',
    advice: 'Nothing is to be done.',
  },
} as const satisfies Record<WordAt<'family'>, Page>;
