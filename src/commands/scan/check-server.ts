import type { GivenMx } from '../../model/names/given-mx.ts';
import type { Certificate } from '../../model/records/certificate.ts';
import type { Endpoint } from '../../model/records/endpoint.ts';
import type { ServerDialogue } from '../../model/output/server-dialogue.ts';
import type { ServerOnion, ServerPort } from '../../model/output/server-check.ts';
import { openDirectly, type Opener } from '../../net/open.ts';
import { askServer } from '../../net/smtp/server-dialogue.ts';
import { timeoutsWithin, type SurveyInput, type SurveyListener } from './run-survey.ts';
import { surveyInMemory } from './survey-in-memory.ts';

/** What was found of a server, port by port, with the certificates that it presented. */
export interface CheckedServer {
  ports: ServerPort[];
  certificates: ReadonlyMap<string, Certificate>;
}

const SILENT: SurveyListener = {
  onLookup: () => undefined,
  onProgress: () => undefined,
  onLine: () => undefined,
};

/**
 * Surveys each port of a server, at the given address or at those in the DNS, as `scan` does, one after another, and then holds one dialogue with each address and port that
 * was reached, with the pause of the rate limits between two connections. Throws as a survey does.
 */
export async function checkServer(
  input: SurveyInput,
  server: GivenMx,
  ports: readonly number[],
): Promise<CheckedServer> {
  const pause = (): Promise<void> =>
    new Promise((resolve) => setTimeout(resolve, input.rateLimits.pauseMs));
  const found: ServerPort[] = [];
  const certificates = new Map<string, Certificate>();
  for (const port of ports) {
    const givenMx = { hosts: [server], dns: null };
    const snapshot = await surveyInMemory({ ...input, givenMx, port, policies: false }, SILENT);
    for (const each of snapshot.certificates) certificates.set(each.id, each);
    for (const endpoint of snapshot.endpoints) {
      await pause();
      found.push({ port, endpoint, dialogue: await dialogueWith(input, endpoint, port) });
    }
    await pause();
  }
  return { ports: found, certificates };
}

async function dialogueWith(
  input: SurveyInput,
  { host, address, failure }: Endpoint,
  port: number,
): Promise<ServerDialogue | null> {
  if (address === null || failure?.stage === 'dns' || failure?.stage === 'connect') return null;
  const { dial, ehlo, clients } = input;
  const timeouts = timeoutsWithin(input.attemptMs);
  return askServer({ host, address, port, open: openDirectly(dial), ehlo, clients, timeouts });
}

/** A circuit and a rendezvous are built before a connection over Tor is open. */
const CONNECT_FACTOR = 3;

/**
 * Holds the dialogue with a server through its onion service.
 * @param open opens connections over Tor; `host`: the name of the server, for the forms that name it.
 */
export async function askOnion(
  { ehlo, clients, attemptMs }: Pick<SurveyInput, 'ehlo' | 'clients' | 'attemptMs'>,
  open: Opener,
  { host, onion }: { host: string; onion: Pick<ServerOnion, 'host' | 'port'> },
): Promise<ServerOnion> {
  const within = timeoutsWithin(attemptMs);
  const timeouts = { ...within, connect: within.connect * CONNECT_FACTOR };
  const to = { host, address: onion.host, port: onion.port };
  const dialogue = await askServer({ ...to, open, ehlo, clients, timeouts });
  // The connection to the proxy says nothing of how the server sees its client.
  return { ...onion, dialogue: { ...dialogue, from: null } };
}
