import { makePalette, type Palette } from '../report/palette.ts';

/** stdout for results, stderr for progress and warnings, and how each is to be written to. */
export interface Output {
  palette: Palette;
  /** The width of the terminal that progress goes to; null where it is none. */
  progressWidth: number | null;
  result(text: string): void;
  /** Goes beside the result, where the result is for a program to read. */
  aside(text: string): void;
  /** One line for the user, with the program's name before it. */
  warn(text: string): void;
  /** Replaces the progress line; an empty one takes it away. */
  progress(line: string): void;
}

/** Colour only on a terminal and without NO_COLOR (no-color.org). */
function wantsColour(stream: NodeJS.WriteStream): boolean {
  const noColour = process.env['NO_COLOR'] ?? '';
  return stream.isTTY && noColour === '' && process.env['TERM'] !== 'dumb';
}

/** The program's own streams. A reader that went away ends the program quietly. */
export function openOutput(): Output {
  const { stdout, stderr } = process;
  stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0);
    throw error;
  });
  let shown = false;
  const clear = (): void => {
    if (shown) stderr.write('\r\u001b[K');
    shown = false;
  };
  return {
    palette: makePalette(wantsColour(stdout)),
    progressWidth: stderr.isTTY ? stderr.columns : null,
    result(text) {
      clear();
      stdout.write(text);
    },
    aside(text) {
      clear();
      stderr.write(text);
    },
    warn(text) {
      clear();
      stderr.write(`mxtls: ${text}\n`);
    },
    progress(line) {
      if (!stderr.isTTY) return;
      clear();
      stderr.write(line);
      shown = line !== '';
    },
  };
}
