import type { TranscriptLine } from '../model/transcript.ts';
import type { Palette } from './document/palette.ts';
import { escapeTerminal } from './format/terminal-escape.ts';

/** The state of a dialogue: whether TLS protects it, and whether the client has sent QUIT. */
interface State {
  tls: boolean;
  quit: boolean;
}

/**
 * The dialogue with one address as swaks prints it: ` -> ` what was sent, `<-  ` what came, ` ~> ` and `<~  ` under TLS,
 * `<** ` a reply that is an error, `=== ` and `*** ` the scanner's own remarks. Escaped; ends in an empty line.
 */
export function describeTranscript(
  dialogue: { host: string; address: string; lines: readonly TranscriptLine[] },
  palette: Palette,
): string {
  const { host, address } = dialogue;
  const trying = `=== Trying ${escapeTerminal(host)} [${escapeTerminal(address)}]...`;
  const shown: string[] = [palette.faint(trying)];
  let state: State = { tls: false, quit: false };
  for (const line of dialogue.lines) {
    const again = state.quit && line.from === 'server' && line.text.startsWith('220');
    if (again) shown.push(palette.faint(trying));
    state = nextState(again ? { tls: false, quit: false } : state, line);
    shown.push(shownLine(line, state.tls, palette));
  }
  return `${shown.join('\n')}\n\n`;
}

/** A greeting after QUIT, or after the end of TLS, belongs to the next connection. */
function nextState({ tls, quit }: State, { from, text }: TranscriptLine): State {
  if (from === 'scanner') return { tls: tls || isTlsStart(text), quit: quit || endsHere(text) };
  return { tls, quit: quit || (from === 'client' && text === 'QUIT') };
}

/** Nothing follows a ClientHello probe or a failed handshake on its connection. */
function endsHere(text: string): boolean {
  return isHello(text) || text.startsWith('TLS handshake failed');
}

function isHello(text: string): boolean {
  return text.startsWith('TLS hello');
}

function isTlsStart(text: string): boolean {
  return text.startsWith('TLS started');
}

function shownLine({ from, text }: TranscriptLine, tls: boolean, palette: Palette): string {
  const escaped = escapeTerminal(text);
  switch (from) {
    case 'client':
      return `${tls ? ' ~>' : ' ->'} ${escaped}`;
    case 'server':
      return /^[45]\d\d/.test(text)
        ? palette.bad(`${tls ? '<~*' : '<**'} ${escaped}`)
        : `${tls ? '<~ ' : '<- '} ${escaped}`;
    case 'scanner':
      return isTlsStart(text) || isHello(text)
        ? palette.faint(`=== ${escaped}`)
        : palette.bad(`*** ${escaped}`);
  }
}
