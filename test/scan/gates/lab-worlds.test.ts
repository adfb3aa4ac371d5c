import { expect, it } from 'vitest';
import type { DegradedReason } from '../../../src/model/records/words.ts';
import { degradedReasons } from '../../../src/scan/gates/gates.ts';
import { makeCertificate } from '../../lab/certificates.ts';
import type { SmtpBehaviour } from '../../lab/smtp/smtp-behaviour.ts';
import { mx, type WorldSpec } from '../../lab/world/world-spec.ts';
import { raise, surveyWorld } from '../lab-survey.ts';

const NAMES = Array.from({ length: 12 }, (_, index) => `operator${100 + index}.example`);
const SERVFAIL = { behaviours: { ANY: { kind: 'rcode', rcode: 'SERVFAIL' } } } as const;
const ONE = await makeCertificate({
  subject: 'CN=middlebox.example',
  names: ['middlebox.example'],
});

function worldOf(
  behaviour: SmtpBehaviour | 'unreachable',
  names: WorldSpec['names'] = {},
): WorldSpec {
  return {
    domains: Object.fromEntries(NAMES.map((name) => [name, mx(`mx.${name}`)])),
    hosts: Object.fromEntries(NAMES.map((name) => [`mx.${name}`, { behaviour }])),
    names,
  };
}

it.each<[string, WorldSpec, DegradedReason[]]>([
  ['good servers', worldOf({}), []],
  ['no STARTTLS at 12', worldOf({ starttls: 'absent' }), []],
  [
    'A and AAAA SERVFAIL',
    worldOf({}, Object.fromEntries(NAMES.map((name) => [`mx.${name}`, SERVFAIL]))),
    ['dns-failing'],
  ],
  [
    '554 blocked',
    worldOf({ greeting: '554 5.7.1 Service unavailable; client blocked using zen.spamhaus.org' }),
    ['scanner-refused'],
  ],
  [
    '421 too many',
    worldOf({ greeting: '421 4.7.0 Error: too many connections' }),
    ['scanner-refused'],
  ],
  ['closing', worldOf({ endAt: { step: 'connect', how: 'close' } }), ['no-dialogue']],
  ['silent', worldOf({ greeting: 'silent' }), ['no-dialogue']],
  ['HTTP', worldOf({ greeting: 'HTTP/1.1 400 Bad Request' }), ['no-dialogue']],
  ['refused connections', worldOf('unreachable'), ['no-connection']],
  ['masked STARTTLS', worldOf({ starttls: { keyword: 'XXXXXXXA' } }), ['starttls-stripped']],
  ['one certificate', worldOf({ tls: { certificate: ONE } }), ['one-certificate-everywhere']],
])('a survey of a world: %s', async (_, spec, expected) => {
  const world = await raise(spec);
  const { domains, endpoints } = await surveyWorld(world, spec);
  const records = { domains: () => domains, endpoints: () => endpoints };
  expect(degradedReasons(records, '2026-11-30T03:00:00Z', null)).toEqual(expected);
});
