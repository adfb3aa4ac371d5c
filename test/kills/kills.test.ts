import { describe, expect, it } from 'vitest';
import { LAB_RUNS } from '../main-world.ts';
import { buildProgram } from '../program.ts';
import { startKilling } from './kill-trials.ts';

/** Moments of a survey, from its start to its end. `npm run kills` has 200 at random. */
const MOMENTS = [0.1, 0.35, 0.5, 0.6, 0.7, 0.8, 0.9, 0.97];

describe.runIf(LAB_RUNS)('a survey that is killed', () => {
  it('leaves a folder that can be read, and goes on to the snapshot of an undisturbed one', async () => {
    const killing = await startKilling(buildProgram());
    const faults: string[] = [];
    for (const moment of MOMENTS) {
      faults.push(...(await killing.trial(moment * killing.duration)).faults);
    }
    await killing.close();
    expect(faults).toEqual([]);
  }, 120_000);
});
