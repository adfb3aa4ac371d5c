import type { ListEntry, Lists } from '../../../src/model/names/list.ts';

/** All domains of lists that were read. */
export async function entriesOf(lists: Lists): Promise<ListEntry[]> {
  if (lists.kind === 'no-list') throw new Error(lists.message);
  const entries: ListEntry[] = [];
  for await (const taken of lists.entries()) {
    if (taken.kind === 'fault') throw new Error(taken.message);
    entries.push(taken.entry);
  }
  return entries;
}
