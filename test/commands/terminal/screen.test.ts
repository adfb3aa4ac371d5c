import { describe, expect, it } from 'vitest';
import { screenOf } from '../../../src/commands/terminal/screen.ts';

const TERMINAL = { isTTY: true, columns: 80 };
const PIPE = {};

describe('the width of text', () => {
  it.each([
    { stream: { isTTY: true, columns: 20 }, width: 40 },
    { stream: { isTTY: true, columns: 40 }, width: 40 },
    { stream: { isTTY: true, columns: 97 }, width: 97 },
    { stream: { isTTY: true, columns: 300 }, width: 120 },
    { stream: { isTTY: true, columns: 0 }, width: 80 },
    { stream: { isTTY: true }, width: 80 },
    { stream: { columns: 200 }, width: 80 },
    { stream: PIPE, width: 80 },
  ])('of $stream is $width', ({ stream, width }) => {
    expect(screenOf(stream, { COLUMNS: '100' }).width).toBe(width);
  });
});

describe('colour', () => {
  it.each([
    { stream: TERMINAL, env: {}, colour: true },
    { stream: PIPE, env: {}, colour: false },
    { stream: TERMINAL, env: { TERM: 'dumb' }, colour: false },
    { stream: TERMINAL, env: { NO_COLOR: '1' }, colour: false },
    { stream: TERMINAL, env: { NO_COLOR: '' }, colour: true },
    { stream: PIPE, env: { FORCE_COLOR: '1' }, colour: true },
    { stream: PIPE, env: { FORCE_COLOR: '' }, colour: false },
    { stream: PIPE, env: { FORCE_COLOR: '0' }, colour: false },
    { stream: PIPE, env: { CLICOLOR_FORCE: '1' }, colour: true },
    { stream: PIPE, env: { CLICOLOR_FORCE: '0' }, colour: false },
    { stream: { ...TERMINAL }, env: { TERM: 'dumb', FORCE_COLOR: '1' }, colour: true },
    { stream: PIPE, env: { NO_COLOR: '1', FORCE_COLOR: '1' }, colour: false },
    { stream: PIPE, env: { NO_COLOR: '1', CLICOLOR_FORCE: '1' }, colour: false },
  ])('on $stream with $env: $colour', ({ stream, env, colour }) => {
    const { palette } = screenOf(stream, env);
    expect(palette.bad('no')).toBe(colour ? '\x1b[31mno\x1b[39m' : 'no');
  });
});
