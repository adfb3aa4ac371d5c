import type { CheckOutcome } from '../../model/output/check.ts';
import { isOverTor, type ServerFinding, type ServerPort } from '../../model/output/server-check.ts';
import { placedText, type PlacedWord } from '../../model/records/word-places.ts';
import { tlsStartOf } from '../../model/tls-start.ts';
import { CHECK_PAINTS } from '../document/check-paints.ts';
import { plainCell, type Block, type Document, type Section } from '../document/document.ts';
import { settingBlocks } from '../explain/explain-document.ts';
import type { Page, Setting } from '../explain/page.ts';
import { grouped } from '../format/grouped.ts';
import { listed } from '../format/layout.ts';
import { escapeTerminal } from '../format/terminal-escape.ts';
import { furtherAdvice, isFor, softwareOf, wordsToExplain } from './check-advice.ts';
import { QUESTION_NAMES } from './findings.ts';

/** What a check of a server found. `pageOf`: the page of a word with its settings. */
export interface CheckView {
  host: string;
  ports: readonly ServerPort[];
  findings: readonly ServerFinding[];
  pageOf: (placed: PlacedWord) => { page: Page; settings: readonly Setting[] };
}

/** What `mxtls check` prints: each port with what was found, and below it what to do. */
export function checkDocument(view: CheckView): Document {
  return {
    title: verdict(view),
    notes: [
      'Mail was offered to each port with MAIL and RCPT and taken back with RSET. No message was sent.',
    ],
    warning: null,
    sections: [...portSections(view), adviceSection(view)],
  };
}

function verdict({ host, findings }: CheckView): string {
  const name = escapeTerminal(host);
  const of = (outcome: CheckOutcome): string[] => [
    ...new Set(findings.filter((each) => each.outcome === outcome).map(placeOf)),
  ];
  const [failed, warning] = [of('failed'), of('warning')];
  if (failed.length > 0) return `${name}: wrong: ${listed(failed)}`;
  if (!findings.some(({ outcome }) => outcome !== 'unknown')) {
    return `${name}: nothing could be found out`;
  }
  const rest = warning.length === 0 ? '' : `; to be looked at: ${listed(warning)}`;
  return `${name}: nothing is wrong, as far as it is known${rest}`;
}

function placeOf(finding: ServerFinding): string {
  const where = isOverTor(finding) ? 'through its onion service' : `on port ${finding.port}`;
  return `${QUESTION_NAMES[finding.question]} ${where}`;
}

function portSections({ findings }: CheckView): Section[] {
  const ports = grouped(findings, ({ port, address }) => JSON.stringify([port, address]));
  return [...ports.values()].map((own): Section => {
    const [{ port, address } = { port: 0, address: null }] = own;
    const table = tableOf(own);
    if (isOverTor({ address })) {
      // The name of a service fills a line.
      const name: Block = { kind: 'line', text: address ?? '' };
      return { title: `Onion service, port ${port}`, blocks: [name, table] };
    }
    const title = `Port ${port}${portName(port)}, ${escapeTerminal(address ?? 'no address')}`;
    return { title, blocks: [table] };
  });
}

function portName(port: number): string {
  if (tlsStartOf(port) === 'implicit') return ' (submission, TLS first)';
  return port === 25 ? ' (mail between servers)' : port === 587 ? ' (submission)' : '';
}

function tableOf(findings: readonly ServerFinding[]): Block {
  return {
    kind: 'table',
    bare: true,
    columns: ['question', 'outcome', 'what was seen'].map((title) => ({ title, align: 'left' })),
    rows: findings.map(({ question, outcome, evidence }) => [
      plainCell(QUESTION_NAMES[question]),
      { text: outcome, paint: CHECK_PAINTS[outcome] },
      plainCell(escapeTerminal(evidence)),
    ]),
  };
}

function adviceSection({ ports, findings, pageOf }: CheckView): Section {
  const software = softwareOf(ports);
  const words = wordsToExplain(ports).flatMap((placed): Block[] => {
    const { page, settings } = pageOf(placed);
    const own = settings.filter((setting) => isFor(software, setting));
    return [
      { kind: 'heading', text: placedText(placed) },
      { kind: 'prose', text: page.advice },
      ...own.flatMap(settingBlocks),
    ];
  });
  const others = furtherAdvice(ports, findings).flatMap(({ title, text, settings }): Block[] => [
    { kind: 'heading', text: title },
    { kind: 'prose', text },
    ...settings
      .filter((setting) => isFor(software, setting))
      .flatMap(({ where, lines }): Block[] => [
        { kind: 'line', text: `${where}:` },
        { kind: 'code', lines },
      ]),
  ]);
  return { title: 'What to do', blocks: [...words, ...others] };
}
