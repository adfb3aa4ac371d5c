import type { Snapshot } from '../../../src/model/records/snapshot.ts';
import {
  makeCertificate,
  makeDomain,
  makeEndpoint,
  makeSnapshot,
} from '../../model/make-records.ts';

/** What acts in one format or another: a terminal, a table or HTML in Markdown, a formula in CSV, and text turned round. */
const HOSTILE = '=cmd|\x1b[31m<script>alert(1)</script>\u202e`x` _y_ [z](http://a.gr)';
const CATEGORY = '@C|\x1b]0;title\x07';

const EVIL = makeCertificate({
  subject: 'CN=<script>|\x1b[2J\u202e*evil*',
  names: ['+mx.evil.gr|<b>'],
  issuer: 'CN=-CA| `$x$`\u2067,O=[O](www.a.gr)',
  notAfter: '2026-12-01T00:00:00Z',
});

/** A survey in which the list, the servers and their certificates are against its reader. */
export function makeHostileSurvey(): Snapshot {
  const endpoints = [
    makeEndpoint({
      host: 'mx1.evil.gr',
      certificate: EVIL.id,
      chain: [EVIL.id],
      problems: ['name-mismatch', 'untrusted-issuer'],
      path: { outcome: 'untrusted-root', via: [] },
    }),
    makeEndpoint({
      host: 'mx2.evil.gr',
      certificate: EVIL.id,
      chain: [EVIL.id],
      problems: ['name-mismatch', 'untrusted-issuer'],
      path: { outcome: 'untrusted-root', via: [] },
    }),
    makeEndpoint({
      host: 'mx3.evil.gr',
      outcome: 'rejected',
      reply: { stage: 'greeting', code: 554, text: `=cmd|\x1b[2J<img src=x>\r\n# \u202e|a|b|` },
    }),
    makeEndpoint({ host: '*|<x>\x1b.evil.gr', outcome: 'plaintext' }),
  ];
  return makeSnapshot({
    domains: [
      makeDomain(
        {
          domain: 'evil.gr',
          category: CATEGORY,
          provider: HOSTILE,
          hosts: ['mx1.evil.gr', 'mx2.evil.gr', 'mx3.evil.gr'],
        },
        endpoints,
      ),
      makeDomain(
        { domain: 'worse.gr', category: CATEGORY, provider: '1. -x', hosts: ['*|<x>\x1b.evil.gr'] },
        endpoints,
      ),
      makeDomain({ domain: 'xn--qxam.gr', category: CATEGORY, mx: { kind: 'null-mx' } }),
    ],
    endpoints,
    certificates: [EVIL],
    survey: {
      vantage: '<b>\x07|',
      degraded: ['no-connection', '|<i>\x1b'],
      categories: [{ name: CATEGORY, providers: [HOSTILE, '1. -x'] }],
      lists: [{ file: '<x>|.txt', sha256: '0'.repeat(64), domains: 3 }],
    },
  });
}
