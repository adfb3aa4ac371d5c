/** Items between two turns of the event loop: some milliseconds of work. */
const ITEMS = 512;

/** The same items in batches, with a turn of the event loop between two, so that signals and timers are served. */
export async function* paced<T>(items: Iterable<T>): AsyncGenerator<T[], void> {
  let batch: T[] = [];
  for (const item of items) {
    batch.push(item);
    if (batch.length < ITEMS) continue;
    yield batch;
    await new Promise((resolve) => setImmediate(resolve));
    batch = [];
  }
  yield batch;
}
