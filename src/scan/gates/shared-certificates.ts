import { operatorOf } from '../../model/names/operator.ts';
import type { Endpoint } from '../../model/records/endpoint.ts';

/** With fewer operators, one certificate may be a coincidence. */
const LEAST = 5;

/** So many certificates, and operators of each, are kept. A certificate that matters comes soon, and often. */
const KEPT_CERTIFICATES = 20_000;
const KEPT_OPERATORS = 1_000;

/** The operators that presented one certificate that does not name their hosts. */
interface Users {
  endpoints: number;
  operators: Set<string>;
  addresses: Set<string>;
  networks: Set<string>;
  /** Operators whose certificate named their hosts in the last good survey. */
  changed: Set<string>;
  /** Whether its issuer is trusted, so that only the name is wrong. */
  isTrusted: boolean;
}

/**
 * Looks for one certificate that servers of unrelated operators presented and that names none of them. A device on the path
 * that answers for everyone has one; so has a hoster, on the MX names of its customers. The hoster's has a trusted issuer and
 * stands in its own few networks; the device's stands wherever the path leads.
 */
export class SharedCertificates {
  readonly #users = new Map<string, Users>();
  #presented = 0;

  /** @param before what the same host presented in the last good survey. */
  add(endpoint: Endpoint, before: readonly Endpoint[]): void {
    const { certificate, problems, address, host } = endpoint;
    if (certificate === null || problems === null) return;
    this.#presented++;
    if (!problems.includes('name-mismatch')) return;
    const users = this.#usersOf(certificate);
    if (users === null) return;
    users.endpoints++;
    if (problems.length > 1) users.isTrusted = false;
    if (users.operators.size >= KEPT_OPERATORS) return;
    const operator = operatorOf(host);
    users.operators.add(operator);
    users.addresses.add(address ?? host);
    users.networks.add(networkOf(address ?? host));
    if (before.some(isNamed)) users.changed.add(operator);
  }

  /** Whether one certificate can only be that of a device on the path. */
  hasOneForAll(): boolean {
    return [...this.#users.values()].some((users) => this.#isOfDevice(users));
  }

  #isOfDevice({ endpoints, operators, addresses, networks, changed, isTrusted }: Users): boolean {
    if (operators.size < LEAST || addresses.size < LEAST) return false;
    const share = endpoints / this.#presented;
    const isSpread = networks.size >= LEAST && networks.size * 2 >= operators.size;
    if (changed.size >= LEAST && share >= 0.05) return true;
    if (isTrusted) return isSpread && share >= 0.5;
    return share >= 0.5 || (isSpread && share >= 0.1);
  }

  #usersOf(certificate: string): Users | null {
    const known = this.#users.get(certificate);
    if (known !== undefined) return known;
    if (this.#users.size >= KEPT_CERTIFICATES) return null;
    const users: Users = {
      endpoints: 0,
      operators: new Set(),
      addresses: new Set(),
      networks: new Set(),
      changed: new Set(),
      isTrusted: true,
    };
    this.#users.set(certificate, users);
    return users;
  }
}

function isNamed({ problems, certificate }: Endpoint): boolean {
  return certificate !== null && problems?.includes('name-mismatch') === false;
}

/** The network of an address, as large as the parts that hosters have of the Internet: 16 bits of IPv4, 32 of IPv6. */
function networkOf(address: string): string {
  return address.split(/[.:]/, 2).join(' ');
}
