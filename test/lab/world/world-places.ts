import type { SmtpBehaviours } from '../smtp/smtp-behaviour.ts';
import type { AddressSpec, WorldSpec } from './world-spec.ts';

/** Where one address of the world stands. */
export interface Place {
  /** The host whose server it is: the first of those that share it. */
  readonly host: string;
  readonly behaviour: SmtpBehaviours | 'unreachable';
  /** The loopback address to listen on. */
  readonly stand: string;
  /** Whether it must be on the world's one port; otherwise any. */
  readonly onePort: boolean;
  /** What the DNS says. */
  readonly published: string;
}

/** The places of each host, in the order of the spec. */
export type Places = ReadonlyMap<string, readonly Place[]>;

/** How addresses are allotted. */
export interface Allotment {
  /** Whether all of 127.0.0.0/8 can be listened on. */
  readonly manyAddresses: boolean;
  /** Whether the DNS gives the addresses of the spec, or those where the servers stand. */
  readonly publish: 'spec' | 'stands';
}

/**
 * Allots a place to every address of a world: an address of 127.20.0.0/16 each. IPv6 has one loopback address, ::1:
 * it goes to the first IPv6 address that has no other one published.
 * @throws where a second IPv6 address needs it
 */
export function allotPlaces({ hosts }: WorldSpec, allotment: Allotment): Places {
  const shared = new Map<string, Place>();
  let ipv4 = 0;
  const allot = (host: string, spec: AddressSpec): Place => {
    const known = spec.published === undefined ? undefined : shared.get(spec.published);
    if (known) return known;
    const place =
      spec.family === 'ipv6'
        ? ipv6Place(host, spec, allotment)
        : ipv4Place(host, spec, ipv4++, allotment);
    if ([...shared.values()].some(({ published }) => published === place.published)) {
      throw new Error(`no second IPv6 loopback address for ${host}`);
    }
    shared.set(spec.published ?? place.published, place);
    return place;
  };
  return new Map(
    Object.entries(hosts).map(([host, specs]) => [
      host,
      addressSpecs(specs).map((spec) => allot(host, spec)),
    ]),
  );
}

function addressSpecs(specs: AddressSpec | readonly AddressSpec[]): readonly AddressSpec[] {
  return Array.isArray(specs) ? (specs as readonly AddressSpec[]) : [specs as AddressSpec];
}

function ipv4Place(host: string, spec: AddressSpec, n: number, allotment: Allotment): Place {
  const own = `127.20.${n >> 8}.${(n & 0xff) + 1}`;
  const { manyAddresses, publish } = allotment;
  return {
    host,
    behaviour: spec.behaviour ?? {},
    stand: manyAddresses ? own : '127.0.0.1',
    onePort: manyAddresses,
    published: publish === 'spec' ? (spec.published ?? own) : own,
  };
}

function ipv6Place(host: string, spec: AddressSpec, { publish }: Allotment): Place {
  const published = publish === 'spec' ? (spec.published ?? '::1') : '::1';
  const behaviour = spec.behaviour ?? {};
  return { host, behaviour, stand: '::1', onePort: published === '::1', published };
}
