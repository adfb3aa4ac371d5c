/** A process that makes connections; the pool of the main process starts it. */
import { errorDetail } from '../../model/system-error.ts';
import { dialDirectly } from '../dial.ts';
import { Interruption } from '../interruption.ts';
import { openDirectly } from '../open.ts';
import { attemptHere } from '../smtp/make-attempt.ts';
import type { FromWorker, ToWorker } from './attempt-messages.ts';

const interruption = new Interruption();
const makeAttempt = attemptHere(openDirectly(dialDirectly), interruption);

// A terminal sends its signals to all processes of a command: the main one decides.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => undefined);

process.on('uncaughtException', (error) => {
  say({ kind: 'ends', detail: errorDetail(error) }, () => process.exit(1));
});

process.on('disconnect', () => process.exit(0));

process.on('message', (message: ToWorker) => {
  if (message.kind === 'interrupt') interruption.raise();
  else void make(message);
});

void interruption.over.then(() => {
  say({ kind: 'over' });
});

async function make({ id, request }: ToWorker & { kind: 'attempt' }): Promise<void> {
  say({ kind: 'attempted', id, attempted: await makeAttempt(request) });
}

/** Without the main process nobody waits for it. */
function say(message: FromWorker, then: () => void = () => undefined): void {
  if (process.connected) process.send?.(message, then);
}
