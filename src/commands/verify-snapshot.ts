import { z } from 'zod';
import { CrossReferences } from '../model/cross-references.ts';
import { EndpointSchema } from '../model/endpoint.ts';
import { CertificateSchema } from '../model/certificate.ts';
import { MailDomainSchema } from '../model/mail-domain.ts';
import type { Section } from '../model/snapshot-text.ts';
import { SurveySchema, type Survey } from '../model/survey.ts';
import { readSnapshot } from '../store/read-snapshot.ts';

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
    else if (piece.kind === 'record') take(piece.section, piece.value, references, report);
    else survey = parsed(SurveySchema, piece.value, report);
  }
  // References of a file with faulty records would only repeat those faults.
  if (faults.length > 0 || survey === null) return faults;
  return references.finish(survey).map(({ key, message }) => `${file}: ${key}: ${message}`);
}

function take(
  section: Section,
  value: unknown,
  references: CrossReferences,
  report: (message: string) => void,
): void {
  switch (section) {
    case 'domains': {
      const domain = parsed(MailDomainSchema, value, report);
      if (domain !== null) references.domain(domain);
      return;
    }
    case 'endpoints': {
      const endpoint = parsed(EndpointSchema, value, report);
      if (endpoint !== null) references.endpoint(endpoint);
      return;
    }
    case 'certificates': {
      const certificate = parsed(CertificateSchema, value, report);
      if (certificate !== null) references.certificate(certificate);
      return;
    }
  }
}

function parsed<T>(
  schema: z.ZodType<T>,
  value: unknown,
  report: (message: string) => void,
): T | null {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  for (const issue of result.error.issues)
    report(`${z.core.toDotPath(issue.path)}: ${issue.message}`);
  return null;
}
