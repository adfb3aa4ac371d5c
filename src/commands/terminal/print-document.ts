import type { Document } from '../../report/document/document.ts';
import { DOCUMENT_FORMATS, type DocumentFormatName } from '../../report/format/formats.ts';
import type { Output } from './output.ts';

/** Prints a document in one of the formats that every document has. */
export async function printDocument(
  document: Document,
  format: DocumentFormatName,
  output: Output,
): Promise<void> {
  const print = await DOCUMENT_FORMATS[format]();
  for (const piece of print(document, output.screen)) output.result(piece);
}
