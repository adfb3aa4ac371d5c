import { isUtf8 } from 'node:buffer';
import { closeSync, readSync } from 'node:fs';
import type { z } from 'zod';
import { RecentValues } from '../../model/recent-values.ts';
import { CertificateSchema, type Certificate } from '../../model/records/certificate.ts';
import { EndpointSchema, isBefore, type Endpoint } from '../../model/records/endpoint.ts';
import { MailDomainSchema, type MailDomain } from '../../model/records/mail-domain.ts';
import { shownText } from '../../model/text/shown-text.ts';
import type { SeekableSource } from '../../model/records/snapshot-source.ts';
import type { Section } from '../../model/records/snapshot-text.ts';
import { fileLines } from '../lists/file-lines.ts';
import { readErrorText } from '../lists/read-error.ts';
import { openPlain } from './plain-snapshot.ts';
import type { RecordCache } from './record-cache.ts';
import { indexSnapshot, type SnapshotIndex } from './snapshot-index.ts';
import { noRecord } from './snapshot-form.ts';

/** A snapshot file that is read record by record. */
export interface OpenSnapshot extends SeekableSource {
  readonly file: string;
  /**
   * What was found wrong with a record, as `FILE:LINE: what`; null for nothing so far. The records end at the first
   * fault, and what was made of those before it is worth nothing.
   */
  fault(): string | null;
  close(): void;
}

export type Opened =
  { kind: 'open'; snapshot: OpenSnapshot } | { kind: 'refused'; message: string };

/** How the records of a snapshot are read. */
export interface ReadOptions {
  /** Shared by two snapshots that are read side by side. */
  cache?: RecordCache | null | undefined;
  /** Whether this process has just written the file: then its records fit their schema. */
  isOwn?: boolean;
}

/** Opens a snapshot file. One that cannot be read, or has not the form of `mxtls/1`, is refused in one line. */
export function openSnapshot(file: string, options: ReadOptions = {}): Opened {
  let fd: number | null = null;
  try {
    const plain = openPlain(file);
    if (plain.kind === 'refused') {
      return { kind: 'refused', message: `${shownText(file, 255)}: ${plain.message}` };
    }
    ({ fd } = plain);
    const indexed = indexSnapshot(fd);
    if (indexed.kind === 'index') {
      return { kind: 'open', snapshot: new SnapshotFile(file, fd, indexed.index, options) };
    }
    closeSync(fd);
    return { kind: 'refused', message: placed(file, indexed.line, indexed.message) };
  } catch (error) {
    if (fd !== null) closeSync(fd);
    return { kind: 'refused', message: `${shownText(file, 255)}: ${readErrorText(error)}` };
  }
}

/** Parsed certificates that are kept: those of large operators, and issuers, are asked for again and again. */
const KEPT = 1_024;

class SnapshotFile implements OpenSnapshot {
  readonly file: string;
  readonly #fd: number;
  readonly #index: SnapshotIndex;
  readonly #kept = new RecentValues<{ found: Certificate | null }>(KEPT);
  readonly #reading: ReadOptions;
  #fault: string | null = null;

  constructor(file: string, fd: number, index: SnapshotIndex, reading: ReadOptions) {
    this.#reading = reading;
    this.file = file;
    this.#fd = fd;
    this.#index = index;
  }

  get survey(): SeekableSource['survey'] {
    return this.#index.survey;
  }

  fault(): string | null {
    return this.#fault;
  }

  close(): void {
    closeSync(this.#fd);
  }

  *domains(): Generator<MailDomain> {
    yield* this.#records('domains', MailDomainSchema, (a, b) => a.domain < b.domain);
  }

  *endpoints(): Generator<Endpoint> {
    yield* this.#records('endpoints', EndpointSchema, isBefore);
  }

  domainAt(place: number): MailDomain | null {
    return this.#recordAt('domains', MailDomainSchema, place);
  }

  endpointAt(place: number): Endpoint | null {
    return this.#recordAt('endpoints', EndpointSchema, place);
  }

  certificate(id: string): Certificate | null {
    return this.#kept.get(id, () => ({ found: this.#find(id) })).found;
  }

  #find(id: string): Certificate | null {
    for (const { start, length } of this.#index.certificates.candidates(id)) {
      const bytes = Buffer.allocUnsafe(length);
      readSync(this.#fd, bytes, 0, length, start);
      const parsed = parsedRecord(bytes, CertificateSchema, 'certificates', this.#reading);
      if (typeof parsed === 'string') {
        this.#fault ??= `${shownText(this.file, 255)}: certificate ${id}: ${parsed}`;
        return null;
      }
      if (parsed.id === id) return parsed;
    }
    return null;
  }

  #recordAt<T>(section: Exclude<Section, 'certificates'>, schema: z.ZodType<T>, place: number) {
    const { starts, to, line } = this.#index.sections[section];
    if (place >= starts.length) return null;
    const start = starts.at(place);
    const end = place + 1 < starts.length ? starts.at(place + 1) : to;
    const bytes = Buffer.allocUnsafe(end - start - 1);
    readSync(this.#fd, bytes, 0, bytes.length, start);
    // A record that is read out of its turn: the cache is for those that are read in step.
    const parsed = parsedRecord(bytes, schema, section, { ...this.#reading, cache: null });
    if (typeof parsed !== 'string') return parsed;
    this.#fault ??= placed(this.file, line + place, parsed);
    return null;
  }

  *#records<T>(
    section: Section,
    schema: z.ZodType<T>,
    inOrder: (a: T, b: T) => boolean,
  ): Generator<T> {
    const { from, to, line: first } = this.#index.sections[section];
    let line = first;
    let last: T | null = null;
    for (const each of fileLines(this.#fd, from, to)) {
      const read =
        each.kind === 'fault'
          ? each.message
          : parsedRecord(each.bytes, schema, section, this.#reading);
      const wrong =
        typeof read === 'string'
          ? read
          : last !== null && !inOrder(last, read)
            ? `the record is out of order: ${section} are sorted, and each occurs once`
            : null;
      if (typeof read === 'string' || wrong !== null) {
        this.#fault ??= placed(this.file, line, wrong ?? '');
        return;
      }
      yield read;
      last = read;
      line++;
    }
  }
}

const COMMA = 0x2c;

/** The record on a line, or what is wrong with it. */
function parsedRecord<T>(
  line: Buffer,
  schema: z.ZodType<T>,
  section: Section,
  { cache, isOwn }: ReadOptions,
): T | string {
  if (!isUtf8(line)) return 'the line is not UTF-8';
  const text = line.toString('utf8', 0, line.at(-1) === COMMA ? line.length - 1 : line.length);
  const known = cache?.take(section, text);
  // A line of a section went through its schema when it was kept.
  if (known !== undefined) return known as T;
  // To check a record costs more than to parse it.
  if (isOwn === true) return JSON.parse(text) as T;
  const parsed = validRecord(text, schema, section);
  if (typeof parsed !== 'string') cache?.keep(section, text, parsed);
  return parsed;
}

function validRecord<T>(text: string, schema: z.ZodType<T>, section: Section): T | string {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return noRecord(section);
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  return `${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'is not as the format has it'}`;
}

function placed(file: string, line: number, message: string): string {
  return `${shownText(file, 255)}:${line}: ${message}`;
}
