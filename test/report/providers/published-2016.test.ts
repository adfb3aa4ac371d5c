import { existsSync, readdirSync } from 'node:fs';
import { rm, mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildProgram, run } from '../../program.ts';

const PROJECT = join(import.meta.dirname, '..', '..', '..');
const DATA = join(PROJECT, '..', 'shared', 'data', 'gr-mx');
const REASON = existsSync(DATA) ? '' : ' (skipped: no ../shared/data)';

let folder = '';
const texts = new Map<string, string>();

/** The sentences about a provider in a section of the report of a day, without line breaks. */
function said(date: string, section: string, provider: string): string {
  const [, after = ''] = (texts.get(date) ?? '').split(`${section}\n====`);
  const [own = ''] = after.split(/\n\n[^\n]+\n====/);
  const paragraph = own.split('\n').find((line) => line.trimStart().startsWith(`${provider}: `));
  return paragraph ?? `nothing of ${provider}`;
}

beforeAll(async () => {
  if (!existsSync(DATA)) return;
  folder = await mkdtemp(join(tmpdir(), 'mxtls-test-'));
  const main = buildProgram();
  const files = readdirSync(DATA)
    .filter((name) => name.startsWith('results-'))
    .map((name) => join(DATA, name));
  const lists = ['--mx-map', join(DATA, 'mx-map.txt'), '--list', join(PROJECT, 'domains/gr.txt')];
  const imported = await run(main, ['import', 'gr-mx', ...lists, ...files], { cwd: folder });
  expect(imported).toMatchObject({ status: 0 });
  for (const date of ['2016-01-08', '2016-01-23', '2016-03-26']) {
    const { stdout } = await run(main, ['report', date], { cwd: folder });
    texts.set(date, stdout.replace(/\n +(?! |[A-Z/]+: )/g, ' '));
  }
});

afterAll(async () => {
  if (folder !== '') await rm(folder, { recursive: true });
});

const NO_TLS = 'showed no TLS (reachability not recorded)';

describe.skipIf(REASON !== '')(`report 2016-01-23 on the TLS of providers${REASON}`, () => {
  it.each([
    ['OTE/COSMOTE', 'TLS 1.2 on cosmote.gr; TLS 1.0 at most on '],
    ['OTE/COSMOTE', `and 7 others: ${NO_TLS}.`],
    ['WIND', 'TLS 1.0 on windtools.gr.'],
    [
      'WIND',
      `TLS unknown on mailrelay.wind.gr, mailrelay2.wind.gr and mx1.windtools.gr: ${NO_TLS}.`,
    ],
    [
      'CYTA',
      `TLS unknown on mail-relay.cytanet.com.cy, mx1.cytanet.com.cy, mx2.cytanet.com.cy and 10 others: ${NO_TLS}.`,
    ],
    ['FORTHNET', `TLS unknown on mailsrv.forthnet.gr: ${NO_TLS}.`],
    [
      'HOL',
      `TLS unknown on protect1.mail.hol.gr, protect2.mail.hol.gr, protect3.mail.hol.gr and 4 others: ${NO_TLS}.`,
    ],
    [
      'VODAFONE',
      `TLS unknown on relay1.netnames.net, relay2.netnames.net, mx1.mydomain.ro and mx2.mydomain.ro: ${NO_TLS}.`,
    ],
    ['TEE', `TLS unknown on all *.tee.gr: ${NO_TLS}.`],
    ['IN', `TLS unknown on all *.in.gr: ${NO_TLS}.`],
    ['FREEMAIL', `TLS unknown on mx2.freemail.gr: ${NO_TLS}.`],
    ['GRNET', 'Supports TLS 1.2.'],
    ['SCH', 'Supports TLS 1.0.'],
    ['MIL', 'Supports TLS 1.0.'],
    ['AUTH', 'Supports TLS 1.2.'],
    [
      'NTUA',
      'TLS 1.2 on ulysses.noc.ntua.gr; TLS 1.0 at most on achilles.noc.ntua.gr and diomedes.noc.ntua.gr.',
    ],
    ['UPATRAS', 'Supports TLS 1.0.'],
    ['MAILBOX', 'Supports TLS 1.2.'],
    ['ESPIV', 'Supports TLS 1.2.'],
  ])('%s: %s', (provider, sentence) => {
    expect(said('2016-01-23', 'TLS per provider', provider)).toContain(sentence);
  });

  it('One and a half of the six commercial providers: OTE/COSMOTE, and WIND for one of two domains', () => {
    const text = texts.get('2016-01-23') ?? '';
    const [, commercial = ''] = text.split('Commercial Providers\n');
    const providers = (commercial.split('\n\n')[0] ?? '').split('\n');
    expect(providers).toHaveLength(6);
    const withTls = providers.filter((line) => /(?:Supports |: )TLS \d/.test(line));
    expect(withTls.map((line) => line.trim().split(':')[0])).toEqual(['OTE/COSMOTE', 'WIND']);
    expect(withTls[1]).toContain('TLS 1.0 on windtools.gr.');
  });

  it('says of no server that STARTTLS was not offered: the script did not record it', () => {
    expect(texts.get('2016-01-23')).not.toMatch(/NOT support|NOT offer/i);
  });
});

