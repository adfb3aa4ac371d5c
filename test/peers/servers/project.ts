import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The folder of the project, from this file or from what was compiled of it. */
export const PROJECT = folderOfProject(import.meta.dirname);

function folderOfProject(folder: string): string {
  if (existsSync(join(folder, 'package.json'))) return folder;
  const above = dirname(folder);
  if (above === folder) throw new Error('there is no package.json above');
  return folderOfProject(above);
}
