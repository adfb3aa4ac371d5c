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

describe('signs', () => {
  it.each([
    { stream: TERMINAL, env: { LANG: 'en_US.UTF-8' }, signs: 'unicode' },
    { stream: TERMINAL, env: { LANG: 'el_GR.utf8' }, signs: 'unicode' },
    { stream: TERMINAL, env: { LC_CTYPE: 'C.UTF-8', LANG: 'C' }, signs: 'unicode' },
    { stream: TERMINAL, env: { LC_ALL: 'C', LANG: 'en_US.UTF-8' }, signs: 'ascii' },
    { stream: TERMINAL, env: { LC_ALL: '', LANG: 'en_US.UTF-8' }, signs: 'unicode' },
    { stream: TERMINAL, env: { LANG: 'el_GR.ISO-8859-7' }, signs: 'ascii' },
    { stream: TERMINAL, env: {}, signs: 'ascii' },
    { stream: TERMINAL, env: { LANG: 'en_US.UTF-8', TERM: 'linux' }, signs: 'ascii' },
    { stream: TERMINAL, env: { LANG: 'en_US.UTF-8', TERM: 'dumb' }, signs: 'ascii' },
    { stream: TERMINAL, env: { WT_SESSION: '5a0c' }, signs: 'unicode' },
    { stream: PIPE, env: { LANG: 'en_US.UTF-8' }, signs: 'ascii' },
    { stream: PIPE, env: { LANG: 'en_US.UTF-8', FORCE_COLOR: '1' }, signs: 'ascii' },
  ])('on $stream with $env: $signs', ({ stream, env, signs }) => {
    expect(screenOf(stream, env).signs).toBe(signs);
  });
});
