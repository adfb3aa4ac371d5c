import { z } from 'zod';
import type { Result } from './ask.ts';
import { FACTS } from './facts.ts';

/** What one run found, before it is compared. */
export interface Found {
  /** As 2026-11-27. */
  readonly date: string;
  /** The version of Node. */
  readonly node: string;
  /** With the version of each; null where it is not installed. */
  readonly tools: readonly { readonly name: string; readonly version: string | null }[];
  /** Kinds of server that the machine lacks, each with the reason. */
  readonly absent: readonly string[];
  readonly results: readonly Result[];
}

const fact = z.enum(FACTS);

const FoundSchema = z.object({
  date: z.string(),
  node: z.string(),
  tools: z.array(z.object({ name: z.string(), version: z.string().nullable() })),
  absent: z.array(z.string()),
  results: z.array(
    z.object({
      tool: z.string(),
      personality: z.object({
        kind: z.string(),
        name: z.string(),
        truth: z.record(fact, z.string().nullable()),
      }),
      answers: z.partialRecord(fact, z.string()),
      connections: z.int(),
      cost: z.object({ cpuMs: z.number(), wallMs: z.number() }).nullable(),
      ended: z.boolean(),
    }),
  ),
});

/** What was found earlier and what was found now; of one tool at one server, the newer counts. */
export function addFound(earlier: Found, now: Found): Found {
  const isNew = (result: Result): boolean =>
    now.results.some(
      ({ tool, personality: { name } }) => tool === result.tool && name === result.personality.name,
    );
  return {
    ...now,
    tools: [
      ...earlier.tools.filter(({ name }) => !now.tools.some((each) => each.name === name)),
      ...now.tools,
    ],
    results: [...earlier.results.filter((result) => !isNew(result)), ...now.results],
  };
}

/** Reads what a run has kept, to compare it again without asking anybody. Throws where it is something else. */
export function parseFound(text: string): Found {
  return FoundSchema.parse(JSON.parse(text));
}
