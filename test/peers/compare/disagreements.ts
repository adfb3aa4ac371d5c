import type { Result } from './ask.ts';
import { EXPLANATIONS, type Explanation } from './explanations.ts';
import { FACTS, agreementOf, type Fact } from './facts.ts';

/** A wrong answer of a tool. */
export interface Disagreement {
  readonly tool: string;
  readonly personality: string;
  readonly fact: Fact;
  readonly answer: string;
  readonly truth: string;
}

/** The disagreements of one explanation. */
export interface Explained {
  readonly explanation: Explanation;
  readonly disagreements: readonly Disagreement[];
}

/** Every wrong answer. */
export function disagreementsOf(results: readonly Result[]): readonly Disagreement[] {
  return results.flatMap(({ tool, personality: { name, truth }, answers }) =>
    FACTS.flatMap((fact) => {
      const [is, answer] = [truth[fact], answers[fact]];
      if (is === null || answer === undefined || agreementOf(answer, is) !== 'wrong') return [];
      return [{ tool, personality: name, fact, answer, truth: is }];
    }),
  );
}

/** Gives each disagreement the first explanation that fits it. Some explanations may have none. */
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

function isFor({ tool, facts, of, answer }: Explanation, disagreement: Disagreement): boolean {
  return (
    tool === disagreement.tool &&
    facts.includes(disagreement.fact) &&
    of.test(disagreement.personality) &&
    (answer === undefined || answer === disagreement.answer)
  );
}

/** How often the answers of results are the truth: a parser that reads nothing gives no wrong answer either. */
export function countRight(results: readonly Result[]): number {
  return results.flatMap(({ answers, personality: { truth } }) =>
    FACTS.filter((fact) => truth[fact] !== null && answers[fact] === truth[fact]),
  ).length;
}
