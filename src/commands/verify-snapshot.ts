import { z } from 'zod';
import { CrossReferences } from '../model/records/cross-references.ts';
import { EndpointSchema } from '../model/records/endpoint.ts';
import { CertificateSchema } from '../model/records/certificate.ts';
import { MailDomainSchema } from '../model/records/mail-domain.ts';
import { formFault } from '../model/records/record-form.ts';
import type { Section } from '../model/records/snapshot-text.ts';
import { SurveySchema, type Survey } from '../model/records/survey.ts';
import { readSnapshot } from '../store/snapshots/read-snapshot.ts';

/** More faults of one file are not listed: they have one cause. */
const MAX_FAULTS = 100;

/** The JSON that a line was read from, and where its faults are reported. */
interface Line {
  value: unknown;
  text: string;
  report: (message: string) => void;
}

/** What is wrong with a snapshot file, one line a fault: `FILE:LINE: what`. Empty for a sound one. */
export async function verifySnapshot(file: string): Promise<string[]> {
  const references = new CrossReferences();
  const faults: string[] = [];
  let survey: Survey | null = null;
  for await (const piece of readSnapshot(file)) {
    const report = (message: string): void => {
      faults.push(`${file}:${piece.line}: ${message}`);
    };
    if (piece.kind === 'fault') report(piece.message);
    else if (piece.kind === 'record') take(piece.section, { ...piece, report }, references);
    else survey = parsed(SurveySchema, { ...piece, report });
    if (faults.length > MAX_FAULTS) return shortened(file, faults);
  }
  // References of a file with faulty records would only repeat those faults.
  if (faults.length > 0 || survey === null) return faults;
  const broken = references.finish(survey);
  return shortened(
    file,
    broken.map(({ key, message }) => `${file}: ${key}: ${message}`),
  );
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
