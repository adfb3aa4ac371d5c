import type { Check, CheckName, CheckOutcome } from '../model/output/check.ts';
import { prettyJson } from '../model/records/snapshot-text.ts';
import { CHECK_PAINTS } from './document/check-paints.ts';
import { plainCell, type Document, type Item, type Section } from './document/document.ts';
import { listed } from './format/layout.ts';
import { escapeTerminal } from './format/terminal-escape.ts';

/** What is checked, for people. */
const TITLES = {
  clock: 'clock',
  resolver: 'resolver',
  dnssec: 'DNSSEC',
  'outbound-port': 'outbound port',
  ipv6: 'IPv6',
  results: 'results folder',
  'open-files': 'open files',
  ehlo: 'EHLO name',
  ptr: 'PTR record',
  dnsbl: 'DNS list',
} as const satisfies Record<CheckName, string>;

/** Whether a survey that is made from here can be trusted: no check failed. */
export function isFit(checks: readonly Check[]): boolean {
  return checks.every(({ outcome }) => outcome !== 'failed');
}

/** What `mxtls doctor` prints: the checks of this machine as a table, and below it what to do. */
export function doctorDocument(checks: readonly Check[]): Document {
  return {
    title: verdict(checks),
    notes: [],
    warning: null,
    sections: [{ title: null, blocks: [tableOf(checks)] }, ...adviceSections(checks)],
  };
}

function verdict(checks: readonly Check[]): string {
  const titles = (outcome: CheckOutcome): string[] => [
    ...new Set(checks.filter((each) => each.outcome === outcome).map(({ check }) => TITLES[check])),
  ];
  const failed = titles('failed');
  if (failed.length > 0) return `This machine is not fit to survey: ${listed(failed)}`;
  const improvable = titles('warning');
  if (improvable.length === 0) return 'This machine is fit to survey';
  return `This machine is fit to survey; to be improved: ${listed(improvable)}`;
}

function tableOf(checks: readonly Check[]): Section['blocks'][number] {
  return {
    kind: 'table',
    bare: false,
    columns: [
      { title: 'check', align: 'left' },
      { title: 'outcome', align: 'left' },
      { title: 'what was seen', align: 'left' },
    ],
    rows: checks.map(({ check, outcome, evidence }) => [
      plainCell(TITLES[check]),
      { text: outcome, paint: CHECK_PAINTS[outcome] },
      plainCell(escapeTerminal(evidence)),
    ]),
  };
}

function adviceSections(checks: readonly Check[]): Section[] {
  const items = checks.flatMap(({ check, advice }): Item[] =>
    advice === null ? [] : [{ name: TITLES[check], text: escapeTerminal(advice), below: [] }],
  );
  const once = items.filter(
    (item, index) =>
      items.findIndex(({ name, text }) => name === item.name && text === item.text) === index,
  );
  return once.length === 0
    ? []
    : [{ title: 'What to do', blocks: [{ kind: 'list', items: once }] }];
}

/** The checks as one JSON document, with stable keys: `docs/doctor.md` describes them. Ends in a newline. */
export function doctorJson(checks: readonly Check[], at: string): string {
  return `${prettyJson({ at, fit: isFit(checks), checks })}\n`;
}
