import { padded } from '../../../src/report/format/layout.ts';
import type { Palette } from '../../../src/report/document/palette.ts';
import { escapeTerminal } from '../../../src/report/format/terminal-escape.ts';
import type { SeenConnection } from '../world/world.ts';

const HOST_COLUMNS = 22;

/** What a server saw of a connection, in one line: `18:03:12  mx2.windtools.gr  EHLO scan.lab.example STARTTLS TLSv1 QUIT`. */
export function seenLine(seen: SeenConnection, at: Date, palette: Palette): string {
  const time = palette.faint(at.toISOString().slice(11, 19));
  const said = seen.commands.map((command) =>
    command === 'STARTTLS' ? `STARTTLS ${afterStarttls(seen)}` : escapeTerminal(command),
  );
  return `${time}  ${padded(seen.host, HOST_COLUMNS)}  ${said.join(' ') || '(nothing was said)'}`;
}

/** The version of the handshake, or that none followed. */
function afterStarttls({ tls, clientHello }: SeenConnection): string {
  return tls?.version ?? (clientHello === null ? '(nothing)' : '(hello only)');
}
