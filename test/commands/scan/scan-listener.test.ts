import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Output } from '../../../src/commands/terminal/output.ts';
import { createListener } from '../../../src/commands/scan/scan-listener.ts';
import { PLAIN } from '../../screens.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** An output that notes the progress lines. */
function terminal(width: number | null): { output: Output; lines: string[] } {
  const lines: string[] = [];
  const nothing = (): void => undefined;
  const output: Output = {
    screen: PLAIN,
    lineWidth: Infinity,
    progressWidth: () => width,
    result: nothing,
    results: () => Promise.resolve(),
    aside: nothing,
    warn: nothing,
    progress: (line) => void lines.push(line),
  };
  return { output, lines };
}

const WANTED = { progress: true, transcript: false, depth: 'standard' } as const;
const JOBS = ['mx1.a.example', 'mx2.a.example'].map((host, n) => ({
  ...{ host, address: `192.0.2.${n}`, operator: 'a.example' },
}));
const COUNTS = { tls: 1, plaintext: 0, broken: 0, unknown: 0 };

describe('the progress line', () => {
  it('is written at most ten times a second, and always in its last state', () => {
    const { output, lines } = terminal(80);
    const { listener, stop } = createListener(output, WANTED);
    for (let done = 1; done <= 100; done++) {
      listener.onLookup(done, 100);
      vi.advanceTimersByTime(5);
    }
    vi.advanceTimersByTime(100);
    expect(lines).toHaveLength(6);
    expect(lines.at(-1)).toBe('looking up 100/100 domains');
    stop();
    expect(lines.at(-1)).toBe('');
  });

  it('counts down the wait before a later pass, second by second', () => {
    const { output, lines } = terminal(80);
    const { listener } = createListener(output, WANTED);
    listener.onProgress({ pass: 1, done: 1, total: 3, counts: COUNTS, waiting: new Set(JOBS) });
    listener.onWait(2, JOBS, 300_000);
    vi.advanceTimersByTime(2_000);
    expect(lines).toEqual(
      ['5:00', '4:59', '4:58'].map(
        (left) => `next pass in ${left}, to ask mx1.a.example and 1 other again`,
      ),
    );
  });

  it('is written anew each second, with who is waited for now and the time that has passed', () => {
    const { output, lines } = terminal(80);
    const { listener } = createListener(output, WANTED);
    const waiting = new Set(JOBS);
    listener.onProgress({ pass: 1, done: 1, total: 3, counts: COUNTS, waiting });
    vi.advanceTimersByTime(500);
    for (const job of JOBS.slice(0, 1)) waiting.delete(job);
    vi.advanceTimersByTime(1_000);
    expect(lines.map((line) => line.split('  ')[0])).toEqual([
      '1/3 33% waiting for mx1.a.example and 1 other',
      '1/3 33% waiting for mx2.a.example',
    ]);
  });

  it('does not return after the end', () => {
    const { output, lines } = terminal(80);
    const { listener, stop } = createListener(output, WANTED);
    listener.onLookup(1, 2);
    stop();
    vi.advanceTimersByTime(1000);
    expect(lines).toEqual(['']);
  });

  it.each([20, 1, 0])('stays below a width of %d', (width) => {
    const { output, lines } = terminal(width);
    const { listener } = createListener(output, WANTED);
    listener.onProgress({ pass: 1, done: 1, total: 3, counts: COUNTS, waiting: new Set(JOBS) });
    vi.advanceTimersByTime(100);
    expect(lines).toHaveLength(1);
    expect(lines[0]?.length).toBeLessThanOrEqual(Math.max(0, width - 1));
  });

  it.each([
    { wants: { ...WANTED, progress: false }, width: 80 },
    { wants: WANTED, width: null },
  ])('is not shown without a terminal or with --no-progress', ({ wants, width }) => {
    const { output, lines } = terminal(width);
    const { listener } = createListener(output, wants);
    listener.onLookup(1, 2);
    listener.onProgress({ pass: 1, done: 1, total: 3, counts: COUNTS, waiting: new Set(JOBS) });
    vi.advanceTimersByTime(1000);
    expect(lines).toEqual([]);
  });
});

describe('the dialogues', () => {
  const job = { host: 'mx.a.example', address: '192.0.2.1', operator: 'a.example' };
  const hello = { from: 'server', text: '220 hello' } as const;
  const quit = { from: 'client', text: 'QUIT' } as const;

  it('are recorded by endpoint with --transcript', () => {
    const { output } = terminal(null);
    const { listener, transcripts } = createListener(output, { ...WANTED, transcript: true });
    const other = { ...job, address: '192.0.2.2' };
    listener.onLine(job, hello);
    listener.onLine(other, hello);
    listener.onLine(job, quit);
    expect(transcripts()).toEqual([
      { host: 'mx.a.example', address: '192.0.2.1', lines: [hello, quit] },
      { host: 'mx.a.example', address: '192.0.2.2', lines: [hello] },
    ]);
  });

  it('are not recorded otherwise: there may be thousands', () => {
    const { listener, transcripts } = createListener(terminal(null).output, WANTED);
    listener.onLine(job, hello);
    expect(transcripts()).toEqual([]);
  });
});
