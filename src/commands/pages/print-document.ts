import type { Document } from '../../report/document/document.ts';
import type { DocumentFormatName } from '../../report/format/formats.ts';
import type { Output } from '../terminal/output.ts';

/** Prints a document in one format, piece by piece. The last piece ends in a newline. */
type Printer = (document: Document, output: Output) => Iterable<string>;

/** Each is loaded when it is asked for. */
const PRINTERS: Readonly<Record<DocumentFormatName, () => Promise<Printer>>> = {
  text: async () => {
    const { documentText } = await import('../../report/format/document-text.ts');
    return (document, { screen }) => documentText(document, screen);
  },
  markdown: async () => (await import('../../report/format/document-markdown.ts')).documentMarkdown,
  html: async () => {
    const { documentHtml } = await import('../../report/html/document-html.ts');
    const { pageAlone } = await import('./page-alone.ts');
    return (document) => documentHtml(document, pageAlone());
  },
};

/**
 * Prints a document in one of the formats that every document has. Throws a Stop with status 2 where a file of the package
 * that the format needs cannot be read.
 */
export async function printDocument(
  document: Document,
  format: DocumentFormatName,
  output: Output,
): Promise<void> {
  const print = await PRINTERS[format]();
  await output.results(print(document, output));
}
