import { tlsStartOf } from '../../../../src/model/tls-start.ts';
import type { Answers } from '../facts.ts';
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
      ...(tlsStartOf(port) === 'implicit' ? [] : ['--starttls-smtp']),
      ...['--no-colour', `--sni-name=${host}`, '--xml=-'],
      ...LEFT_OUT.map((check) => `--no-${check}`),
      `${address}:${port}`,
    ],
  ],
  parse: ([xml = '']) => parseSslscan(xml),
};

/** The kind of key, and its bits; of a curve its name, as the bits are then those of its strength. */
const KEY = /<pk error="false" type="(RSA|EC)"(?: curve_name="\D*(\d+)\w*")? bits="(\d+)"/;

const SUITE =
  / sslversion="(\S+)" bits="\d+" cipher="(\S+)" id="\S+" strength="\w+"(?: dhebits="(\d+)")?/g;

/** Reads the XML of one server. It has no word about trust or names. */
function parseSslscan(xml: string): Answers {
  if (xml.includes('did not appear to support STARTTLS')) return { STARTTLS: 'no' };
  if (!xml.includes('<ssltest ')) return {};
  const answers: Answers = { STARTTLS: 'yes' };
  const enabled: string[] = [];
  for (const [type, version, fact] of VERSIONS) {
    const pattern = `<protocol type="${type}" version="${version}" enabled="([01])"`;
    const flag = new RegExp(pattern).exec(xml)?.[1];
    if (flag === undefined) continue;
    answers[fact] = flag === '1' ? 'yes' : 'no';
    if (flag === '0') continue;
    answers['highest version'] = fact;
    enabled.push(version);
  }
  return { ...answers, ...certificateOf(xml), ...suitesOf(xml, enabled) };
}

function certificateOf(xml: string): Answers {
  const answers: Answers = {};
  const [, kind, curve, bits] = KEY.exec(xml) ?? [];
  if (kind !== undefined) answers.key = `${kind} ${curve ?? bits ?? ''}`;
  const expired = /<expired>(true|false)</.exec(xml)?.[1];
  if (expired !== undefined) answers.expired = expired === 'true' ? 'yes' : 'no';
  if (xml.includes('<self-signed>true<')) answers.chain = 'self-signed';
  return answers;
}

/** Where it lists nothing for a version that it calls enabled, it could not try the suites. Those of SSL 3.0 it never tries. */
function suitesOf(xml: string, enabled: readonly string[]): Answers {
  const suites = [...xml.matchAll(SUITE)].map(([, version = '', name = '', bits]) => ({
    version: version.replace('TLSv', ''),
    name,
    bits,
  }));
  const older = enabled.filter((version) => ['1.0', '1.1', '1.2'].includes(version));
  const tried = older.every((each) => suites.some(({ version }) => version === each));
  if (suites.length === 0 || !tried) return {};
  const families = familiesOf(suites.map(({ name }) => name));
  // It gives no bits for the suites that it tries by a ClientHello of its own.
  if (suites.some(({ name, bits }) => bits === undefined && /(?:^|_)(?:DHE|EDH)[-_]/.test(name))) {
    return families;
  }
  const groups = suites.flatMap(({ name, bits }) => (bits === undefined ? [] : [{ name, bits }]));
  return { ...families, 'DHE bits': dheBitsOf(groups) };
}
