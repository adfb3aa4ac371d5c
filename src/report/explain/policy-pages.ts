import type { WordAt } from '../../model/records/word-places.ts';
import type { Page } from './page.ts';

/** DNSSEC status of an answer. */
export const DNSSEC_PAGES = {
  secure: {
    gist: 'signed, and the signatures hold',
    means: 'A validating resolver that may be believed said so (the AD bit).',
    matters: 'Nobody on the way can forge it, and DANE can build on it.',
    cause: 'The zone is signed.',
    advice: 'Nothing is to be done.',
    sources: ['RFC 4035 §4.3'],
  },
  insecure: {
    gist: 'not signed',
    means: 'The answer is good, and nothing proves it: the zone is not signed.',
    matters: 'Who can forge DNS answers can lead mail elsewhere. DANE is not possible.',
    cause: 'The usual case.',
    advice: 'Have the zone signed; many registrars do it at a click.',
    sources: ['RFC 4035 §4.3', 'RFC 7672 §2.1.1'],
  },
  bogus: {
    gist: 'signed, and the signatures do not hold',
    means: 'The zone should be signed, and validation failed. See `failure:bogus`.',
    matters: 'Senders behind validating resolvers cannot deliver.',
    cause: 'Signatures that ran out, or a DS record left behind.',
    advice: 'See `failure:bogus`.',
    sources: ['RFC 4035 §4.3', 'RFC 7672 §2.1.1'],
  },
  unknown: {
    gist: 'not known whether it is signed',
    means:
      'There was no validating resolver that may be believed, or it was not asked. It is never “insecure”.',
    matters: 'Nothing follows from it.',
    cause: 'A resolver on another machine: its AD bit counts with `--trust-ad` alone.',
    advice: 'Whoever surveys: run a validating resolver, such as unbound, on the same machine.',
  },
} as const satisfies Record<WordAt<'dnssec'>, Page>;

/** How a server's certificates fit the TLSA records of its host. */
export const DANE_PAGES = {
  match: {
    gist: 'a TLSA record matches',
    means:
      'At least one usable record fits what the server showed. With usage 3, names and dates do not count.',
    matters: 'Senders with DANE deliver here, encrypted and to nobody else.',
    cause: 'It is set up, and kept up.',
    advice: 'Publish the digest of the next key before you change it.',
    settings: ['dns-tlsa'],
    sources: ['RFC 7672 §3.1', 'RFC 7672 §3.2'],
  },
  mismatch: {
    gist: 'no TLSA record matches',
    means:
      'There are usable, secure records, and none fits the certificate that the server showed.',
    matters: 'Senders with DANE do not deliver here. It is urgent.',
    cause: 'The key was changed with the certificate, and the record was not.',
    advice:
      'Publish the digest of the present key now. Then renew with the same key, or put the next digest in first.',
    settings: ['dns-tlsa'],
    sources: ['RFC 7672 §2.2', 'RFC 7672 §3.2'],
  },
  unusable: {
    gist: 'no TLSA record can be used',
    means:
      'There are records, and each has a usage, selector or digest that mail does not use: usages 0 and 1 above all.',
    matters: 'Senders with DANE encrypt and verify nothing.',
    cause: 'Records made after a guide for web sites.',
    advice: 'Use `3 1 1`, or `2 1 1` for a CA.',
    settings: ['dns-tlsa'],
    sources: ['RFC 7672 §3.1.3', 'RFC 7672 §2.2'],
  },
  none: {
    gist: 'there is no TLSA record',
    means:
      "The DNS answered that there is none; or the host's addresses are not secure, so that none was asked for.",
    matters: 'Senders go by MTA-STS, or encrypt if they can.',
    cause: 'The usual case.',
    advice: 'In a signed zone, publish one.',
    settings: ['dns-tlsa'],
    sources: ['RFC 7672 §2.2.3'],
  },
  failed: {
    gist: 'the TLSA records could not be looked up',
    means: 'The lookup failed. That is no absence: whether there are any is not known.',
    matters: 'Senders with DANE treat it as a fault and do not deliver for now.',
    cause: 'Name servers that do not know the type TLSA and drop the question, or broken DNSSEC.',
    advice: 'Whoever runs the zone: ask for `_25._tcp` of the MX host from outside.',
    sources: ['RFC 7672 §2.1.2'],
  },
} as const satisfies Record<WordAt<'dane'>, Page>;

