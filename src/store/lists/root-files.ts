import { readFile } from 'node:fs/promises';
import { rootCertificates } from 'node:tls';
import { shownText } from '../../model/text/shown-text.ts';
import { readErrorText } from './read-error.ts';

/** Where the systems that Node runs on keep the roots they trust, in the order of how common they are. */
const SYSTEM_FILES = [
  '/etc/ssl/certs/ca-certificates.crt',
  '/etc/pki/tls/certs/ca-bundle.crt',
  '/etc/ssl/cert.pem',
  '/etc/ssl/ca-bundle.pem',
];

/** The PEM texts of the trusted roots, or in one line why there are none. */
export type RootTexts = { kind: 'roots'; pems: string[] } | { kind: 'no-roots'; message: string };

/**
 * Reads the trusted roots: those that Node ships with, the system's, or a PEM file; and an added file's as well.
 * @param source `node`, `system` or a file. @param added a PEM file, null for none.
 */
export async function readRootTexts(source: string, added: string | null): Promise<RootTexts> {
  const first = await readSource(source);
  if (first.kind === 'no-roots' || added === null) return first;
  const second = await readPem(added);
  if (second.kind === 'no-roots') return second;
  return { kind: 'roots', pems: [...first.pems, ...second.pems] };
}

async function readSource(source: string): Promise<RootTexts> {
  if (source === 'node') return { kind: 'roots', pems: [...rootCertificates] };
  if (source !== 'system') return readPem(source);
  for (const file of SYSTEM_FILES) {
    const read = await readPem(file);
    if (read.kind === 'roots') return read;
  }
  const message = `the system's roots are in none of ${SYSTEM_FILES.join(', ')}: name their file`;
  return { kind: 'no-roots', message };
}

async function readPem(file: string): Promise<RootTexts> {
  const shown = shownText(file, 255);
  try {
    const text = await readFile(file, 'latin1');
    return text.includes('-----BEGIN CERTIFICATE-----')
      ? { kind: 'roots', pems: [text] }
      : { kind: 'no-roots', message: `${shown}: has no PEM certificate in it` };
  } catch (error) {
    return { kind: 'no-roots', message: `${shown}: ${readErrorText(error)}` };
  }
}
