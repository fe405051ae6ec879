/**
 * Runs `work` over the items, at most `limit` at a time, and yields each result as it is there: memory stays bounded
 * by `limit`, whatever the number of items.
 */
export async function* mapLimit<T, R>(
  items: Iterable<T>,
  limit: number,
  work: (item: T) => Promise<R>,
): AsyncGenerator<R> {
  const running = new Map<number, Promise<[number, R]>>();
  let next = 0;
  for (const item of items) {
    const key = next++;
    running.set(
      key,
      work(item).then((result) => [key, result]),
    );
    if (running.size >= limit) yield await settled(running);
  }
  while (running.size > 0) yield await settled(running);
}

async function settled<R>(running: Map<number, Promise<[number, R]>>): Promise<R> {
  const [key, result] = await Promise.race(running.values());
  running.delete(key);
  return result;
}