/** Whether a policy, MTA-STS or TLS-RPT, was found. */
export const POLICY_PAGES = {
  present: {
    gist: 'the record is there, and valid',
    means:
      'For MTA-STS: the TXT record, and the policy that was fetched over HTTPS. For TLS-RPT: the TXT record.',
    matters: 'Senders that take part go by it.',
    cause: 'It is set up.',
    advice: 'Nothing is to be done.',
    sources: ['RFC 8461 §3', 'RFC 8460 §3'],
  },
  absent: {
    gist: 'there is none',
    means: 'The DNS answered that there is no such record.',
    matters:
      'Without MTA-STS or DANE, nothing keeps an attacker on the way from taking STARTTLS away. Without TLS-RPT, nobody tells you what fails.',
    cause: 'The usual case.',
    advice: 'Publish both: start with reports and a policy in mode testing.',
    settings: ['dns-tls-rpt', 'dns-mta-sts', 'mta-sts-policy'],
    sources: ['RFC 8461 §3', 'RFC 8460 §3'],
  },
  failed: {
    gist: 'it is there and wrong, or could not be looked up',
    means:
      'The record is malformed or there are several, the policy could not be fetched or does not parse, or the DNS failed. `error` has the reason.',
    matters:
      'Senders without an older copy in memory go on as if there were no policy; with one, they keep to it.',
    cause:
      "A certificate of the policy's web host that ran out, a redirect, a wrong media type, two records.",
    advice:
      'Fetch https://mta-sts.DOMAIN/.well-known/mta-sts.txt yourself, and mend what `error` says.',
    settings: ['dns-mta-sts', 'mta-sts-policy', 'dns-tls-rpt'],
    sources: ['RFC 8461 §3.1', 'RFC 8461 §3.3', 'RFC 8460 §3'],
  },
} as const satisfies Record<WordAt<'policy'>, Page>;

/** What an MTA-STS policy asks of senders. */
export const STS_PAGES = {
  enforce: {
    gist: 'MTA-STS: deliver with valid TLS, or not at all',
    means:
      'Senders must not deliver to a host that the policy does not name, or whose TLS or certificate does not hold.',
    matters: 'It is what protects against an attacker on the way.',
    cause: 'A policy past its testing.',
    advice: 'Keep certificates and policy in step.',
    sources: ['RFC 8461 §5'],
  },
  testing: {
    gist: 'MTA-STS: report failures, deliver anyway',
    means: 'Senders check, report by TLS-RPT, and deliver whatever comes of it.',
    matters: 'It protects nobody yet.',
    cause: 'A policy being tried out; often for years.',
    advice: 'Read the reports. If nothing fails, change the mode to enforce, and the id with it.',
    settings: ['dns-mta-sts', 'mta-sts-policy'],
    sources: ['RFC 8461 §5'],
  },
  none: {
    gist: 'MTA-STS: there is no policy any more',
    means: 'Senders are to forget a policy they may have kept.',
    matters: 'It is as if there were none.',
    cause: 'A policy that is being taken back.',
    advice: 'If that is not meant, publish one again.',
    sources: ['RFC 8461 §8.3'],
  },
} as const satisfies Record<WordAt<'sts'>, Page>;

/** How a domain's MX names, or certificates, fit its MTA-STS policy. */
export const FIT_PAGES = {
  match: {
    gist: 'all fit the policy',
    means:
      'Every MX name (`mx`) is named in the policy; every judged certificate (`certificates`) is valid.',
    matters: 'Senders that take part deliver to all of them.',
    cause: 'Policy and servers are in step.',
    advice: 'Nothing is to be done.',
    sources: ['RFC 8461 §4'],
  },
  partial: {
    gist: 'some fit the policy',
    means: 'Some MX names or certificates fit, and others do not.',
    matters: 'In mode enforce, senders that take part skip those that do not.',
    cause: 'A new MX host that the policy does not know.',
    advice: 'Add it to the policy, and change the id.',
    settings: ['dns-mta-sts', 'mta-sts-policy'],
    sources: ['RFC 8461 §4', 'RFC 8461 §8.1'],
  },
  mismatch: {
    gist: 'none fits the policy',
    means: 'No MX name, or no judged certificate, fits.',
    matters: 'In mode enforce, senders that take part do not deliver at all. It is urgent.',
    cause: 'The mail was moved to another provider, and the policy stayed.',
    advice:
      'Bring the policy up to date, and change the id. Senders may hold the old one for its max_age.',
    settings: ['dns-mta-sts', 'mta-sts-policy'],
    sources: ['RFC 8461 §4', 'RFC 8461 §8.1'],
  },
  untested: {
    gist: 'could not be compared',
    means: 'There is no policy to compare with, or nothing to compare.',
    matters: 'Nothing follows from it.',
    cause: 'No policy, or no server that could be judged.',
    advice: 'See the state of the policy.',
  },
} as const satisfies Record<WordAt<'fit'>, Page>;
