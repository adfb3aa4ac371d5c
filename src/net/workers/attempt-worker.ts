/** A thread that makes connections; its pool starts it. */
import { parentPort } from 'node:worker_threads';
import { dialDirectly } from '../dial.ts';
import { Interruption } from '../interruption.ts';
import { attemptHere } from '../smtp/make-attempt.ts';
import { handOver, type FromThread, type ToThread } from './attempt-messages.ts';

const interruption = new Interruption();
const makeAttempt = attemptHere(dialDirectly, interruption);

void interruption.over.then(() => {
  say({ kind: 'over' });
});

parentPort?.on('message', (message: ToThread) => {
  if (message.kind === 'interrupt') interruption.raise();
  else void make(message);
});

async function make({ id, request }: ToThread & { kind: 'attempt' }): Promise<void> {
  const attempted = await makeAttempt(request);
  const memory = handOver(attempted);
  say({ kind: 'attempted', id, attempted }, memory);
}

function say(message: FromThread, memory: ArrayBuffer[] = []): void {
  parentPort?.postMessage(message, memory);
}
