import type { DocumentFormat } from '../document/document.ts';

/** The formats that every document can be printed in; each is loaded when it is asked for. */
export const DOCUMENT_FORMATS = {
  text: async () => (await import('./document-text.ts')).documentText,
  markdown: async () => (await import('./document-markdown.ts')).documentMarkdown,
} as const satisfies Record<string, () => Promise<DocumentFormat>>;
export type DocumentFormatName = keyof typeof DOCUMENT_FORMATS;

/** Their names, as the command line has them. */
export const DOCUMENT_FORMAT_NAMES = Object.keys(DOCUMENT_FORMATS) as DocumentFormatName[];
