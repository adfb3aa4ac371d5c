import type { Snapshot } from '../../../src/model/records/snapshot.ts';
import { makeCertificate, type DomainOverrides } from '../../model/make-records.ts';
import { presenting, snapshotOf, versionsOf, type World } from '../../compare/worlds.ts';

const EVIL = 'EVIL\u001b[31m|<b>*x*';
const CATEGORIES = [
  { name: 'Commercial Providers', providers: ['FORTHNET', 'VODAFONE'] },
  { name: 'Free [Providers]', providers: [EVIL] },
];
const LISTED: readonly [
  category: string,
  provider: string | null,
  domain: string,
  hosts: string[],
][] = [
  ['Commercial Providers', 'FORTHNET', 'forthnet.gr', ['mailsrv.forthnet.gr']],
  ['Commercial Providers', 'VODAFONE', 'vodafone.gr', ['mx1.shared.ro', 'mx2.shared.ro']],
  ['Free [Providers]', EVIL, 'evil.gr', ['evil.gr', 'mx1.shared.ro']],
  ['Free [Providers]', null, 'alone.gr', ['mx.alone.gr', 'old.alone.gr']],
];
const domains: DomainOverrides[] = LISTED.map(([category, provider, domain, hosts]) => ({
  category,
  provider,
  domain,
  hosts: [...hosts].sort(),
}));

const OWN = makeCertificate({ subject: 'CN=*.shared.ro', names: ['*.shared.ro'], serial: '01' });
const PROXY = makeCertificate({
  subject: 'CN=proxy',
  issuer: 'CN=Firewall CA',
  names: ['proxy.example'],
  serial: '02',
});
const CERTIFICATES = [OWN, PROXY].sort((a, b) => (a.id < b.id ? -1 : 1));
const MODERN = { tls: versionsOf(['TLSv1.2', 'TLSv1.3']) };

function from(vantage: string | null, startedAt: string, hosts: World['hosts']): Snapshot {
  const survey = { vantage, startedAt, categories: CATEGORIES };
  return snapshotOf('2026-11-23', { survey, domains, certificates: CERTIFICATES, hosts });
}

/** Two vantages of one day, from the second of which much differs; names and replies are hostile. */
export function twoVantages(): { first: Snapshot; second: Snapshot } {
  const first = from('athens', '2026-11-23T03:00:00Z', {
    'evil.gr': [MODERN],
    'mailsrv.forthnet.gr': [MODERN, MODERN, MODERN],
    'mx.alone.gr': [MODERN, { outcome: 'failed' }],
    'mx1.shared.ro': [presenting(OWN, MODERN)],
    'mx2.shared.ro': [presenting(OWN, MODERN)],
    'old.alone.gr': [MODERN, MODERN],
  });
  const second = from('berlin|\u001b[0m', '2026-11-23T05:00:00Z', {
    'evil.gr': [
      {
        outcome: 'rejected',
        notes: ['scanner-listed'],
        reply: { stage: 'greeting', code: 554, text: '<script>\u001b[2J listed' },
      },
    ],
    'mailsrv.forthnet.gr': [{ outcome: 'plaintext' }, { outcome: 'plaintext' }, MODERN],
    'mx.alone.gr': [
      { outcome: 'failed', failure: { stage: 'connect', code: 'timeout', detail: '' } },
      { outcome: 'failed' },
    ],
    'mx1.shared.ro': [
      presenting(PROXY, {
        tls: versionsOf(['TLSv1.2']),
        path: { outcome: 'missing-issuer', via: [] },
        problems: ['name-mismatch', 'untrusted-issuer'],
      }),
    ],
    'mx2.shared.ro': [presenting(OWN, MODERN)],
    'old.alone.gr': [
      { outcome: 'deferred', reply: { stage: 'greeting', code: 451, text: 'try later' } },
    ],
  });
  return { first, second };
}
