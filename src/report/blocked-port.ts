import type { Endpoint } from '../model/records/endpoint.ts';
import type { FailureCode } from '../model/records/words.ts';
import { wrap } from './format/layout.ts';
import type { Screen } from './document/screen.ts';

/** How a connect ends where a network drops or refuses to carry it. One that is refused may have met a server. */
const BLOCKED: ReadonlySet<FailureCode> = new Set(['timeout', 'unreachable', 'blocked']);

/** Failures that say nothing of this network: no connection was made. */
const NOT_TRIED: ReadonlySet<FailureCode> = new Set(['no-ipv6', 'private-address']);

/**
 * What may be the reason where no connection could be made to anybody, and how to find out; empty where one was made.
 * Ends in a newline.
 */
export function blockedPortText(
  endpoints: Iterable<Pick<Endpoint, 'failure'>>,
  port: number,
  { palette, width }: Screen,
): string {
  if (!areBlocked(endpoints)) return '';
  const lines = [
    `No connection to port ${port} was made: this network may block it, as many home and cloud networks do. To find out, ask a domain whose servers are known to answer:`,
    '  mxtls scan gmail.com',
    'If that cannot connect either, run mxtls from a machine where mail servers run.',
  ];
  return `\n${lines
    .flatMap((line) => (line.startsWith(' ') ? [line] : wrap(line, '', 0, width)))
    .map((line) => palette.warn(line))
    .join('\n')}\n`;
}

/** Whether connections were tried, and none of them was made. */
function areBlocked(endpoints: Iterable<Pick<Endpoint, 'failure'>>): boolean {
  let tried = false;
  for (const { failure } of endpoints) {
    if (failure !== null && (failure.stage === 'dns' || NOT_TRIED.has(failure.code))) continue;
    if (failure?.stage !== 'connect' || !BLOCKED.has(failure.code)) return false;
    tried = true;
  }
  return tried;
}
