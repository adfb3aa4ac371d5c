import type { VantageKind } from '../../../src/model/output/vantage-kinds.ts';
import type { FailureCode, Stage } from '../../../src/model/records/words.ts';
import { makeCertificate, type EndpointOverrides } from '../../model/make-records.ts';
import { presenting, versionsOf, type World } from '../worlds.ts';

/** The certificates that any case presents. */
const OWN = makeCertificate({ serial: '01' });
const OTHER = makeCertificate({ serial: '02' });
const FORGED = makeCertificate({
  subject: 'CN=proxy',
  issuer: 'CN=proxy',
  names: [],
  serial: '03',
  selfSigned: true,
});

const TLS = presenting(OWN, { tls: versionsOf(['TLSv1.2', 'TLSv1.3']) });

/** The ids of two roots. */
const [ROOT, OTHER_ROOT] = ['a', 'b'].map((digit) => digit.repeat(64)) as [string, string];

/** A server whose certificate is valid below a root. */
function below(root: string, certificate = OWN): EndpointOverrides {
  return { ...TLS, ...presenting(certificate, { path: { outcome: 'trusted', via: [root] } }) };
}

const PLAIN: EndpointOverrides = { outcome: 'plaintext' };
const INCONSISTENT = ['inconsistent'];

function failed(code: FailureCode, stage: Stage = 'connect'): EndpointOverrides {
  return { outcome: 'failed', smtp: null, failure: { stage, code, detail: '' } };
}

function brokenOff(code: FailureCode): EndpointOverrides {
  return { outcome: 'tls-failed', failure: { stage: 'handshake', code, detail: '' } };
}

function replied(
  outcome: 'rejected' | 'deferred' | 'refused-starttls',
  code: number,
  text: string,
  notes: string[] = [],
): EndpointOverrides {
  const stage = outcome === 'refused-starttls' ? 'starttls' : 'greeting';
  return { outcome, reply: { stage, code, text }, notes };
}

const LISTED = replied('rejected', 554, '5.7.1 blocked by bl.example.org', ['scanner-listed']);
const REJECTED = replied('rejected', 554, 'go away');
const DEFERRED = replied('deferred', 451, 'greylisted');

/** What two vantages show of one address, and the differences that it has. */
export interface VantageCase {
  name: string;
  first: EndpointOverrides;
  second: EndpointOverrides;
  kinds: VantageKind[];
}

