/** The formats that every document can be printed in, as the command line has them. */
export const DOCUMENT_FORMAT_NAMES = ['text', 'markdown', 'html'] as const;
export type DocumentFormatName = (typeof DOCUMENT_FORMAT_NAMES)[number];
