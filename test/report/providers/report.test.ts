import { describe, expect, it } from 'vitest';
import { ReportSchema, type Report } from '../../../src/model/output/report.ts';
import type { Snapshot } from '../../../src/model/records/snapshot.ts';
import { documentMarkdown } from '../../../src/report/format/document-markdown.ts';
import { wholeText } from '../../../src/report/format/document-text.ts';
import { makeReport } from '../../../src/report/providers/make-report.ts';
import { PLAIN } from '../../screens.ts';
import { reportCsv } from '../../../src/report/providers/report-csv.ts';
import { reportDocument } from '../../../src/report/providers/report-document.ts';
import { reportJson } from '../../../src/report/providers/report-json.ts';
import { whole } from '../whole.ts';
import { makeChangedFacts } from './survey-changed.ts';
import { makeSurvey2016 } from './survey-2016.ts';
import { makeHostileSurvey } from './survey-hostile.ts';
import { makeImportedSurvey } from './survey-imported.ts';
import { ODD_SURVEYS } from './survey-odd.ts';
import { sourceOf } from '../../../src/model/records/snapshot-source.ts';
import type { ReportView } from '../../../src/report/providers/report-view.ts';

const SURVEYS: Record<string, Snapshot> = {
  2016: makeSurvey2016(),
  hostile: makeHostileSurvey(),
  imported: makeImportedSurvey(),
  ...Object.fromEntries(
    ['uncategorised', 'empty'].flatMap((name) => {
      const found = ODD_SURVEYS[name];
      return found === undefined ? [] : [[name, found]];
    }),
  ),
};

const FORMATS: Record<string, (report: ReportView) => string> = {
  txt: (report) => wholeText(reportDocument(report), PLAIN),
  md: (report) => [...documentMarkdown(reportDocument(report))].join(''),
  csv: (report) => [...reportCsv(report)].join(''),
  json: (report) => [...reportJson(report)].join(''),
};

const REPORTS: Record<string, ReportView> = {
  ...Object.fromEntries(
    Object.entries(SURVEYS).map(([name, snapshot]) => [name, reportOf(snapshot)] as const),
  ),
  changed: makeReport(makeChangedFacts()),
};

/** What a report has in JSON: the rest is made from that. */
function written(report: ReportView): unknown {
  const keys = Object.entries(report).filter(([key]) => key in ReportSchema.shape);
  return whole(Object.fromEntries(keys));
}

function reportOf(snapshot: Snapshot): ReportView {
  const next = snapshot.survey.date === '2016-01-23' ? '2016-01-30T03:00:00Z' : null;
  return makeReport({ source: sourceOf(snapshot), next, book: null, comparison: null });
}

const CASES = Object.entries(REPORTS).flatMap(([name, report]) =>
  Object.entries(FORMATS).map(([ending, write]) => ({ name, report, ending, write })),
);

describe('a report', () => {
  it.each(CASES)('on $name as $ending is what a person has read', async (each) => {
    const { name, report, ending, write } = each;
    const written = write(report);
    expect(written).not.toMatch(/[^\P{C}\n]/u);
    expect(written.endsWith('\n')).toBe(true);
    await expect(written).toMatchFileSnapshot(`expected/${name}/report.${ending}`);
  });

  it.each(Object.entries(REPORTS))('on %s fits its schema, key by key', (_, report) => {
    expect(ReportSchema.parse(whole(report))).toEqual(written(report));
  });

  it('says about providers the same as the end of a scan', () => {
    const text = FORMATS['txt']?.(reportOf(makeSurvey2016())) ?? '';
    expect(text).toContain('  WIND: TLS 1.0 only on windtools.gr; wind.gr did NOT offer STARTTLS');
  });
});

