/** Items between two turns of the event loop: some milliseconds of work. */
const ITEMS = 512;

/** The same items, with a turn of the event loop every so often, so that signals and timers are served. */
export async function* paced<T>(items: Iterable<T>): AsyncGenerator<T, void> {
  let count = 0;
  for (const item of items) {
    if (++count % ITEMS === 0) await new Promise((resolve) => setImmediate(resolve));
    yield item;
  }
}
