import { closeSync, openSync, readSync, statSync } from 'node:fs';

const CHUNK = 1 << 16;

/** Whether two files have the same content. Throws the system's error. */
export function sameBytes(one: string, other: string): boolean {
  if (statSync(one).size !== statSync(other).size) return false;
  const a = openSync(one, 'r');
  try {
    const b = openSync(other, 'r');
    try {
      return sameRest(a, b);
    } finally {
      closeSync(b);
    }
  } finally {
    closeSync(a);
  }
}

function sameRest(a: number, b: number): boolean {
  const [x, y] = [Buffer.allocUnsafe(CHUNK), Buffer.allocUnsafe(CHUNK)];
  for (;;) {
    const [m, n] = [readSync(a, x, 0, CHUNK, null), readSync(b, y, 0, CHUNK, null)];
    if (m !== n || !x.subarray(0, m).equals(y.subarray(0, n))) return false;
    if (m === 0) return true;
  }
}