describe('a report with surveys before it', () => {
  const text = (FORMATS['txt']?.(REPORTS['changed'] ?? reportOf(makeSurvey2016())) ?? '').replace(
    /\n {4,}/g,
    ' ',
  );

  it.each([
    'FORTHNET: Supports TLS 1.2. Since 2016-01-30 (not yet on 2016-01-23).',
    'ESPIV: Did NOT offer STARTTLS (asked twice on 2016-02-06). Since 2016-02-06 (not yet on 2016-01-30).',
    'GRNET: Supports TLS 1.2. Already so in its first survey, 2016-01-16.',
    'Changes between 2016-01-30 and 2016-02-06 (7 days)',
    'mx.sch.gr did NOT offer STARTTLS (asked twice on 2016-02-06); on 2016-01-30 it was unknown: connection refused.',
    'In all: 1 regression, 0 improvements, 0 other changes and 1 known for the first time.',
  ])('says: %s', (sentence) => {
    expect(text).toContain(sentence);
  });
});

describe('a hostile survey', () => {
  const report = reportOf(makeHostileSurvey());

  it('begins no formula in CSV', () => {
    const cells = (FORMATS['csv']?.(report) ?? '').split(/[,\n]/);
    expect(cells.filter((cell) => /^"?[=+\-@]/.test(cell))).toEqual([]);
    expect(cells.filter((cell) => /^"?'[=+\-@]/.test(cell))).not.toEqual([]);
  });

  it('has no markup of its own in Markdown', () => {
    const lines = (FORMATS['md']?.(report) ?? '').split('\n');
    const cut = lines.map((line) => line.replace(/\\[!-/:-@[-`{-~]/g, ''));
    expect(cut.filter((line) => /[<`$[\]#~]/.test(line.replace(/^#+ /, '')))).toEqual([]);
    expect(cut.filter((line) => line.includes('|') && !/^\| .* \|$/.test(line))).toEqual([]);
    expect(cut.join('\n')).not.toMatch(/https?:\/\/|www\./);
  });

  it('is exact in JSON', () => {
    const read = JSON.parse(FORMATS['json']?.(report) ?? '') as Report;
    expect(read).toEqual(written(report));
    expect(read.categories[0]?.providers[0]?.name).toContain('\x1b[31m<script>');
  });
});

describe('an imported survey', () => {
  const text = (FORMATS['txt']?.(reportOf(makeImportedSurvey())) ?? '').replace(/\n {4}/g, ' ');

  it.each([
    'own.gr: Supports TLS 1.0. TLS unknown on mx2.own.gr: showed no TLS (reachability not recorded).',
    'silent.gr: TLS unknown on mx.silent.gr: showed no TLS (reachability not recorded).',
    'mx.own.gr has a certificate until 2017-10-22, sent with the certificate of TERENA SSL CA 2; name and dates are right (issuer not recorded).',
    'in.wild.gr has a wildcard certificate for *.wild.gr and 1 other name, until 2017-10-22, sent alone; its issuer was not recorded.',
    'mx.school.gr has a certificate expired 5 years ago (2010-02-11), sent with its own CA (SCHOOL_CA), which expired 4 years ago (2011-03-11) as well, issued for mail.school.gr, not for mx.school.gr.',
    'mx.panel.gr has a certificate expired 2 years ago (2014-01-03), of Parallels Panel, sent alone (issuer not recorded), issued for no host name.',
    'mx1.pair.gr and mx2.pair.gr use the same certificate, for mx1.pair.gr and 1 other name, until 2017-10-22, sent with the certificate of TERENA SSL CA 2; names and dates are right (issuer not recorded).',
    'All *.three.gr have certificates of their own; names and dates are right (issuers not recorded); the first expires on 2017-10-22.',
    'For 5 encrypted domains it is unknown whether every certificate is valid for its server',
    '2016-01-25: mx.soon.gr on mx.soon.gr (soon.gr): in 2 days, before the next survey',
  ])('says: %s', (sentence) => {
    expect(text).toContain(sentence);
  });

  it('does not call a certificate valid, trusted or self-signed', () => {
    expect(text).not.toMatch(/a valid |trusted(?! root)|self-signed/);
  });
});
