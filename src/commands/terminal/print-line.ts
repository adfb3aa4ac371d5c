import { wrap } from '../../report/format/layout.ts';
import type { Output } from './output.ts';

/** Prints a line of results: wrapped on a terminal, whole elsewhere, where a program may read it. */
export function printLine(text: string, output: Output): void {
  output.result(`${wrap(text, '', 2, output.lineWidth).join('\n')}\n`);
}
