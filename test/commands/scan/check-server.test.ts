import { connect } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { askOnion, checkServer } from '../../../src/commands/scan/check-server.ts';
import { instantOf } from '../../../src/commands/scan/found-survey.ts';
import type { SurveyInput } from '../../../src/commands/scan/run-survey.ts';
import { readPage, readSetting } from '../../../src/commands/pages/word-pages.ts';
import { prepareRoots } from '../../../src/judge/x509/certificate-path.ts';
import { createExclusions } from '../../../src/model/names/exclusions.ts';
import type { ServerFinding } from '../../../src/model/output/server-check.ts';
import type { Resolver } from '../../../src/net/dns/dns-answer.ts';
import { openDirectly } from '../../../src/net/open.ts';
import { checkDocument } from '../../../src/report/check/check-document.ts';
import { findingsOf, onionFindings } from '../../../src/report/check/findings.ts';
import { makePalette } from '../../../src/report/document/palette.ts';
import { documentText } from '../../../src/report/format/document-text.ts';
import { makeCertificate } from '../../lab/certificates.ts';
import { labOnion } from '../../lab/onion/onion-names.ts';
import type { SmtpBehaviour } from '../../lab/smtp/smtp-behaviour.ts';
import { startSmtpServer, type LabSmtp } from '../../lab/smtp/smtp-server.ts';

const HOST = 'mail.lab.example';
const AT = new Date();

const SILENT_DNS: Resolver = {
  // Asked at the end of a survey, whether the resolver lives.
  mx: () => Promise.resolve({ kind: 'nodata', aliases: [], dnssec: 'unknown' }),
  ipv4: () => Promise.reject(new Error('not asked')),
  ipv6: () => Promise.reject(new Error('not asked')),
  alias: () => Promise.resolve({ kind: 'nodata', aliases: [], dnssec: 'unknown' }),
  tlsa: () => Promise.resolve({ kind: 'nodata', aliases: [], dnssec: 'unknown' }),
  txt: () => Promise.reject(new Error('not asked')),
  srv: () => Promise.reject(new Error('not asked')),
  validates: () => Promise.resolve(false),
};

/** Checks servers of the lab as if each stood on its port of one address; `onion`: the port of an onion service among them. */
async function checked(
  behaviours: Readonly<Record<number, SmtpBehaviour>>,
  onion: number | null = null,
): Promise<{ findings: ServerFinding[]; text: string; servers: Map<number, LabSmtp> }> {
  const root = await makeCertificate({ subject: 'CN=Lab Root', ca: true });
  const servers = new Map<number, LabSmtp>();
  for (const [port, behaviour] of Object.entries(behaviours)) {
    const certificate = await makeCertificate({
      subject: `CN=${HOST}`,
      names: [HOST],
      issuer: root,
    });
    const tls = { certificate, ...behaviour.tls };
    const server = await startSmtpServer({ name: HOST, behaviour: { ...behaviour, tls } });
    onTestFinished(() => server.close());
    servers.set(Number(port), server);
  }
  const input: SurveyInput = {
    targets: {
      count: 1,
      entries: async function* () {
        await Promise.resolve();
        yield { domain: HOST, category: null, provider: null };
      },
    },
    startedAt: instantOf(AT),
    options: { domains: [HOST], stdin: null, exclude: null, allowPrivate: true, trustAd: false },
    lists: [],
    categories: [],
    resolver: SILENT_DNS,
    resolverName: 'lab',
    dial: (_, port) => connect({ host: '127.0.0.1', port: servers.get(port)?.port ?? 1 }),
    targetPolicy: { ...createExclusions([]), refuses: () => null },
    families: ['ipv4', 'ipv6'],
    roots: prepareRoots([root.pem]),
    rootsSource: 'lab',
    vantage: null,
    ehlo: 'scan.lab.example',
    clients: [],
    port: 25,
    givenMx: null,
    dnsbl: [],
    tor: null,
    policies: false,
    rateLimits: { concurrency: 4, perOperator: 4, pauseMs: 0 },
    workers: { workers: 0, firstHere: 0 },
    depth: 'deep',
    passes: 1,
    passDelayMs: 0,
    attemptMs: 3_000,
    regresses: null,
    before: null,
    clock: () => new Date(),
  };
  const server = { host: HOST, address: '127.0.0.1' };
  const ports = onion === null ? [25, 465, 587] : [25];
  const found = await checkServer(input, server, ports);
  const at = input.startedAt;
  const context = { certificates: found.certificates, at, date: at.slice(0, 10) };
  const place = { host: HOST, onion: { host: labOnion('check'), port: onion ?? 0 } };
  const findings = [
    ...findingsOf(found.ports, context),
    ...(onion === null
      ? []
      : onionFindings(await askOnion(input, openDirectly(input.dial), place))),
  ];
  const pageOf = (placed: Parameters<typeof readPage>[0]) => {
    const page = readPage(placed);
    return { page, settings: page.settings.map(readSetting) };
  };
  const document = checkDocument({ host: HOST, ports: found.ports, findings, pageOf });
  const screen = { palette: makePalette(false), width: 80, signs: 'ascii' } as const;
  return { findings, text: [...documentText(document, screen)].join(''), servers };
}

