/** How many results may wait for a slow one before them, in units of `limit`. */
const patience = 16;

interface Started<R> {
  result: Promise<R>;
  done: boolean;
}

/**
 * Runs `work` over the items, at most `limit` at a time, and yields the results in the order of the items. A slow item
 * does not hold up those after it until 16 × `limit` results wait for it: memory stays bounded, whatever the number of
 * items.
 */
export async function* mapLimit<T, R>(
  items: Iterable<T>,
  limit: number,
  work: (item: T) => Promise<R>,
): AsyncGenerator<R> {
  const running = new Set<Promise<void>>();
  const waiting: Started<R>[] = [];
  const start = (item: T) => {
    const started: Started<R> = { result: work(item), done: false };
    const end = () => {
      started.done = true;
      running.delete(ended);
    };
    const ended = started.result.then(end, end);
    running.add(ended);
    waiting.push(started);
  };
  for (const item of items) {
    start(item);
    while (waiting[0]?.done === true || running.size >= limit || waiting.length >= patience * limit) {
      // Where the first is not done it is among the running ones, so that this always ends.
      if (waiting[0]?.done !== true) await Promise.race(running);
      else yield* take(waiting);
    }
  }
  while (waiting.length > 0) yield* take(waiting);
}

async function* take<R>(waiting: Started<R>[]): AsyncGenerator<R> {
  const first = waiting.shift();
  if (first) yield await first.result;
}
