import { createHash, X509Certificate } from 'node:crypto';
import type { ExportView } from '../../../src/report/export/export-view.ts';
import type { Zone, ZoneName } from '../../lab/dns/dns-zone.ts';
import { exportOf } from '../../report/export/export-world.ts';
import { chainOfAnother, strangersChain, validChain, type Pki } from '../servers/pki.ts';
import type { Sink } from './mail-server.ts';
import { surveyed } from './surveyed.ts';

/** The domains of the surveys: what they were seen with, what their MX host is now, and what has to become of mail to them. */
export const WORSENED = {
  'secure-same': { seen: 'secure', now: 'valid', fate: 'delivered' },
  'secure-plaintext': { seen: 'secure', now: 'plaintext', fate: 'held-without-tls' },
  'secure-stranger': { seen: 'secure', now: 'stranger', fate: 'held-unverified' },
  'secure-other-name': { seen: 'secure', now: 'other-name', fate: 'held-unverified' },
  'secure-forged-mx': { seen: 'secure', now: 'elsewhere', fate: 'held-unverified' },
  'encrypt-same': { seen: 'encrypt', now: 'stranger', fate: 'delivered' },
  'encrypt-plaintext': { seen: 'encrypt', now: 'plaintext', fate: 'held-without-tls' },
  'dane-same': { seen: 'dane', now: 'stranger', fate: 'delivered' },
  'dane-plaintext': { seen: 'dane', now: 'plaintext', fate: 'held-without-tls' },
  'dane-other-key': { seen: 'dane', now: 'other-key', fate: 'held-unverified' },
  'dane-unsigned': { seen: 'dane', now: 'unsigned', fate: 'held-without-dane' },
  'left-out': { seen: 'unknown', now: 'plaintext', fate: 'delivered' },
} as const;
export type WorsenedName = keyof typeof WORSENED;
export const WORSENED_NAMES = Object.keys(WORSENED) as WorsenedName[];

/** What a host presents that still offers STARTTLS. */
const PRESENTS = {
  valid: validChain,
  stranger: strangersChain,
  'other-name': chainOfAnother,
  elsewhere: validChain,
  'other-key': strangersChain,
  unsigned: validChain,
} as const;

/** A forged MX record leads to a host with a certificate of its own. */
function hostNow(name: WorsenedName): string {
  return WORSENED[name].now === 'elsewhere' ? 'mx.forged.test' : `mx.${name}.test`;
}

/** The MX hosts as they are now, in the order of the names; @param network the first three numbers of their addresses */
export function worsenedSinks(pki: Pki, network: string): Promise<Sink[]> {
  const sinks = WORSENED_NAMES.map(async (name, index): Promise<Sink> => {
    const { now } = WORSENED[name];
    const host = hostNow(name);
    const presents = now === 'plaintext' ? null : await PRESENTS[now](pki, host);
    return { host, address: `${network}.${index + 11}`, presents };
  });
  return Promise.all(sinks);
}

/** The names of the domains and of their MX hosts, which take mail on a port. */
export function worsenedZone(sinks: readonly Sink[], port: number): Zone {
  const entries = WORSENED_NAMES.flatMap((name, index): [string, ZoneName][] => {
    const { seen, now } = WORSENED[name];
    const sink = sinks[index];
    if (sink === undefined) return [];
    const { host, address } = sink;
    const secure = seen === 'dane' && now !== 'unsigned';
    return [
      [`${name}.test`, { MX: [{ preference: 10, exchange: host }], secure }],
      [host, { A: [address], secure }],
      ...(seen === 'dane'
        ? [[`_${port}._tcp.${host}`, tlsaOf(sink, now === 'other-key')] as [string, ZoneName]]
        : []),
    ];
  });
  return Object.fromEntries(entries);
}

/** The record `3 1 1` of the key that a host has, or of another (RFC 7672 §3.1.1). */
function tlsaOf({ presents }: Sink, ofAnother: boolean): ZoneName {
  const key =
    presents === null || ofAnother
      ? 'another'
      : new X509Certificate(presents[0].pem).publicKey.export({ type: 'spki', format: 'der' });
  const certificate = createHash('sha256').update(key).digest();
  return { TLSA: [{ usage: 3, selector: 1, matchingType: 1, certificate }] };
}

/** The export of surveys that saw the domains before they got worse. */
export function worsenedExport(): ExportView {
  const seen = WORSENED_NAMES.map((name) => [`${name}.test`, WORSENED[name].seen] as const);
  return exportOf(surveyed(Object.fromEntries(seen)), true);
}
