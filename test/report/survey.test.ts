import { describe, expect, it } from 'vitest';
import type { Snapshot } from '../../src/model/records/snapshot.ts';
import { PAINTED, PLAIN } from '../screens.ts';
import { wholeText } from '../../src/report/format/document-text.ts';
import type { Screen } from '../../src/report/document/screen.ts';
import { makeReport } from '../../src/report/providers/make-report.ts';
import { reportDocument } from '../../src/report/providers/report-document.ts';
import { surveyDocument } from '../../src/report/survey.ts';
import { ODD_SURVEYS } from './providers/survey-odd.ts';
import { makeSurvey2016 } from './providers/survey-2016.ts';
import { sourceOf } from '../../src/model/records/snapshot-source.ts';

/** The end of a survey without one before it. */
function surveyText(snapshot: Snapshot, screen: Screen): string {
  const commands = { report: 'mxtls report', diff: 'mxtls diff', history: 'mxtls history NAME' };
  return wholeText(
    surveyDocument(sourceOf(snapshot), { comparison: 'first' as const, endsWithin: 14, commands }),
    screen,
  );
}

function sentencesOf(snapshot: Snapshot, screen: Screen): string {
  const report = makeReport({
    source: sourceOf(snapshot),
    next: null,
    book: null,
    comparison: null,
  });
  return wholeText(reportDocument(report), screen);
}

const text = sentencesOf(makeSurvey2016(), PLAIN);
const unwrapped = text.replace(/\n {4}/g, ' ');

describe('a survey of the servers of 2016-01-23', () => {
  it('prints a text that a person has read', async () => {
    await expect(surveyText(makeSurvey2016(), PLAIN)).toMatchFileSnapshot(
      'expected/survey-2016.txt',
    );
  });

  it.each([
    ['OTE/COSMOTE', 'TLS 1.2 on cosmote.gr; TLS 1.0 only on ote.gr and otenet.gr.'],
    [
      'WIND',
      'TLS 1.0 only on windtools.gr; wind.gr did NOT offer STARTTLS (asked twice on 2016-01-23).',
    ],
    ['CYTA', 'Did NOT offer STARTTLS (asked twice on 2016-01-23).'],
    ['FORTHNET', 'Did NOT offer STARTTLS'],
    ['VODAFONE', 'Did NOT offer STARTTLS'],
    ['GRNET', 'Supports TLS 1.2.'],
    ['SCH', 'Supports TLS 1.0 only.'],
    ['MIL', 'Supports TLS 1.0 only.'],
    ['AUTH', 'Supports TLS 1.2.'],
    [
      'NTUA',
      'TLS 1.2 on ulysses.noc.ntua.gr; TLS 1.0 only on achilles.noc.ntua.gr and diomedes.noc.ntua.gr.',
    ],
    ['UPATRAS', 'Supports TLS 1.0 only.'],
    ['IN', 'Did NOT offer STARTTLS'],
    ['MAILBOX', 'Supports TLS 1.2.'],
    ['ESPIV', 'Supports TLS 1.2.'],
  ])('says about the TLS of %s what was published', (provider, sentence) => {
    expect(unwrapped).toContain(`  ${provider}: ${sentence}`);
  });

  it.each([
    'All *.otenet.gr that speak TLS use the same certificate, issued for mailgate.otenet.gr, not for their own names',
    'All *.ote.gr have valid certificates of their own; the first expires on 2017-04-08',
    'All mail*.dt-one.com use the same self-signed certificate',
    'GRNET: mx0.grnet.gr has a valid certificate',
    'expired 5 years ago (2010-02-11), signed by its own CA (SCH_SERVERS_CA), which expired 4 years ago (2011-03-11) as well',
    'All *.noc.ntua.gr use the same certificate, issued for smtp.ntua.gr, not for their own names',
    'mail.mailbox.gr has a self-signed certificate',
    'mail.espiv.net has a valid wildcard certificate for *.espiv.net',
  ])('says about certificates: %s', (sentence) => {
    expect(unwrapped).toContain(sentence);
  });

  it('reports unknown results separately, and never as a no', () => {
    expect(unwrapped).toContain('TLS unknown on mx1.windtools.gr: connection refused.');
    expect(unwrapped).toContain('SCH: Supports TLS 1.0 only. TLS unknown on mx.sch.gr');
  });
});

describe('the end of a survey', () => {
  it.each(Object.entries(ODD_SURVEYS))('%s', async (name, snapshot) => {
    const odd = surveyText(snapshot, PLAIN);
    expect(odd).not.toMatch(/[^\P{C}\n]/u);
    await expect(odd).toMatchFileSnapshot(`expected/survey-${name}.txt`);
  });

  it('colours by meaning, and has the same text without colours', () => {
    const painted = sentencesOf(makeSurvey2016(), PAINTED);
    expect(painted).toContain('wind.gr \x1b[31mdid NOT offer STARTTLS\x1b[39m (asked');
    expect(painted.replace(/\x1b\[\d+m/g, '')).toBe(text);
  });
});
