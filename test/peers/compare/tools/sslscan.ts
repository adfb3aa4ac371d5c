import type { Told } from '../facts.ts';
import type { Tool } from './tool.ts';
import { dheBitsOf, familiesOf } from './suites.ts';

const VERSIONS = [
  ['ssl', '3', 'SSLv3'],
  ['tls', '1.0', 'TLSv1'],
  ['tls', '1.1', 'TLSv1.1'],
  ['tls', '1.2', 'TLSv1.2'],
  ['tls', '1.3', 'TLSv1.3'],
] as const;

const LEFT_OUT = ['fallback', 'renegotiation', 'compression', 'heartbleed', 'groups'];

export const SSLSCAN: Tool = {
  name: 'sslscan',
  version: { command: ['sslscan', '--no-colour', '--version'], pattern: /\d+\.\d+\.\d+/ },
  timeoutSeconds: 300,
  commands: ({ host, address, port }) => [
    [
      'sslscan',
      ...['--no-colour', '--starttls-smtp', `--sni-name=${host}`, '--xml=-'],
      ...LEFT_OUT.map((check) => `--no-${check}`),
      `${address}:${port}`,
    ],
  ],
  parse: ([xml = '']) => parseSslscan(xml),
};

/** Reads the XML of one server. It has no word about trust or names, and none on suites that its OpenSSL lacks. */
export function parseSslscan(xml: string): Told {
  if (xml.includes('did not appear to support STARTTLS')) return { STARTTLS: 'no' };
  if (!xml.includes('<ssltest ')) return {};
  const told: Told = { STARTTLS: 'yes' };
  const offered: string[] = [];
  for (const [type, version, fact] of VERSIONS) {
    const pattern = `<protocol type="${type}" version="${version}" enabled="([01])"`;
    const enabled = new RegExp(pattern).exec(xml)?.[1];
    if (enabled === undefined) continue;
    told[fact] = enabled === '1' ? 'yes' : 'no';
    if (enabled === '1') offered.push(fact);
  }
  const highest = offered.at(-1);
  if (highest !== undefined) told['highest version'] = highest;
  return { ...told, ...certificateOf(xml), ...suitesOf(xml) };
}

function certificateOf(xml: string): Told {
  const told: Told = {};
  const key = /<pk error="false" type="(RSA|EC)"(?: curve_name="[^"]*")? bits="(\d+)"/.exec(xml);
  if (key !== null) told.key = `${key[1] ?? ''} ${key[2] ?? ''}`;
  const expired = /<expired>(true|false)</.exec(xml)?.[1];
  if (expired !== undefined) told.expired = expired === 'true' ? 'yes' : 'no';
  if (xml.includes('<self-signed>true<')) told.chain = 'self-signed';
  return told;
}

function suitesOf(xml: string): Told {
  const suites = [
    ...xml.matchAll(/ cipher="([^"]+)" id="[^"]*" strength="\w+"(?:[^>]* dhebits="(\d+)")?/g),
  ];
  if (suites.length === 0) return {};
  const names = suites.map(([, name = '']) => name);
  const groups = suites.flatMap(([, name = '', bits]) =>
    bits === undefined ? [] : [{ name, bits }],
  );
  const { anonymous } = familiesOf(names);
  return { anonymous, 'DHE bits': dheBitsOf(groups) };
}
