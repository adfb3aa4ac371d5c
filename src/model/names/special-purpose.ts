/**
 * Address blocks that no mail server of the public Internet is in, and what each is: the IANA IPv4
 * and IPv6 Special-Purpose Address Registries (RFC 6890), multicast, and the forms of IPv6 address
 * that carry another address inside. Null marks a block within one of them that is reachable.
 * The longest prefix decides.
 *
 * Reachable per the registries, and left out or null here: AS112 (192.31.196.0/24,
 * 192.175.48.0/24, 2001:4:112::/48, 2620:4f:8000::/48) and AMT (192.52.193.0/24, 2001:3::/32),
 * ordinary routes to other people's servers. Reachable per the registries, and refused here all
 * the same: what the nearest network answers for itself (PCP, TURN and SRP anycast: it could be
 * the scanner's own router), what carries an IPv4 address past a check of the outer one (NAT64),
 * and identifiers that are not places (ORCHIDv2, DRIP).
 */
export const SPECIAL_PURPOSE_BLOCKS: readonly (readonly [string, string | null])[] = [
  // IPv4
  ['0.0.0.0/8', 'this network'],
  ['0.0.0.0/32', 'this host on this network'],
  ['10.0.0.0/8', 'private use'],
  ['100.64.0.0/10', 'shared address space'],
  ['127.0.0.0/8', 'loopback'],
  ['169.254.0.0/16', 'link local'],
  ['172.16.0.0/12', 'private use'],
  ['192.0.0.0/24', 'IETF protocol assignments'],
  ['192.0.0.0/29', 'IPv4 service continuity prefix'],
  ['192.0.0.8/32', 'IPv4 dummy address'],
  ['192.0.0.9/32', 'Port Control Protocol anycast'],
  ['192.0.0.10/32', 'TURN anycast'],
  ['192.0.0.170/32', 'NAT64/DNS64 discovery'],
  ['192.0.0.171/32', 'NAT64/DNS64 discovery'],
  ['192.0.2.0/24', 'documentation (TEST-NET-1)'],
  ['192.88.99.0/24', 'deprecated 6to4 relay anycast'],
  ['192.168.0.0/16', 'private use'],
  ['198.18.0.0/15', 'benchmarking'],
  ['198.51.100.0/24', 'documentation (TEST-NET-2)'],
  ['203.0.113.0/24', 'documentation (TEST-NET-3)'],
  ['224.0.0.0/4', 'multicast'],
  ['240.0.0.0/4', 'reserved'],
  ['255.255.255.255/32', 'limited broadcast'],
  // IPv6: of all of it, only 2000::/3 is given out as global unicast (RFC 4291 §2.4)
  ['::/0', 'not global unicast'],
  ['2000::/3', null],
  ['::/96', 'IPv4-compatible address'],
  ['::/128', 'unspecified address'],
  ['::1/128', 'loopback'],
  ['::ffff:0:0/96', 'IPv4-mapped address'],
  ['::ffff:0:0:0/96', 'IPv4-translated address'],
  ['64:ff9b::/96', 'IPv4-IPv6 translation'],
  ['64:ff9b:1::/48', 'IPv4-IPv6 translation'],
  ['100::/64', 'discard only'],
  ['100:0:0:1::/64', 'dummy IPv6 prefix'],
  ['2001::/23', 'IETF protocol assignments'],
  ['2001::/32', 'Teredo'],
  ['2001:1::1/128', 'Port Control Protocol anycast'],
  ['2001:1::2/128', 'TURN anycast'],
  ['2001:1::3/128', 'DNS-SD service registration anycast'],
  ['2001:2::/48', 'benchmarking'],
  ['2001:3::/32', null],
  ['2001:4:112::/48', null],
  ['2001:10::/28', 'deprecated ORCHID'],
  ['2001:20::/28', 'ORCHIDv2'],
  ['2001:30::/28', 'drone remote identification'],
  ['2001:db8::/32', 'documentation'],
  ['2002::/16', '6to4'],
  ['3fff::/20', 'documentation'],
  ['5f00::/16', 'segment routing (SRv6) identifiers'],
  ['fc00::/7', 'unique local'],
  ['fe80::/10', 'link local'],
  ['fec0::/10', 'deprecated site local'],
  ['ff00::/8', 'multicast'],
];
