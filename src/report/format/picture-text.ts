import type { CalendarPicture, LinesPicture, Picture, StripsPicture } from '../document/picture.ts';

/** A picture as lines of text: what it shows last, a line each. */
export function pictureLines(picture: Picture): string[] {
  switch (picture.kind) {
    case 'lines':
      return shareLines(picture);
    case 'strips':
      return stripLines(picture);
    case 'calendar':
      return dayLines(picture);
  }
}

function shareLines({ series }: LinesPicture): string[] {
  return series.map(({ name, shares }) => {
    const last = shares.at(-1) ?? null;
    return `${name}: ${last === null ? 'unknown' : `${last.count} of ${last.known}`}`;
  });
}

function stripLines({ rows }: StripsPicture): string[] {
  return rows.map(({ name, cells }) => `${name}: ${cells.at(-1)?.words ?? 'not observed'}`);
}

function dayLines({ days }: CalendarPicture): string[] {
  return days.map(({ day, names }) => `${day}: ${names.join(', ')}`);
}
