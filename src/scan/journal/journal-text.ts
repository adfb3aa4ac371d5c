import { z } from 'zod';
import { CertificateSchema } from '../../model/records/certificate.ts';
import { DnsblListingSchema, EndpointSchema } from '../../model/records/endpoint.ts';
import { FailureSchema } from '../../model/records/failure.ts';
import { MailDomainSchema } from '../../model/records/mail-domain.ts';
import { canonicalJson } from '../../model/records/snapshot-text.ts';
import { OnionAnswerSchema } from '../../model/records/onion-mx.ts';
import { SurveySchema } from '../../model/records/survey.ts';
import { DNSSEC_WORDS } from '../../model/records/words.ts';
import type { JournalLine, RunLine } from './journal-line.ts';
import type { StoredJournal } from './stored-journal.ts';

const byte = z.int().min(0).max(255);
const PlannedDomainSchema = MailDomainSchema.pick({
  domain: true,
  category: true,
  provider: true,
  mx: true,
  notes: true,
});
const TlsaSchema = z.object({
  asked: z.boolean(),
  dnssec: z.enum(DNSSEC_WORDS),
  records: z.array(z.object({ usage: byte, selector: byte, matchingType: byte, data: z.base64() })),
  failure: FailureSchema.nullable(),
  names: z.array(z.string()),
});
const { mtaSts, tlsRpt, onionMx } = MailDomainSchema.shape;
const option = z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(z.string())]);

const RunLineSchema = z.object({
  kind: z.literal('run'),
  survey: SurveySchema.omit({
    date: true,
    finishedAt: true,
    degraded: true,
    dnssec: true,
    excluded: true,
    counts: true,
  }),
  options: z.record(z.string(), option),
});

/** A line as it is kept: its bytes are in base64. */
const KeptLineSchema = z.discriminatedUnion('kind', [
  RunLineSchema,
  z.object({ kind: z.literal('domain'), domain: PlannedDomainSchema }),
  z.object({
    kind: z.literal('excluded'),
    what: z.enum(['domain', 'host', 'address']),
    name: z.string(),
  }),
  z.object({
    kind: z.literal('host'),
    host: z.string(),
    owner: z.string(),
    dnssec: z.enum(DNSSEC_WORDS),
    omitted: z.int().min(0),
    addresses: z.array(z.string()),
    settled: z.array(
      z.object({ host: z.string(), address: z.string().nullable(), failure: FailureSchema }),
    ),
    tlsa: TlsaSchema.nullable(),
  }),
  z.object({
    kind: z.literal('certificate'),
    certificate: CertificateSchema,
    names: z.array(z.string()),
    der: z.base64().nullable(),
  }),
  z.object({
    kind: z.literal('endpoint'),
    endpoint: EndpointSchema,
    words: z.array(z.array(z.string())),
  }),
  z.object({
    kind: z.literal('policies'),
    domain: z.string(),
    found: z.object({
      mtaSts: mtaSts.unwrap().omit({ mx: true, certificates: true }).nullable(),
      tlsRpt,
      onionMx,
    }),
  }),
  z.object({
    kind: z.literal('onion'),
    host: z.string(),
    port: z.int().min(0).max(65535),
    answer: OnionAnswerSchema.nullable(),
  }),
  z.object({
    kind: z.literal('dnsbl'),
    address: z.string(),
    listings: z.array(DnsblListingSchema),
  }),
]);
type KeptLine = z.infer<typeof KeptLineSchema>;

/** A line of a journal as it is kept: JSON without an LF. It begins with its kind. Bytes are in base64. */
export function encodeLine(line: JournalLine): string {
  return canonicalJson(writable(line));
}

/** The start of the text of each line of a kind. */
export function headOf(kind: JournalLine['kind']): string {
  return `{"kind":"${kind}"`;
}

function writable(line: JournalLine): object {
  const { kind, ...rest } = line;
  if (line.kind === 'certificate') {
    return { kind, ...rest, der: line.der?.toString('base64') ?? null };
  }
  if (line.kind !== 'host' || line.tlsa === null) return { kind, ...rest };
  const { asked, dnssec, failure, names } = line.tlsa;
  const records = line.tlsa.records.map((record) => ({
    ...record,
    data: record.data.toString('base64'),
  }));
  return { kind, ...rest, tlsa: { asked, dnssec, records, failure, names } };
}

/** The opposite of {@link writable}. */
function readable(line: KeptLine): JournalLine {
  if (line.kind === 'certificate') {
    return { ...line, der: line.der === null ? null : Buffer.from(line.der, 'base64') };
  }
  if (line.kind !== 'host') return line;
  const recordsOf = ({ records }: NonNullable<typeof line.tlsa>) =>
    records.map((record) => ({ ...record, data: Buffer.from(record.data, 'base64') }));
  return { ...line, tlsa: line.tlsa && { ...line.tlsa, records: recordsOf(line.tlsa) } };
}

/**
 * Reads a line that {@link encodeLine} made; what is wrong with any other, in words.
 * @param isOwn whether this process made it: then it is not checked, which would cost more than to read it.
 */
export function decodeLine(text: string, isOwn = false): JournalLine | string {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return 'expected one line of a journal as JSON';
  }
  if (isOwn) return readable(value as KeptLine);
  const parsed = KeptLineSchema.safeParse(value);
  if (parsed.success) return readable(parsed.data);
  const [issue] = parsed.error.issues;
  return `no line of a journal: ${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`;
}

/** What a journal holds, line by line, also as it is kept. A line that is wrong ends it, as `FILE:LINE: what`. */
export type ReadLine =
  { kind: 'line'; line: JournalLine; text: string } | { kind: 'fault'; message: string };

/**
 * Reads the lines of a journal from the first, which is that of the run, and no other is. Throws the system's error.
 * @param kinds those to be read; all by default.
 */
export function* readJournal(
  journal: StoredJournal,
  kinds: readonly JournalLine['kind'][] | null = null,
): Generator<ReadLine, void> {
  const heads = kinds?.map(headOf);
  for (const stored of journal.lines()) {
    if (stored.kind === 'fault') {
      yield stored;
      return;
    }
    const { number, text } = stored;
    const isRead = number === 1 || heads?.some((head) => text.startsWith(head)) !== false;
    if (!isRead) continue;
    const line = decodeLine(text, journal.isOwn);
    const wrong = typeof line === 'string' ? line : misplaced(line, number);
    if (typeof line === 'string' || wrong !== null) {
      yield { kind: 'fault', message: `${journal.name}:${number}: ${wrong ?? ''}` };
      return;
    }
    yield { kind: 'line', line, text };
  }
}

function misplaced({ kind }: JournalLine, number: number): string | null {
  if ((kind === 'run') === (number === 1)) return null;
  return number === 1
    ? 'the first line of a journal says what the run is about; this one does not'
    : 'only the first line of a journal says what the run is about';
}

/** What the run of a journal is about, or what is wrong with the journal in one line. Throws the system's error. */
export function runLineOf(journal: StoredJournal): RunLine | { kind: 'fault'; message: string } {
  for (const each of readJournal(journal)) {
    if (each.kind === 'fault') return each;
    if (each.line.kind === 'run') return each.line;
  }
  return { kind: 'fault', message: `${journal.name}: has no whole line` };
}
