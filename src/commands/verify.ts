import { escapeTerminal } from '../report/format/terminal-escape.ts';
import { readErrorText } from '../store/lists/read-error.ts';
import type { Output } from './terminal/output.ts';
import { verifySnapshot } from './verify-snapshot.ts';

/** `mxtls verify`: says of each file whether it is sound, and what is wrong where. Gives the exit status. */
export async function verify(files: readonly string[], output: Output): Promise<number> {
  let status = 0;
  for (const file of files) {
    const faults = await faultsOf(file);
    if (faults.length > 0) status = 2;
    const lines = faults.length === 0 ? [`${file}: sound`] : faults;
    output.result(`${lines.map(escapeTerminal).join('\n')}\n`);
  }
  return status;
}

async function faultsOf(file: string): Promise<string[]> {
  try {
    return await verifySnapshot(file);
  } catch (error) {
    return [`${file}: ${readErrorText(error)}`];
  }
}
