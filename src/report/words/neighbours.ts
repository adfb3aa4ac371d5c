import type { Endpoint } from '../../model/records/endpoint.ts';
import { grouped } from '../format/grouped.ts';
import { hostPattern, hostSubject } from '../format/host-pattern.ts';
import { listedShort } from '../format/layout.ts';
import { escapeTerminal } from '../format/terminal-escape.ts';

/** Names several hosts of a survey at once, without including any other host of it. */
export interface Neighbours {
  /** `mx.a.gr`, `mx.a.gr and mail.a.gr`, `all mx*.a.gr`. */
  subject: (hosts: readonly string[]) => string;
  /** The same among the hosts that speak TLS: `all *.a.gr that speak TLS`. */
  tlsSubject: (hosts: readonly string[]) => string;
}

type Neighbour = Pick<Endpoint, 'host' | 'outcome'>;

const LISTED = 4;

/** Makes the names for the hosts of one survey. */
export function makeNeighbours(endpoints: Iterable<Neighbour>): Neighbours {
  const hosts = new Set<string>();
  const withTls = new Set<string>();
  for (const { host, outcome } of endpoints) {
    hosts.add(host);
    if (outcome === 'tls') withTls.add(host);
  }
  const all = grouped(hosts, endingOf);
  const speaking = grouped(withTls, endingOf);
  const subject = subjectsAmong(hosts);
  return {
    subject,
    tlsSubject: (hosts) => {
      if (hosts.length < 3 || hostPattern(hosts, around(all, hosts)) !== null)
        return subject(hosts);
      const pattern = hostPattern(hosts, around(speaking, hosts));
      return pattern === null
        ? escapeTerminal(listedShort(hosts, LISTED))
        : escapeTerminal(`all ${pattern} that speak TLS`);
    },
  };
}

/** Makes the names for some of these hosts together: `mx.a.gr and mail.a.gr`, `all mx*.a.gr`. */
export function subjectsAmong(hosts: Iterable<string>): Neighbours['subject'] {
  const all = grouped(hosts, endingOf);
  return (some) => escapeTerminal(hostSubject(some, around(all, some)));
}

/** A pattern ends in two labels at least, so only hosts with the same ending can match it. */
function around(hosts: ReadonlyMap<string, string[]>, group: readonly string[]): string[] {
  return hosts.get(endingOf(group[0] ?? '')) ?? [];
}

function endingOf(host: string): string {
  return host.split('.').slice(-2).join('.');
}
