import fc from 'fast-check';
import { expect } from 'vitest';

/** MXTLS_FUZZ_SEED repeats a run; MXTLS_FUZZ_MINUTES is how long each file of properties takes, 2 where it is not set. */
const seed = Number(process.env['MXTLS_FUZZ_SEED'] ?? Date.now() % 0x7fffffff);
const minutes = Number(process.env['MXTLS_FUZZ_MINUTES'] ?? 2);

/**
 * Looks for a counterexample of a property, until its share of the time is over.
 * @param share the part of the time of the file, up to 1.
 * @throws an Error with the counterexample, the seed, and the command that repeats it
 */
export async function hold(
  property: fc.IAsyncProperty<unknown[]> | fc.IProperty<unknown[]>,
  share: number,
): Promise<void> {
  const found = await fc.check(property as fc.IAsyncProperty<unknown[]>, {
    seed,
    numRuns: 10_000_000,
    interruptAfterTimeLimit: share * minutes * 60_000,
  });
  if (!found.failed) return;
  const name = expect.getState().currentTestName ?? '';
  throw new Error(
    `${fc.defaultReportMessage(found) ?? ''}\nrepeat: MXTLS_FUZZ_SEED=${seed} npm run fuzz -- -t ${JSON.stringify(name)}`,
    { cause: found.errorInstance },
  );
}

/** Bytes that differ from these by a few changed, removed, repeated and inserted pieces. */
export function mutated(base: Uint8Array): fc.Arbitrary<Buffer> {
  const change = fc.record({
    at: fc.nat({ max: base.length }),
    drop: fc.oneof(fc.constant(1), fc.nat({ max: 40 })),
    put: fc.oneof(fc.uint8Array({ maxLength: 4 }), fc.constant(base.subarray(0, 60))),
  });
  return fc
    .array(change, { maxLength: 6 })
    .map((changes) =>
      changes.reduce<Buffer>(
        (bytes, { at, drop, put }) =>
          Buffer.concat([bytes.subarray(0, at), put, bytes.subarray(at + drop)]),
        Buffer.from(base),
      ),
    );
}

/** Text with the words that parsers look for among anything else. */
export function textWith(words: readonly string[]): fc.Arbitrary<string> {
  return fc
    .array(fc.oneof(fc.constantFrom(...words), fc.string({ unit: 'binary', maxLength: 8 })), {
      maxLength: 40,
    })
    .map((pieces) => pieces.join(''));
}
