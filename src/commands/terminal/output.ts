import { inPieces } from '../../model/text/in-pieces.ts';
import type { Screen } from '../../report/document/screen.ts';
import { escapeTerminal } from '../../report/format/terminal-escape.ts';
import { isTerminal, screenOf, USUAL_WIDTH } from './screen.ts';

/** A result of many pieces is written in about so many characters at a time. */
const CHUNK = 1 << 16;

/** Writes results to stdout, progress and warnings to stderr. */
export interface Output {
  /** Colours and current width of what results are printed on. */
  readonly screen: Screen;
  /** Columns of a line that a program may read: those of a terminal, elsewhere it is whole. */
  readonly lineWidth: number;
  /** The current width of the terminal that shows progress; null where stderr is no terminal. */
  progressWidth(): number | null;
  result(text: string): void;
  /** Writes a result of any size: its next pieces are made when whoever reads stdout has taken those before. */
  results(pieces: Iterable<string>): Promise<void>;
  /** Writes text for people to stderr, for runs whose result on stdout is for a program. */
  aside(text: string): void;
  /** Writes lines to stderr, each after the program's name. Control characters are escaped here. */
  warn(text: string): void;
  /** Replaces the progress line; an empty one removes it. */
  progress(line: string): void;
}

/** Opens the program's own streams. A closed pipe ends the program quietly; another write error of stdout is reported. */
export function openOutput(): Output {
  const { stdout, stderr } = process;
  const showsProgress = isTerminal(stderr, process.env);
  let shown = false;
  const clear = (): void => {
    if (shown) stderr.write('\r\u001b[K');
    shown = false;
  };
  const output: Output = {
    get screen() {
      return screenOf(stdout, process.env);
    },
    get lineWidth() {
      return stdout.isTTY ? output.screen.width : Infinity;
    },
    progressWidth: () => (showsProgress ? stderr.columns || USUAL_WIDTH : null),
    result(text) {
      clear();
      stdout.write(text);
    },
    async results(pieces) {
      clear();
      for (const chunk of inPieces(pieces, CHUNK)) {
        // A pipe holds what its reader has not taken, however much that is.
        if (!stdout.write(chunk)) await new Promise((resolve) => stdout.once('drain', resolve));
      }
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
      if (!showsProgress) return;
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
