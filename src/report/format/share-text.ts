import type { Share } from '../document/picture.ts';

/** `3 of 5`, `3 of 5, 2 unknown`, `unknown`. */
export function shareText(share: Share | null): string {
  if (share === null) return 'unknown';
  const { count, known, unknown } = share;
  return `${count} of ${known}${unknown === 0 ? '' : `, ${unknown} unknown`}`;
}
