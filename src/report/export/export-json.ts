import { EXPORT_FORMAT } from '../../model/output/export.ts';
import { canonicalJson } from '../../model/records/snapshot-text.ts';
import { entriesIn, leftOutIn, noRoutesIn, routesIn, type ExportView } from './export-view.ts';

/** An export as JSON, as `schema/mxtls-export-1.schema.json` describes it: each domain on a line of its own. */
export function* exportJson(view: ExportView): Generator<string> {
  const surveys = view.surveys.map(({ startedAt }) => startedAt);
  yield `{\n"format":"${EXPORT_FORMAT}",\n"surveys":${canonicalJson(surveys)},\n`;
  yield `"holdsUntil":${canonicalJson(view.holdsUntil)},\n`;
  yield* section('entries', entryRecords(view));
  yield ',\n';
  yield* section('leftOut', leftOutRecords(view, surveys));
  yield ',\n';
  yield* section('onions', onionRecords(view));
  yield ',\n';
  yield* section('onionsLeftOut', onionLeftOutRecords(view, surveys));
  yield '\n}\n';
}

function* entryRecords(view: ExportView): Generator<object> {
  for (const { domain, demand, hosts, certificateEnds } of entriesIn(view)) {
    yield { domain, demand, hosts, certificateEnds };
  }
}

function* leftOutRecords(view: ExportView, surveys: readonly string[]): Generator<object> {
  for (const { domain, reason, survey, host } of leftOutIn(view)) {
    yield { domain, reason, survey: surveys[survey] ?? '', host };
  }
}

function* onionRecords(view: ExportView): Generator<object> {
  for (const { domain, hops } of routesIn(view)) yield { domain, hops };
}

function* onionLeftOutRecords(view: ExportView, surveys: readonly string[]): Generator<object> {
  for (const { domain, reason, survey } of noRoutesIn(view)) {
    yield { domain, reason, survey: surveys[survey] ?? '' };
  }
}

function* section(name: string, records: Iterable<object>): Generator<string> {
  yield `"${name}":[`;
  let separator = '\n';
  for (const record of records) {
    yield separator + canonicalJson(record);
    separator = ',\n';
  }
  yield separator === '\n' ? ']' : '\n]';
}