/** Findings as lines: `25 relay ok refused each of 4 forms; …`. */
function lines(findings: readonly ServerFinding[], question?: string): string[] {
  return findings
    .filter((each) => question === undefined || each.question === question)
    .map((each) => `${each.port} ${each.question} ${each.outcome}: ${each.evidence}`);
}

const MAIL = { MAIL: '250 2.1.0 Ok', RSET: '250 2.0.0 Ok' };
const CLOSED: SmtpBehaviour = { others: { ...MAIL, RCPT: '554 5.7.1 Relay access denied' } };
const TRUSTING: SmtpBehaviour = {
  greeting: '220 mail.lab.example ESMTP Postfix',
  others: { ...MAIL, RCPT: '250 2.1.5 Ok' },
};
/** Accepts the percent form and the source route alone. */
const ROUTING: SmtpBehaviour = {
  others: {
    ...MAIL,
    RCPT: (argument) => (/%|<@/.test(argument) ? '250 2.1.5 Ok' : '554 5.7.1 denied'),
  },
};
const WITH_AUTH = ['PIPELINING', 'AUTH PLAIN LOGIN'];
const INSIDE_AUTH = ['250-mail.lab.example', '250 AUTH PLAIN LOGIN'];
const SUBMISSION: SmtpBehaviour = { ...CLOSED, ehloAfterTls: INSIDE_AUTH };
const TRUSTED = 'asked from 127.0.0.1 (loopback), which mail servers usually trust';

