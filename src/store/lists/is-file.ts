import { existsSync } from 'node:fs';

/** Whether there is a file or folder of this name. */
export function isFile(name: string): boolean {
  return existsSync(name);
}
