import { setFlagsFromString } from 'node:v8';

/**
 * Has V8 collect before the heap is a third as large again as what is alive. By default it lets it grow fourfold: what reads a
 * snapshot record by record, or makes one, makes much garbage and keeps little.
 */
export function keepHeapSmall(): void {
  setFlagsFromString('--heap-growing-percent=30');
}
