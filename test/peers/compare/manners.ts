import type { Depth } from '../../../src/model/records/words.ts';
import { mxtlsAt, type Result } from './ask.ts';
import { isModern } from './personality.ts';

/** How often mxtls may connect to one address: to an ordinary server, and to any. */
const LIMITS: Readonly<Record<Depth, { readonly any: number; readonly modern: number }>> = {
  quick: { any: 6, modern: 1 },
  standard: { any: 6, modern: 3 },
  deep: { any: 14, modern: 14 },
};

/** Where mxtls connected more often than it may, in words. */
export function overspent(results: readonly Result[]): readonly string[] {
  return Object.entries(LIMITS).flatMap(([depth, limit]) =>
    results
      .filter(({ tool }) => tool === mxtlsAt(depth as Depth))
      .flatMap(({ tool, personality, connections }) => {
        const most = isModern(personality) ? limit.modern : limit.any;
        return connections > most
          ? [
              `${tool} made ${connections} connections to ${personality.name}, where ${most} are its most`,
            ]
          : [];
      }),
  );
}