export const VANTAGE_CASES: readonly VantageCase[] = [
  { name: 'the same', first: TLS, second: TLS, kinds: [] },
  { name: 'no STARTTLS from either', first: PLAIN, second: PLAIN, kinds: [] },
  { name: 'STARTTLS removed on a path', first: TLS, second: PLAIN, kinds: ['starttls'] },
  {
    name: 'STARTTLS masked on a path',
    first: TLS,
    second: { outcome: 'stripped' },
    kinds: ['starttls'],
  },
  {
    name: 'STARTTLS refused on a path',
    first: TLS,
    second: replied('refused-starttls', 502, 'no'),
    kinds: ['starttls'],
  },
  {
    name: 'an alert on a path',
    first: TLS,
    second: brokenOff('tls-alert'),
    kinds: ['starttls'],
  },
  {
    name: 'STARTTLS put off',
    first: TLS,
    second: replied('refused-starttls', 454, 'later'),
    kinds: ['undetermined'],
  },
  {
    name: 'a connection reset in the handshake',
    first: TLS,
    second: brokenOff('reset'),
    kinds: ['connection'],
  },
  { name: 'a timeout', first: TLS, second: failed('timeout'), kinds: ['connection'] },
  { name: 'unreachable', first: PLAIN, second: failed('unreachable'), kinds: ['connection'] },
  { name: 'port 25 blocked', first: TLS, second: failed('blocked'), kinds: ['connection'] },
  {
    name: 'another protocol',
    first: TLS,
    second: failed('not-smtp', 'greeting'),
    kinds: ['connection'],
  },
  { name: 'no IPv6 there', first: TLS, second: failed('no-ipv6'), kinds: ['undetermined'] },
  { name: 'a limit of ours', first: TLS, second: failed('local-limit'), kinds: ['undetermined'] },
  { name: 'not asked', first: TLS, second: failed('not-asked'), kinds: ['undetermined'] },
  { name: 'both fail alike', first: failed('timeout'), second: failed('timeout'), kinds: [] },
  { name: 'both fail', first: failed('timeout'), second: failed('refused'), kinds: [] },
  { name: 'a limit and a timeout', first: failed('no-ipv6'), second: failed('timeout'), kinds: [] },
  { name: 'on a list', first: TLS, second: LISTED, kinds: ['refused'] },
  {
    name: 'deferred, as on a list',
    first: TLS,
    second: replied('deferred', 450, 'listed', ['scanner-listed']),
    kinds: ['refused'],
  },
  { name: 'rejected', first: PLAIN, second: REJECTED, kinds: ['refused'] },
  { name: 'rejected by both', first: LISTED, second: REJECTED, kinds: [] },
  {
    name: 'rejected and unreachable',
    first: LISTED,
    second: failed('timeout'),
    kinds: ['connection'],
  },
  { name: 'deferred', first: TLS, second: DEFERRED, kinds: ['undetermined'] },
  { name: 'deferred and rejected', first: DEFERRED, second: REJECTED, kinds: [] },
  {
    name: 'deferred and unreachable',
    first: DEFERRED,
    second: failed('reset'),
    kinds: ['connection'],
  },
  {
    name: 'inconsistent within one survey',
    first: TLS,
    second: { ...PLAIN, notes: INCONSISTENT },
    kinds: ['undetermined'],
  },
  {
    name: 'another certificate of the same root, both valid',
    first: below(ROOT),
    second: below(ROOT, OTHER),
    kinds: ['both-valid'],
  },
  {
    name: 'a valid certificate of another root',
    first: below(ROOT),
    second: below(OTHER_ROOT, OTHER),
    kinds: ['certificate'],
  },
  {
    name: 'another certificate of the same root, expired',
    first: below(ROOT),
    second: { ...below(ROOT, OTHER), problems: ['expired'] },
    kinds: ['certificate'],
  },
  {
    name: 'another certificate of the same root, not judged',
    first: below(ROOT),
    second: { ...below(ROOT, OTHER), problems: null },
    kinds: ['certificate'],
  },
  {
    name: 'another certificate of the same root, with a question open',
    first: below(ROOT),
    second: { ...below(ROOT, OTHER), undetermined: ['name-mismatch'] },
    kinds: ['certificate'],
  },
  {
    name: 'another certificate whose root is not recorded',
    first: TLS,
    second: { ...TLS, ...presenting(OTHER) },
    kinds: ['certificate'],
  },
  {
    name: 'a forged certificate',
    first: TLS,
    second: {
      ...TLS,
      ...presenting(FORGED, {
        path: { outcome: 'self-signed', via: [] },
        problems: ['self-signed'],
      }),
    },
    kinds: ['certificate'],
  },
  {
    name: 'no certificate at all',
    first: TLS,
    second: { tls: versionsOf(['TLSv1.2', 'TLSv1.3']), problems: ['no-certificate'] },
    kinds: ['certificate'],
  },
  {
    name: 'a certificate that was not seen',
    first: TLS,
    second: { tls: versionsOf(['TLSv1.2', 'TLSv1.3']), problems: null },
    kinds: [],
  },
  {
    name: 'a lower highest version',
    first: TLS,
    second: { ...TLS, tls: versionsOf(['TLSv1.2']) },
    kinds: ['versions'],
  },
  {
    name: 'an old version on a path',
    first: TLS,
    second: { ...TLS, tls: versionsOf(['TLSv1', 'TLSv1.2', 'TLSv1.3']) },
    kinds: ['versions'],
  },
  {
    name: 'a version that one did not test',
    first: TLS,
    second: { ...TLS, tls: versionsOf(['TLSv1.2'], ['TLSv1.3']) },
    kinds: [],
  },
  {
    name: 'another certificate and a lower version',
    first: TLS,
    second: { ...TLS, ...presenting(OTHER), tls: versionsOf(['TLSv1.2']) },
    kinds: ['certificate', 'versions'],
  },
];

/** A survey of one host, or of several, from a vantage. */
export function worldFrom(
  vantage: string | null,
  hosts: Record<string, readonly EndpointOverrides[]>,
  more: Partial<World> = {},
): World {
  return {
    ...more,
    survey: { vantage, ...more.survey },
    hosts,
    certificates: [OWN, OTHER, FORGED].sort((a, b) => (a.id < b.id ? -1 : 1)),
  };
}