describe('a check of a server', () => {
  it('finds nothing wrong with one that is as it should be', async () => {
    const { findings, text, servers } = await checked({
      25: CLOSED,
      465: { ...SUBMISSION, implicitTls: true },
      587: SUBMISSION,
    });
    expect(new Set(findings.map(({ outcome }) => outcome))).toEqual(new Set(['ok']));
    await expect(masked(text)).toMatchFileSnapshot('expected/check-sound.txt');
    for (const server of servers.values()) {
      const said = server.connections.flatMap(({ commands }) => commands);
      expect(said.filter((each) => each.startsWith('RCPT'))).toEqual([
        'RCPT TO:<postmaster@mxtls.example>',
        'RCPT TO:<postmaster@mxtls.example>',
        'RCPT TO:<postmaster%mxtls.example@mail.lab.example>',
        'RCPT TO:<@mail.lab.example:postmaster@mxtls.example>',
      ]);
      expect(said.filter((each) => !/^(EHLO|STARTTLS|MAIL|RCPT|RSET|QUIT)/.test(each))).toEqual([]);
    }
  });

  it('says what is wrong with one that is not, and what to do', async () => {
    const { text } = await checked({
      25: {
        greeting: '220 mail.lab.example ESMTP Postfix',
        keywords: WITH_AUTH,
        others: { ...MAIL, RCPT: '250 2.1.5 Ok' },
        tls: { minVersion: 'TLSv1' },
      },
      465: {},
      587: {
        starttls: 'absent',
        keywords: WITH_AUTH,
        others: { MAIL: '530 5.7.0 Must issue STARTTLS' },
      },
    });
    await expect(masked(text)).toMatchFileSnapshot('expected/check-faults.txt');
  });

  it.each<[string, SmtpBehaviour, SmtpBehaviour]>([
    ['open', TRUSTING, TRUSTING],
    ['closed', TRUSTING, CLOSED],
    ['routed', CLOSED, ROUTING],
    ['routed-both', ROUTING, ROUTING],
  ])('says what to do about an onion service: %s', async (name, direct, onion) => {
    const { text } = await checked({ 25: direct, 2525: onion }, 2525);
    await expect(masked(text)).toMatchFileSnapshot(`expected/check-onion-${name}.txt`);
    expect(text.split('\n').filter((line) => line.length > 80)).toEqual([]);
  });

  it.each<[string, SmtpBehaviour, string]>([
    ['refuses', CLOSED, `25 relay ok: refused each of 4 forms; ${TRUSTED}`],
    [
      'greylists',
      { others: { ...MAIL, RCPT: '450 4.2.0 Greylisted' } },
      `25 relay unknown: its reply to RCPT decides nothing: 450 4.2.0 Greylisted; ${TRUSTED}`,
    ],
    [
      'denies to relay for now, as Postfix does by default',
      { others: { ...MAIL, RCPT: '454 4.7.1 <postmaster@mxtls.example>: Relay access denied' } },
      `25 relay ok: refused each of 4 forms; ${TRUSTED}`,
    ],
    [
      'does not find the domain',
      { others: { ...MAIL, RCPT: '550 5.1.2 Domain not found' } },
      `25 relay unknown: its reply to RCPT decides nothing: 550 5.1.2 Domain not found; ${TRUSTED}`,
    ],
    [
      'refuses the sender',
      { others: { ...MAIL, MAIL: '553 5.1.8 Sender domain not found' } },
      `25 relay unknown: its reply to MAIL decides nothing: 553 5.1.8 Sender domain not found; ${TRUSTED}`,
    ],
    [
      'asks for AUTH first',
      { others: { ...MAIL, MAIL: '530 5.7.0 Authentication required' } },
      `25 relay ok: refused each of 4 forms; ${TRUSTED}`,
    ],
    [
      'accepts the percent hack alone',
      {
        others: {
          ...MAIL,
          RCPT: (argument) => (argument.includes('%') ? '250 Ok' : '554 5.7.1 denied'),
        },
      },
      `25 relay warning: accepted <postmaster%mxtls.example@mail.lab.example> from <postmaster@scan.lab.example>: it relays if it forwards that, and a catch-all mailbox accepts it too; ${TRUSTED}`,
    ],
    [
      'accepts bounces alone',
      {
        others: {
          ...MAIL,
          RCPT: '554 5.7.1 denied',
          MAIL: (argument) => (argument.includes('<>') ? '250 Ok' : '554 5.7.1 denied'),
        },
      },
      `25 relay unknown: its reply to MAIL decides nothing: 554 5.7.1 denied; ${TRUSTED}`,
    ],
    [
      'ends the dialogue at RCPT',
      { others: { ...MAIL, RCPT: '421 4.7.0 too many' } },
      `25 relay unknown: its reply to RCPT decides nothing: 421 4.7.0 too many; ${TRUSTED}`,
    ],
    [
      'rejects the client',
      { greeting: '554 5.7.1 go away' },
      `25 relay unknown: it ended the dialogue: 554 5.7.1 go away; ${TRUSTED}`,
    ],
  ])('tells a server that %s', async (_, behaviour, expected) => {
    const { findings } = await checked({ 25: behaviour });
    expect(lines(findings, 'relay')).toEqual([expected]);
    expect(lines(findings, 'tls').slice(1)).toEqual([
      '465 tls unknown: no server on this port: connection refused',
      '587 tls unknown: no server on this port: connection refused',
    ]);
  });
});

/** A text without its dates, which are those of the day. */
function masked(text: string): string {
  return text.replace(/\d{4}-\d\d-\d\d/g, '<date>');
}
