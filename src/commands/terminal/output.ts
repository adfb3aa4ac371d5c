import { makePalette, type Palette } from '../../report/format/palette.ts';
import { escapeTerminal } from '../../report/format/terminal-escape.ts';

/** stdout for results, stderr for progress and warnings, and how each is to be written to. */
export interface Output {
  palette: Palette;
  /** The width of the terminal that progress goes to, as it is now; null where it is none. */
  progressWidth(): number | null;
  result(text: string): void;
  /** Goes beside the result, where the result is for a program to read. */
  aside(text: string): void;
  /** Lines for the user, each with the program's name before it; what would act on a terminal is escaped here. */
  warn(text: string): void;
  /** Replaces the progress line; an empty one takes it away. */
  progress(line: string): void;
}

/** Columns of a terminal that does not know its own width. */
const USUAL_WIDTH = 80;

/** Whether a stream goes to a terminal that knows escape sequences. */
function isScreen(stream: NodeJS.WriteStream): boolean {
  return stream.isTTY && process.env['TERM'] !== 'dumb';
}

/** Colour only on a terminal and without NO_COLOR (no-color.org). */
function wantsColour(stream: NodeJS.WriteStream): boolean {
  return isScreen(stream) && (process.env['NO_COLOR'] ?? '') === '';
}

/** The program's own streams. A reader that went away ends the program quietly; a full disk behind stdout is said. */
export function openOutput(): Output {
  const { stdout, stderr } = process;
  let shown = false;
  const clear = (): void => {
    if (shown) stderr.write('\r\u001b[K');
    shown = false;
  };
  const output: Output = {
    palette: makePalette(wantsColour(stdout)),
    progressWidth: () => (isScreen(stderr) ? stderr.columns || USUAL_WIDTH : null),
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
      const lines = text.split('\n').map((line) => `mxtls: ${escapeTerminal(line)}\n`);
      stderr.write(lines.join(''));
    },
    progress(line) {
      if (!isScreen(stderr)) return;
      clear();
      stderr.write(line);
      shown = line !== '';
    },
  };
  stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit(0);
    output.warn(`the results could not be printed (${error.code ?? error.message})`);
    process.exit(2);
  });
  // Nobody is left to tell it to.
  stderr.on('error', () => undefined);
  return output;
}
