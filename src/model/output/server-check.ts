import type { Endpoint } from '../records/endpoint.ts';
import type { CheckOutcome } from './check.ts';
import type { ServerDialogue } from './server-dialogue.ts';

/** What is asked of a server that the user runs, in the order in which `mxtls check` prints it. */
export type ServerQuestion = 'tls' | 'certificate' | 'auth-before-tls' | 'auth' | 'relay';

/**
 * One finding about a port of a server. `failed`: it is wrong; `warning`: it is to be improved, or to be looked at; `unknown`: it
 * could not be found out. Texts are plain, without a final full stop, and may hold foreign words.
 * `address`: that of the server, or the name of its onion service.
 */
export interface ServerFinding {
  address: string | null;
  port: number;
  question: ServerQuestion;
  outcome: CheckOutcome;
  evidence: string;
}

/** The onion service of a server, which was asked over Tor. */
export interface ServerOnion {
  host: string;
  port: number;
  dialogue: ServerDialogue;
}

/** Whether a finding is about an onion service. */
export function isOverTor({ address }: Pick<ServerFinding, 'address'>): boolean {
  return address?.endsWith('.onion') === true;
}

/** One address and port of a server: its record as a survey makes it, and the dialogue; null where it was not reached. */
export interface ServerPort {
  port: number;
  endpoint: Endpoint;
  dialogue: ServerDialogue | null;
}
