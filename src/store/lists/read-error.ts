import { errorCode } from '../../model/system-error.ts';

const WORDS: Readonly<Record<string, string>> = {
  ENOENT: 'does not exist',
  ENOTDIR: 'does not exist',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EISDIR: 'is a directory, not a file',
};

/**
 * What a failed read of a file comes to, to read on from its name. An error that is not of the
 * system (it has no code) is a bug, and is thrown again.
 */
export function readErrorText(error: unknown): string {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') {
    throw error;
  }
  return WORDS[error.code] ?? `cannot be read (${error.code})`;
}

/** Whether a read failed because there is no such file. */
export function isMissing(error: unknown): boolean {
  return ['ENOENT', 'ENOTDIR'].includes(errorCode(error));
}
