import type { Result } from './ask.ts';
import { EXPLANATIONS, type Explanation } from './explanations.ts';
import { FACTS, standingOf, type Fact } from './facts.ts';

/** A fact that a tool told otherwise than it is. */
export interface Disagreement {
  readonly tool: string;
  readonly personality: string;
  readonly fact: Fact;
  readonly told: string;
  readonly truth: string;
}

/** Those with one explanation; with none, they are for somebody to look into. */
export interface Explained {
  readonly explanation: Explanation;
  readonly disagreements: readonly Disagreement[];
}

/** Everything that was told otherwise than it is. */
export function disagreementsOf(results: readonly Result[]): readonly Disagreement[] {
  return results.flatMap(({ tool, personality: { name, truth }, told }) =>
    FACTS.flatMap((fact) => {
      const [is, said] = [truth[fact], told[fact]];
      if (is === null || said === undefined || standingOf(said, is) !== 'wrong') return [];
      return [{ tool, personality: name, fact, told: said, truth: is }];
    }),
  );
}

/** Gives each disagreement the first explanation that is for it. Some explanations may be left with none. */
export function explain(disagreements: readonly Disagreement[]): {
  readonly explained: readonly Explained[];
  readonly unexplained: readonly Disagreement[];
} {
  const explanationOf = (disagreement: Disagreement): Explanation | undefined =>
    EXPLANATIONS.find((explanation) => isFor(explanation, disagreement));
  return {
    explained: EXPLANATIONS.map((explanation) => ({
      explanation,
      disagreements: disagreements.filter((each) => explanationOf(each) === explanation),
    })),
    unexplained: disagreements.filter((each) => explanationOf(each) === undefined),
  };
}

function isFor({ tool, facts, of, told }: Explanation, disagreement: Disagreement): boolean {
  return (
    tool === disagreement.tool &&
    facts.includes(disagreement.fact) &&
    of.test(disagreement.personality) &&
    (told === undefined || told === disagreement.told)
  );
}
