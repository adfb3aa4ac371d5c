import { describe, expect, it } from 'vitest';
import { NO_TLS_SHOWN } from '../../../src/model/records/failure.ts';
import { TLS_VERSIONS, type TlsVersion } from '../../../src/model/records/words.ts';
import { verdictLine } from '../../../src/report/answer/verdict.ts';
import { makePalette } from '../../../src/report/document/palette.ts';
import { versionsOf } from '../../compare/worlds.ts';
import { makeDomain, makeEndpoint, type EndpointOverrides } from '../../model/make-records.ts';

function speaking(...spoken: TlsVersion[]) {
  return versionsOf(spoken);
}

const QUICK = versionsOf(['TLSv1.2'], TLS_VERSIONS);

/** The first line about a domain with these servers, and whether it is painted as good. */
function lineOf(servers: readonly EndpointOverrides[]) {
  const endpoints = servers.map((each, index) =>
    makeEndpoint({ host: `mx${index}.a.gr`, ...each }),
  );
  const hosts = endpoints.map(({ host }) => host);
  const domain = makeDomain({ domain: 'a.gr', hosts }, endpoints);
  const painted = verdictLine(domain, endpoints, makePalette(true));
  return {
    line: verdictLine(domain, endpoints, makePalette(false)),
    isGood: painted.includes('\x1b[32m'),
  };
}

const VALID = 'and every certificate is valid for its server; MTA-STS was not asked (quick)';

describe('the verdict on a domain', () => {
  it.each<{ name: string; servers: EndpointOverrides[]; line: string; isGood?: boolean }>([
    {
      name: 'TLS 1.2 and 1.3',
      servers: [{ tls: speaking('TLSv1.2', 'TLSv1.3') }],
      line: `a.gr: encrypted with TLS 1.2 or later, ${VALID}`,
      isGood: true,
    },
    {
      name: 'a version that is deprecated, alone',
      servers: [{ tls: speaking('TLSv1') }],
      line: `a.gr: encrypted with TLS 1.0 only, ${VALID}`,
    },
    {
      name: 'a version that is deprecated, on one of two servers',
      servers: [{ tls: speaking('TLSv1.3') }, { tls: speaking('SSLv3', 'TLSv1.2') }],
      line: `a.gr: encrypted with SSL 3.0 or later, ${VALID}`,
    },
    {
      name: 'lower versions that were not tested',
      servers: [{ tls: QUICK }],
      line: `a.gr: encrypted with TLS 1.2, ${VALID}`,
      isGood: true,
    },
    {
      name: 'a weak signature',
      servers: [{ version: 'TLSv1.3', problems: ['weak-signature'] }],
      line: `a.gr: encrypted with TLS 1.3 only, ${VALID}; weak signature on mx0.a.gr`,
    },
    {
      name: 'weak keys beside another problem',
      servers: [
        { tls: speaking('TLSv1'), problems: ['expired', 'weak-key', 'weak-signature'] },
        { version: 'TLSv1', problems: ['weak-key'] },
        { version: 'TLSv1', problems: ['weak-key'] },
      ],
      line: 'a.gr: encrypted with TLS 1.0 only, but the certificate of mx0.a.gr has expired; weak key on mx0.a.gr and 2 others; weak signature on mx0.a.gr',
    },
    {
      name: 'a server without STARTTLS',
      servers: [{ outcome: 'plaintext' }, { tls: speaking('TLSv1') }],
      line: 'a.gr: STARTTLS on some servers only: mail to it may travel unencrypted; with TLS 1.0 only where it works',
    },
    {
      name: 'a server with broken STARTTLS',
      servers: [{ outcome: 'stripped' }, { tls: speaking('TLSv1.2', 'TLSv1.3') }],
      line: 'a.gr: STARTTLS is broken on some servers: mail to it may travel unencrypted, or not at all; with TLS 1.2 or later where it works',
    },
    {
      name: 'an imported result without TLS',
      servers: [{ outcome: 'failed', failure: NO_TLS_SHOWN }],
      line: 'a.gr: unknown: its mail servers showed no TLS (reachability not recorded)',
    },
    {
      name: 'a limit of the scanner',
      servers: [
        { outcome: 'failed', failure: { stage: 'connect', code: 'no-ipv6', detail: '' } },
        { outcome: 'failed', failure: { stage: 'connect', code: 'local-limit', detail: '' } },
      ],
      line: 'a.gr: unknown: a limit of the scanner, which says nothing of its mail servers',
    },
    {
      name: 'TLS that the scanner does not implement',
      servers: [
        {
          outcome: 'tls-failed',
          failure: { stage: 'handshake', code: 'local-limit', detail: '' },
          tls: { ...speaking('TLSv1'), version: null },
        },
      ],
      line: 'a.gr: unknown: none of its mail servers completed a TLS handshake with the scanner',
    },
    {
      name: 'servers that could not be reached',
      servers: [{ outcome: 'failed' }],
      line: 'a.gr: unknown: none of its mail servers could be reached',
    },
    {
      name: 'a server that defers the scanner',
      servers: [{ outcome: 'deferred' }, { outcome: 'failed' }],
      line: 'a.gr: unknown: none of its mail servers let the scanner test STARTTLS',
    },
    {
      name: 'no server that was asked',
      servers: [],
      line: 'a.gr: unknown: none of its mail servers was asked',
    },
  ])('with $name', ({ servers, line, isGood = false }) => {
    expect(lineOf(servers)).toEqual({ line, isGood });
  });
});

it.each([
  { omittedHosts: 0, excluded: 0, rest: '' },
  { omittedHosts: 3, excluded: 0, rest: ' (3 MX hosts not asked)' },
  { omittedHosts: 0, excluded: 1, rest: ' (1 MX host not asked)' },
])('names the MX hosts that were not asked: $omittedHosts, $excluded', ({ rest, ...unasked }) => {
  const endpoint = makeEndpoint({ host: 'mx.a.gr', tls: speaking('TLSv1.3') });
  const domain = makeDomain({ domain: 'a.gr', hosts: ['mx.a.gr'] }, [endpoint]);
  const cut = { ...domain, mx: { ...domain.mx, ...unasked } };
  expect(verdictLine(cut, [endpoint], makePalette(false))).toBe(
    `a.gr: encrypted with TLS 1.3 only, ${VALID}${rest}`,
  );
});
