import { describe, expect, it } from 'vitest';
import { optionAdvice } from '../../src/commands/option-advice.ts';

describe('an option that a command does not have', () => {
  it.each([
    { args: ['scan', '--format', 'json'], advice: "'--json' prints the snapshot" },
    { args: ['scan', '--format=csv'], advice: "'mxtls report --format csv' prints" },
    { args: ['scan', 'a.gr', '--format', 'markdown'], advice: "'mxtls report --format markdown'" },
    { args: ['scan', '--format'], advice: "'--json' prints the snapshot; 'mxtls report" },
    { args: ['scan', '--output', 'x.json'], advice: "'--out FILE'" },
    { args: ['scan', '-v'], advice: "'--transcript'" },
    { args: ['report', '--json'], advice: "it is '--format json' here" },
    { args: ['scan', '--lits'], advice: null },
    { args: ['verify', '--format'], advice: null },
  ])('$args: $advice', ({ args, advice }) => {
    const option = args.find((each) => each.startsWith('-'))?.split('=')[0] ?? '';
    const given = optionAdvice(args, option);
    if (advice === null) expect(given).toBeNull();
    else expect(given).toContain(advice);
  });
});
