import type { Figure } from '../document/document.ts';

/** `encrypted: 3 of 5 (+1 since 2016-01-23)`. */
export function figureText({ label, value, change }: Figure): string {
  return `${label}: ${value}${change === null ? '' : ` (${change.text})`}`;
}
