import type { Snapshot } from '../../../src/model/records/snapshot.ts';
import { makeCertificate, type DomainOverrides } from '../../model/make-records.ts';
import { GOOD, presenting, snapshotOf, versionsOf, type World } from '../../compare/worlds.ts';

const EVIL = 'EVIL\u001b[31m|<b>*x*';
const CATEGORIES = [
  { name: 'Commercial Providers', providers: ['FORTHNET', 'VODAFONE', 'MAILBOX'] },
  { name: 'Free [Providers]', providers: [EVIL] },
];
const LISTED: readonly [category: string, provider: string, domain: string, hosts: string[]][] = [
  ['Commercial Providers', 'FORTHNET', 'forthnet.gr', ['mailsrv.forthnet.gr']],
  ['Commercial Providers', 'FORTHNET', 'ath.forthnet.gr', ['mailsrv.forthnet.gr']],
  [
    'Commercial Providers',
    'VODAFONE',
    'vodafone.gr',
    ['mx1.shared.ro', 'mx2.shared.ro', 'mx3.shared.ro'],
  ],
  ['Commercial Providers', 'MAILBOX', 'mailbox.gr', ['mail.mailbox.gr']],
  ['Free [Providers]', EVIL, 'evil.gr', ['mx1.shared.ro', 'mx2.shared.ro', 'mx3.shared.ro']],
];
const domains = (more: DomainOverrides[] = []): DomainOverrides[] => [
  ...LISTED.map(([category, provider, domain, hosts]) => ({ category, provider, domain, hosts })),
  ...more,
];

const WILDCARD = makeCertificate({ subject: 'CN=*.forthnet.gr', names: ['*.forthnet.gr'] });
const SHARED = makeCertificate({ subject: 'CN=*.shared.ro', names: ['*.shared.ro'], serial: '02' });
const OWN = makeCertificate({
  subject: 'CN=Parallels Panel',
  issuer: 'CN=Parallels Panel',
  names: [],
  notAfter: '2013-06-27T18:50:02Z',
  selfSigned: true,
});
const SIGNED = makeCertificate({ subject: 'CN=mail.mailbox.gr', names: ['mail.mailbox.gr'] });
const PLAIN = { outcome: 'plaintext' } as const;
const TLS12 = { tls: versionsOf(['TLSv1.2']) };

const BEFORE: World = {
  survey: { categories: CATEGORIES },
  certificates: [OWN, GOOD],
  domains: domains([{ domain: 'old.gr', provider: null }]),
  hosts: {
    'mailsrv.forthnet.gr': [PLAIN],
    'mx1.shared.ro': [PLAIN],
    'mx2.shared.ro': [PLAIN],
    'mx3.shared.ro': [PLAIN],
    'mail.mailbox.gr': [presenting(OWN, { path: { outcome: 'self-signed', via: [] }, ...TLS12 })],
  },
};
const AFTER: World = {
  survey: {
    categories: CATEGORIES,
    settings: { depth: 'deep', port: 25, passes: 3 },
  },
  certificates: [WILDCARD, SHARED, SIGNED],
  domains: domains([{ domain: 'new.gr', provider: null }]),
  hosts: {
    'mailsrv.forthnet.gr': [presenting(WILDCARD, TLS12)],
    'mx1.shared.ro': [presenting(SHARED, TLS12)],
    'mx2.shared.ro': [presenting(SHARED, TLS12)],
    'mx3.shared.ro': [presenting(SHARED, TLS12)],
    'mail.mailbox.gr': [presenting(SIGNED, { tls: versionsOf(['TLSv1']) })],
  },
};

/** Two surveys between which much happened, some of it at hosts that two providers share. */
export function manyChanges(): { before: Snapshot; after: Snapshot } {
  return { before: snapshotOf('2026-10-12', BEFORE), after: snapshotOf('2026-11-23', AFTER) };
}
