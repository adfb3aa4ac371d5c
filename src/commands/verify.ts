import { z } from 'zod';
import type { Command } from 'commander';
import { CertificateSchema } from '../model/records/certificate.ts';
import { CrossReferences, type NamedDomain } from '../model/records/cross-references.ts';
import { EndpointSchema } from '../model/records/endpoint.ts';
import { MailDomainSchema } from '../model/records/mail-domain.ts';
import { formFault } from '../model/records/record-form.ts';
import type { Section } from '../model/records/snapshot-text.ts';
import { SurveySchema, type Survey } from '../model/records/survey.ts';
import { escapeTerminal } from '../report/format/terminal-escape.ts';
import { readErrorText } from '../store/lists/read-error.ts';
import { jsonIn, snapshotPieces } from '../store/snapshots/snapshot-index.ts';
import { keepHeapSmall } from './snapshots/small-heap.ts';
import type { Output } from './terminal/output.ts';
import { printLine } from './terminal/print-line.ts';

/** More faults of one file are not listed: they have one cause. */
const MAX_FAULTS = 100;

/** Describes `mxtls verify` to the command-line parser. */
export function verifyCommand(command: Command, output: Output): void {
  command.argument('<file...>', 'snapshot files').action((files: string[]) => {
    process.exitCode = verify(files, output);
  });
}

/** Says of each file whether it is sound, and what is wrong where. Gives the exit status. */
export function verify(files: readonly string[], output: Output): number {
  keepHeapSmall();
  let status = 0;
  for (const file of files) {
    const faults = faultsOf(file);
    if (faults.length > 0) status = 2;
    const lines = faults.length === 0 ? [`${file}: sound`] : faults;
    for (const line of lines) printLine(escapeTerminal(line), output);
  }
  return status;
}

function faultsOf(file: string): string[] {
  try {
    return verifySnapshot(file);
  } catch (error) {
    return [`${file}: ${readErrorText(error)}`];
  }
}

/** The JSON that a line was read from, and where its faults are reported. */
interface Line {
  value: unknown;
  text: string;
  report: (message: string) => void;
}

/** What is wrong with a snapshot file, one line a fault: `FILE:LINE: what`. Empty for a sound one. Throws the system's error. */
export function verifySnapshot(file: string): string[] {
  const references = new CrossReferences();
  const faults: string[] = [];
  let survey: Survey | null = null;
  for (const piece of snapshotPieces(file)) {
    const report = (message: string): void => {
      faults.push(`${file}:${piece.line}: ${message}`);
    };
    const read = piece.kind === 'fault' ? piece.message : jsonIn(piece);
    if (typeof read === 'string') {
      report(read);
      break;
    }
    if (piece.kind === 'survey') survey = parsed(SurveySchema, { ...read, report });
    if (piece.kind === 'record') take(piece.section, { ...read, report }, references);
    if (faults.length > MAX_FAULTS) return shortened(file, faults);
  }
  // References of a file with faulty records would only repeat those faults.
  if (faults.length > 0 || survey === null) return faults;
  const broken = references.finish(survey, () => namesIn(file));
  return shortened(
    file,
    broken.map(({ key, message }) => `${file}: ${key}: ${message}`),
  );
}

/** The domains of a file whose records are sound, and their MX hosts. */
function* namesIn(file: string): Generator<NamedDomain> {
  for (const piece of snapshotPieces(file)) {
    if (piece.kind !== 'record' || piece.section !== 'domains') continue;
    const read = jsonIn(piece);
    const parsed = typeof read === 'string' ? null : MailDomainSchema.safeParse(read.value);
    if (parsed?.success !== true) return;
    const { domain, mx } = parsed.data;
    yield { domain, hosts: mx.hosts.map(({ host }) => host) };
  }
}

function shortened(file: string, faults: readonly string[]): string[] {
  if (faults.length <= MAX_FAULTS) return [...faults];
  return [...faults.slice(0, MAX_FAULTS), `${file}: further faults are not listed`];
}

function take(section: Section, line: Line, references: CrossReferences): void {
  switch (section) {
    case 'domains': {
      const domain = parsed(MailDomainSchema, line);
      if (domain !== null) references.domain(domain);
      return;
    }
    case 'endpoints': {
      const endpoint = parsed(EndpointSchema, line);
      if (endpoint !== null) references.endpoint(endpoint);
      return;
    }
    case 'certificates': {
      const certificate = parsed(CertificateSchema, line);
      if (certificate !== null) references.certificate(certificate);
      return;
    }
  }
}

function parsed<T>(schema: z.ZodType<T>, { value, text, report }: Line): T | null {
  const result = schema.safeParse(value);
  if (!result.success) {
    for (const { path, message } of result.error.issues) {
      report(path.length === 0 ? message : `${z.core.toDotPath(path)}: ${message}`);
    }
    return null;
  }
  const fault = formFault(value, text, result.data);
  if (fault !== null) report(fault);
  return result.data;
}
