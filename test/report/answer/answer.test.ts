import { describe, expect, it } from 'vitest';
import { describeAnswer } from '../../../src/report/answer/answer.ts';
import { PAINTED, PLAIN } from '../../screens.ts';
import { makeSnapshot } from '../../model/make-records.ts';
import { ANSWER_CASES } from './answer-cases.ts';
import { sourceOf } from '../../../src/model/records/snapshot-source.ts';

describe('describeAnswer', () => {
  it.each(Object.entries(ANSWER_CASES))('%s', async (name, snapshot) => {
    const domains = snapshot.domains.map((each) => each.domain);
    const text = describeAnswer(sourceOf(snapshot), domains, PLAIN);
    expect(text).not.toMatch(/[^\P{C}\n]/u);
    const [{ level } = { level: 'no-domain' }] = snapshot.domains;
    await expect(text).toMatchFileSnapshot(`expected/${level}/${name}.txt`);
  });
});

it('colours by meaning, and has the same text without colours', () => {
  const snapshot = ANSWER_CASES['every-kind-of-trouble'] ?? makeSnapshot();
  const painted = describeAnswer(sourceOf(snapshot), ['trouble.gr'], PAINTED);
  const plain = describeAnswer(sourceOf(snapshot), ['trouble.gr'], PLAIN);
  expect(painted).toContain('\x1b[31mbroken STARTTLS\x1b[39m');
  expect(painted).toContain('\x1b[36munknown\x1b[39m');
  expect(painted.replace(/\x1b\[\d+m/g, '')).toBe(plain);
});

it('says if a domain was not asked, and if the survey is degraded', () => {
  const snapshot = makeSnapshot({ survey: { degraded: ['outbound port 25 is blocked'] } });
  expect(describeAnswer(sourceOf(snapshot), ['left-out.gr'], PLAIN)).toBe(
    'DEGRADED: this survey cannot be trusted and is never used as a baseline:\n  - outbound port 25 is blocked\n\n' +
      'left-out.gr: not asked: excluded, or not in this survey\n',
  );
});

it('fits on a screen, whatever a domain has', () => {
  for (const snapshot of Object.values(ANSWER_CASES)) {
    const lines = describeAnswer(
      sourceOf(snapshot),
      snapshot.domains.map((each) => each.domain),
      PLAIN,
    ).split('\n');
    expect(lines.length).toBeLessThanOrEqual(50);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(100);
  }
});
