import { describe, expect, it } from 'vitest';
import { makePalette } from '../../src/report/format/palette.ts';
import { describeSurvey } from '../../src/report/survey.ts';
import { ODD_SURVEYS } from './providers/survey-odd.ts';
import { makeSurvey2016 } from './providers/survey-2016.ts';

const text = describeSurvey(makeSurvey2016(), makePalette(false));
const unwrapped = text.replace(/\n {4}/g, ' ');

describe('describeSurvey on the servers of 2016-01-23', () => {
  it('prints a text that a person has read', async () => {
    await expect(text).toMatchFileSnapshot('expected/survey-2016.txt');
  });

  it.each([
    ['OTE/COSMOTE', 'Some servers support TLS 1.0 and some others 1.2'],
    ['WIND', 'Supports TLS 1.0 on windtools.gr but does NOT support TLS on wind.gr'],
    ['CYTA', 'Does NOT support TLS: did not offer STARTTLS to us, asked twice on 2016-01-23.'],
    ['FORTHNET', 'Does NOT support TLS'],
    ['VODAFONE', 'Does NOT support TLS'],
    ['GRNET', 'Supports TLS 1.2.'],
    ['SCH', 'Supports TLS 1.0.'],
    ['MIL', 'Supports TLS 1.0.'],
    ['AUTH', 'Supports TLS 1.2.'],
    ['NTUA', 'Some servers support TLS 1.0 and one other 1.2.'],
    ['UPATRAS', 'Supports TLS 1.0.'],
    ['IN', 'Does NOT support TLS'],
    ['MAILBOX', 'Supports TLS 1.2.'],
    ['ESPIV', 'Supports TLS 1.2.'],
  ])('says of the TLS of %s what was published', (provider, sentence) => {
    expect(unwrapped).toContain(`  ${provider}: ${sentence}`);
  });

  it.each([
    'All *.otenet.gr that speak TLS use the same certificate, valid for mailgate.otenet.gr, not for their own names',
    'All *.ote.gr have valid certificates of their own, the first to end on 2017-04-08',
    'All mail*.dt-one.com use the same self-signed certificate',
    'GRNET: mx0.grnet.gr has a valid certificate',
    'expired 5 years ago (2010-02-11), signed by their own CA (SCH_SERVERS_CA), which expired 4 years ago (2011-03-11) as well',
    'All *.noc.ntua.gr use the same certificate, valid for smtp.ntua.gr, not for their own names',
    'mail.mailbox.gr has a self-signed certificate',
    'mail.espiv.net has a valid wildcard certificate for *.espiv.net',
  ])('says of certificates: %s', (sentence) => {
    expect(unwrapped).toContain(sentence);
  });

  it('tells what could not be told apart, and never as a no', () => {
    expect(unwrapped).toContain('mx1.windtools.gr could not be told: connection refused.');
    expect(unwrapped).toContain('SCH: Supports TLS 1.0. mx.sch.gr could not be told');
  });
});

describe('describeSurvey', () => {
  it.each(Object.entries(ODD_SURVEYS))('%s', async (name, snapshot) => {
    const odd = describeSurvey(snapshot, makePalette(false));
    expect(odd).not.toMatch(/[^\P{C}\n]/u);
    await expect(odd).toMatchFileSnapshot(`expected/survey-${name}.txt`);
  });

  it('colours by meaning, and says the same without', () => {
    const painted = describeSurvey(makeSurvey2016(), makePalette(true));
    expect(painted).toContain('\x1b[31mdoes NOT support TLS\x1b[39m on wind.gr');
    expect(painted.replace(/\x1b\[\d+m/g, '')).toBe(text);
  });
});
