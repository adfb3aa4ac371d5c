import { z } from 'zod';
import { CrossReferences } from '../model/records/cross-references.ts';
import { EndpointSchema } from '../model/records/endpoint.ts';
import { CertificateSchema } from '../model/records/certificate.ts';
import { MailDomainSchema } from '../model/records/mail-domain.ts';
import { canonicalJson, type Section } from '../model/records/snapshot-text.ts';
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
  if (canonicalJson(value) !== text) {
    report('is not written in the one form of the format: spaces, escapes, or a key that is twice');
  } else if (!isInOrder(value, result.data)) {
    report('has its keys in another order than the format');
  }
  return result.data;
}

/** Whether the keys that the schema knows stand in its order, all the way down; those of later writers are passed over. */
function isInOrder(value: unknown, known: unknown): boolean {
  if (typeof value !== 'object' || typeof known !== 'object') return true;
  if (value === null || known === null) return true;
  const keys = Object.keys(known);
  const own = new Map(Object.entries(value));
  const shared = [...own.keys()].filter((key) => keys.includes(key));
  if (shared.join() !== keys.join()) return false;
  return Object.entries(known).every(([key, each]) => isInOrder(own.get(key), each));
}
