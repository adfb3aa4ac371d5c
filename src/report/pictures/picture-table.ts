import type { Table } from '../document/document.ts';
import type { Picture } from '../document/picture.ts';

/** The data of a picture as a table, for those who do not see it. */
export function pictureTable(picture: Picture): Table {
  return { kind: 'table', bare: false, name: picture.kind, columns: [], rows: [] };
}

/** What a picture shows, in one sentence without a full stop. */
export function pictureSummary(picture: Picture): string {
  return picture.kind;
}
