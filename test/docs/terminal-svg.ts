/** How a run of characters looks: what the escape sequences before it switched on. */
interface Style {
  colour: string;
  bold: boolean;
}

interface Run extends Style {
  column: number;
  text: string;
}

const FONT_SIZE = 14;
const COLUMN = 8.4; // px; the width of a character in the monospaced fonts of the list below
const LINE = 20;
const MARGIN = 20;
const FONTS = "ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace";

const INK = '#1f2328';
const FAINT = '#59636e';
const PLAIN: Style = { colour: INK, bold: false };

/** What each SGR code that the program's palette writes does, on a light ground. */
const CODES: Readonly<Record<string, (style: Style) => Style>> = {
  '0': () => PLAIN,
  '1': (style) => ({ ...style, bold: true }),
  '2': (style) => ({ ...style, colour: FAINT }),
  '22': () => PLAIN,
  '31': (style) => ({ ...style, colour: '#cf222e' }),
  '32': (style) => ({ ...style, colour: '#1a7f37' }),
  '33': (style) => ({ ...style, colour: '#9a6700' }),
  '36': (style) => ({ ...style, colour: '#0550ae' }),
  '39': (style) => ({ ...style, colour: INK }),
};

/**
 * Draws terminal output as an SVG picture on a light ground: no script, no external font or style, so that GitHub shows it.
 * @param output text with the SGR escape sequences of `CODES`. Throws for any other escape sequence.
 * @param title what the picture shows, for those who cannot see it.
 */
export function terminalSvg(output: string, title: string): string {
  const lines = runsOf(output.trimEnd());
  const columns = Math.max(...lines.flat().map(({ column, text }) => column + text.length));
  const width = Math.ceil(columns * COLUMN + 2 * MARGIN);
  const height = lines.length * LINE + 2 * MARGIN;
  const texts = lines.flatMap((runs, line) => runs.map((run) => textElement(run, line)));
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img">
<title>${escaped(title)}</title>
<rect x="0.5" y="0.5" width="${width - 1}" height="${height - 1}" rx="8" fill="#ffffff" stroke="#d1d9e0"/>
<g font-family="${FONTS}" font-size="${FONT_SIZE}" xml:space="preserve">
${texts.join('\n')}
</g>
</svg>
`;
}

/** The runs of each line. Blanks at the ends of a run are left out: its column says where it starts. */
function runsOf(output: string): Run[][] {
  let style = PLAIN;
  return output.split('\n').map((line) => {
    const runs: Run[] = [];
    let column = 0;
    for (const part of line.split(/(\u001b\[[^m]*m)/)) {
      if (part.startsWith('\u001b')) {
        style = styleAfter(part.slice(2, -1), style);
        continue;
      }
      const text = part.trim();
      const indent = part.length - part.trimStart().length;
      if (text !== '') runs.push({ ...style, column: column + indent, text });
      column += part.length;
    }
    return runs;
  });
}

function styleAfter(code: string, style: Style): Style {
  const change = CODES[code];
  if (change === undefined) throw new Error(`an escape sequence without a style: ${code}`);
  return change(style);
}

/** `textLength` keeps the columns straight where the reader's font is narrower or wider. */
function textElement({ column, text, colour, bold }: Run, line: number): string {
  const x = round(MARGIN + column * COLUMN);
  const y = MARGIN + line * LINE + FONT_SIZE;
  const weight = bold ? ' font-weight="600"' : '';
  const length = round(text.length * COLUMN);
  return `<text x="${x}" y="${y}" fill="${colour}"${weight} textLength="${length}">${escaped(text)}</text>`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
