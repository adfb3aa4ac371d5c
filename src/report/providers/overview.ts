import type { Block } from '../format/document.ts';
import { overviewBlocks } from './overview-blocks.ts';
import { overviewRows, type RowContext, type RowFacts } from './overview-rows.ts';

/**
 * The overview of a survey: a row a provider, the worst first.
 * @param since the day of the survey before; null for none.
 */
export function overview(
  categories: readonly { name: string | null; providers: readonly RowFacts[] }[],
  context: RowContext,
  since: string | null,
): Block[] {
  return overviewBlocks({ rows: overviewRows(categories, context), at: context.at, since });
}
