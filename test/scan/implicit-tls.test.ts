import { describe, expect, it } from 'vitest';
import type { Endpoint } from '../../src/model/records/endpoint.ts';
import { makePalette } from '../../src/report/document/palette.ts';
import { classHeading } from '../../src/report/words/class-words.ts';
import { claimOf } from '../../src/report/words/outcome-words.ts';
import { verdictText } from '../../src/report/answer/verdict.ts';
import type { SmtpBehaviour } from '../lab/smtp/smtp-behaviour.ts';
import { oneHost, surveyed, type Surveyed } from '../faults/survey.ts';

const TIMEOUTS = {
  attempt: 4_000,
  connect: 1_000,
  greeting: 400,
  command: 1_000,
  handshake: 600,
  quit: 200,
};

function scanned(behaviour: SmtpBehaviour, depth: 'standard' | 'deep'): Promise<Surveyed> {
  return surveyed(oneHost(behaviour), ({ dial }) => ({
    depth,
    settings: { port: 465, dial, ehlo: 'scan.lab.example', clients: [], timeouts: TIMEOUTS },
  }));
}

/** What is said of an endpoint, and of its domain. */
function texts({ domains, endpoints }: Surveyed): string[] {
  const [[domain], [endpoint]] = [[...domains], [...endpoints]];
  if (domain === undefined || endpoint === undefined) throw new Error('nothing was surveyed');
  const claim = endpoint.outcome === 'tls' ? 'TLS' : claimOf(endpoint, '2026-11-30');
  const { failure } = endpoint;
  return [
    `${classHeading(endpoint)}: ${claim}${failure === null ? '' : ` (${failure.detail})`}`,
    verdictText(domain, endpoints, makePalette(false)),
  ];
}

function only({ endpoints: [endpoint] }: Surveyed): Endpoint {
  if (endpoint === undefined) throw new Error('nothing was surveyed');
  return endpoint;
}

describe('a survey of port 465', () => {
  it('finds TLS, its versions, the greeting and the EHLO reply inside it', async () => {
    const found = await scanned({ implicitTls: true, tls: { minVersion: 'TLSv1.1' } }, 'deep');
    expect(only(found)).toMatchObject({
      outcome: 'tls',
      reply: null,
      smtp: {
        greeting: '220 mx.d.example ESMTP',
        hello: 'EHLO',
        ehlo: ['PIPELINING', 'SIZE 20971520', '8BITMIME'],
        starttls: null,
      },
      tls: {
        version: 'TLSv1.3',
        versions: { TLSv1: 'no', 'TLSv1.1': 'yes', 'TLSv1.2': 'yes', 'TLSv1.3': 'yes' },
      },
      problems: ['self-signed'],
      deep: { withoutSni: 'same' },
    });
    const commands = found.world.connections().flatMap((each) => each.commands);
    expect(new Set(commands)).toEqual(new Set(['EHLO scan.lab.example', 'QUIT']));
  });

  it('says of a server that greets in plaintext what it sent, and nothing of STARTTLS', async () => {
    const found = await scanned({}, 'standard');
    expect(only(found)).toMatchObject({
      outcome: 'tls-failed',
      failure: { stage: 'handshake', code: 'malformed', detail: 'plaintext: 220 mx.d' },
      smtp: { greeting: null, starttls: null },
    });
    expect(found.world.connections()).toHaveLength(2);
    expect(texts(found)).toEqual([
      'broken TLS: does not speak TLS: it answers a ClientHello with bytes that are not TLS (plaintext: 220 mx.d)',
      'TLS is broken',
    ]);
  });

  it.each<[string, SmtpBehaviour, string[]]>([
    [
      'is silent',
      { implicitTls: true, onClientHello: () => ({ kind: 'say', reply: 'silent' }) },
      [
        'unknown: no answer in time during the TLS handshake (600 ms)',
        'unknown: none of its mail servers let the scanner test TLS',
      ],
    ],
    [
      'hangs up',
      { implicitTls: true, endAt: { step: 'client-hello', how: 'close' } },
      [
        'unknown: connection closed during the TLS handshake (the server closed the connection)',
        'unknown: none of its mail servers let the scanner test TLS',
      ],
    ],
    [
      'requires a client certificate',
      { implicitTls: true, tls: { requiresClientCertificate: true } },
      [
        'broken TLS: broke off: it requires a client certificate (ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED)',
        'TLS is broken',
      ],
    ],
  ])('says of a server that %s what is known', async (_, behaviour, expected) => {
    expect(texts(await scanned(behaviour, 'standard'))).toEqual(expected);
  });
});
