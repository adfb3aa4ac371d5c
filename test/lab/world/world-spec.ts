import type { LabCertificate } from '../certificates.ts';
import type { DnsBehaviours, ZoneName } from '../dns/dns-zone.ts';
import type { SmtpBehaviours } from '../smtp/smtp-behaviour.ts';

/** What the DNS says about the mail of a domain. */
export type DomainSpec =
  /** MX records; a host that the world does not have has no address. */
  | { readonly kind: 'mx'; readonly mx: readonly { preference: number; host: string }[] }
  /** No MX; the world has a host of the domain's own name (RFC 5321 §5.1). */
  | { readonly kind: 'implicit' }
  /** `0 .` (RFC 7505). */
  | { readonly kind: 'null-mx' }
  /** The name exists, without records. */
  | { readonly kind: 'none' }
  | { readonly kind: 'nxdomain' }
  /** Every question about it is answered like this. */
  | { readonly kind: 'failing'; readonly behaviour: DnsBehaviours };

/** One address of a host and what stands there. */
export interface AddressSpec {
  /** Default: a polite server with STARTTLS. `unreachable`: nothing listens, connections are refused. */
  readonly behaviour?: SmtpBehaviours | 'unreachable';
  /** Default ipv4. */
  readonly family?: 'ipv4' | 'ipv6';
  /**
   * The address that the DNS shall give; default: where the server stands. Two specs with one `published` share the
   * first one's server. Only `dial` finds it, unless the world is started with `publish: 'stands'`.
   */
  readonly published?: string;
}

/** A whole mail world. */
export interface WorldSpec {
  readonly domains: Readonly<Record<string, DomainSpec>>;
  /** By MX host name. */
  readonly hosts: Readonly<Record<string, AddressSpec | readonly AddressSpec[]>>;
  /** More in the zone, or more about names that are there: TXT, TLSA, AD, CNAME, behaviours. */
  readonly names?: Readonly<Record<string, ZoneName>>;
  /** The public CAs of this world. */
  readonly roots?: readonly LabCertificate[];
}

/** MX records of rising preference (10, 20, …) in the order given. */
export function mx(...hosts: readonly string[]): DomainSpec {
  return { kind: 'mx', mx: hosts.map((host, n) => ({ preference: 10 * (n + 1), host })) };
}
