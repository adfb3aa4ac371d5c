import { makePalette, type Palette } from '../../report/format/palette.ts';
import { escapeTerminal } from '../../report/format/terminal-escape.ts';

/** Writes results to stdout, progress and warnings to stderr. */
export interface Output {
  palette: Palette;
  /** The current width of the terminal that shows progress; null where stderr is no terminal. */
  progressWidth(): number | null;
  result(text: string): void;
  /** Writes text for people to stderr, for runs whose result on stdout is for a program. */
  aside(text: string): void;
  /** Writes lines to stderr, each after the program's name. Control characters are escaped here. */
  warn(text: string): void;
  /** Replaces the progress line; an empty one removes it. */
  progress(line: string): void;
}

/** Columns of a terminal whose width is unknown. */
const USUAL_WIDTH = 80;

/** Whether a stream goes to a terminal that understands escape sequences. */
function isScreen(stream: NodeJS.WriteStream): boolean {
  return stream.isTTY && process.env['TERM'] !== 'dumb';
}

/** Colour only on a terminal and without NO_COLOR (no-color.org). */
function wantsColour(stream: NodeJS.WriteStream): boolean {
  return isScreen(stream) && (process.env['NO_COLOR'] ?? '') === '';
}

/** Opens the program's own streams. A closed pipe ends the program quietly; another write error of stdout is reported. */
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
  // There is nowhere left to report it.
  stderr.on('error', () => undefined);
  return output;
}
