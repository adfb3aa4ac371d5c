import type { Endpoint } from '../../../src/model/records/endpoint.ts';
import type { Snapshot } from '../../../src/model/records/snapshot.ts';
import { SELF_SIGNED, VALID } from './answer-certificates.ts';
import { world } from './answer-world.ts';

type Dane = NonNullable<Endpoint['dane']>;

const dane = (verdict: Dane['verdict'], dnssec: Dane['dnssec'] = 'secure'): Dane => ({
  dnssec,
  records: verdict === 'none' || verdict === 'failed' ? [] : [`3 1 1 ${'ab'.repeat(32)}`],
  verdict,
});

/** Domains that DANE has something to say about. */
export const DANE_CASES: Record<string, Snapshot> = {
  'dane-enforced': world(
    { domain: 'example.gr', hosts: ['mx.example.gr'], mx: { dnssec: 'secure' } },
    [
      {
        certificate: SELF_SIGNED.id,
        problems: ['expired', 'name-mismatch', 'self-signed', 'weak-key'],
        dane: dane('match'),
      },
    ],
  ),
  'dane-in-trouble': world(
    {
      domain: 'trouble.gr',
      hosts: ['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((letter) => `${letter}.trouble.gr`),
      mx: { dnssec: 'secure' },
    },
    [
      { host: 'a.trouble.gr', certificate: VALID.id, dane: dane('mismatch') },
      { host: 'b.trouble.gr', outcome: 'plaintext', dane: dane('mismatch') },
      { host: 'c.trouble.gr', certificate: VALID.id, dane: dane('unusable') },
      { host: 'd.trouble.gr', certificate: VALID.id, dane: dane('failed', 'bogus') },
      { host: 'e.trouble.gr', certificate: VALID.id, dane: dane('failed', 'unknown') },
      { host: 'f.trouble.gr', certificate: VALID.id, dane: dane('failed') },
      { host: 'g.trouble.gr', certificate: VALID.id, dane: dane('none') },
    ],
  ),
};