describe.skipIf(REASON !== '')(`report 2016-01-23 on certificates${REASON}`, () => {
  it.each([
    [
      'OTE/COSMOTE',
      'All *.otenet.gr that speak TLS use the same certificate, sent with the certificate of Symantec Class 3 Secure Server CA - G4, issued for mailgate.otenet.gr, not for their own names.',
    ],
    [
      'OTE/COSMOTE',
      'All *.ote.gr have certificates of their own; names and dates are right (issuers not recorded)',
    ],
    [
      'OTE/COSMOTE',
      'All mail*.dt-one.com use the same certificate, of IMSVA.TREND, sent alone (issuer not recorded), issued for no host name.',
    ],
    // Published as valid; but the host is in none of the names.
    [
      'WIND',
      'mx2.windtools.gr has a certificate sent alone (issuer not recorded), issued for mail.windtools.gr and 5 other names, not for mx2.windtools.gr.',
    ],
    [
      'GRNET',
      'mx0.grnet.gr has a certificate until 2017-10-22, sent with the certificate of TERENA SSL CA 2; name and dates are right (issuer not recorded).',
    ],
    [
      'SCH',
      'mx2.sch.gr has a certificate expired 5 years ago (2010-02-11), sent with its own CA (SCH_SERVERS_CA), which expired 4 years ago (2011-03-11) as well',
    ],
    // Published as of their own CA, expired 1 year before; no issuer is in the data.
    [
      'MIL',
      'ml.mil.gr has a certificate expired 8 months ago (2015-05-15), sent alone (issuer not recorded)',
    ],
    // Published as by HARICA: the Hellenic Academic and Research Institutions Certification Authority.
    [
      'AUTH',
      'mailsrv1.ccf.auth.gr and mailsrv2.ccf.auth.gr use the same certificate, for mail.auth.gr and 29 other names, until 2016-04-09, sent with the certificate of Hellenic Academic and Research Institutions Cert. Authority (Aristotle University of Thessaloniki Central CA R4); names and dates are right (issuer not recorded).',
    ],
    // Published as for mail.ntua.gr.
    [
      'NTUA',
      'All *.noc.ntua.gr use the same certificate, sent with the certificate of TERENA SSL CA, issued for smtp.ntua.gr, not for their own names.',
    ],
    [
      'UPATRAS',
      'sent with the certificate of TERENA SSL CA 2; name and dates are right (issuer not recorded)',
    ],
    [
      'MAILBOX',
      'mail.mailbox.gr has a certificate expired 2 years ago (2014-01-03), of Parallels Panel, sent alone (issuer not recorded)',
    ],
    ['ESPIV', 'mail.espiv.net has a wildcard certificate for *.espiv.net and 1 other name'],
  ])('%s: %s', (provider, sentence) => {
    expect(said('2016-01-23', 'Certificates per provider', provider)).toContain(sentence);
  });

  it('says of no certificate that it is trusted or self-signed: no issuer was recorded', () => {
    expect(texts.get('2016-01-23')).not.toMatch(/a valid |self-signed|not trusted/);
  });
});

describe.skipIf(REASON !== '')(`reports of other days${REASON}`, () => {
  it.each([
    ['2016-03-26', 'FORTHNET', 'TLS', 'Supports TLS 1.2.'],
    ['2016-03-26', 'FORTHNET', 'Certificates', 'wildcard certificate for *.forthnet.gr'],
    [
      '2016-03-26',
      'FORTHNET',
      'TLS',
      'TLS of any version: since 2016-02-03 (not yet on 2016-01-23, if it was reachable then).',
    ],
    [
      '2016-03-26',
      'VODAFONE',
      'TLS',
      'TLS 1.2 on vodafone.gr. Since 2016-03-10 (not yet on 2016-02-13, if it was reachable then).',
    ],
    [
      '2016-03-26',
      'MAILBOX',
      'Changes',
      'mailbox.gr moved its mail from mailbox.gr to spamexperts.eu',
    ],
    [
      '2016-03-26',
      'MAILBOX',
      'Changes',
      'with a certificate for mx.antispamcloud.com and 4 other names',
    ],
    [
      '2016-03-26',
      'VODAFONE',
      'Certificates',
      'issued for *.megamailservers.eu and 1 other name, not for their own names.',
    ],
    ['2016-03-26', 'MAILBOX', 'TLS', 'Supports TLS 1.2.'],
    ['2016-01-08', 'WIND', 'TLS', `mailrelay2.wind.gr and mx1.windtools.gr: ${NO_TLS}.`],
  ])('%s %s, %s: %s', (date, provider, section, sentence) => {
    const title = section === 'Changes' ? 'Changes since 2016-03-10' : `${section} per provider`;
    expect(said(date, title, provider)).toContain(sentence);
  });
});
