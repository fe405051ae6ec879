import fc from "fast-check";
import { mapLimit } from "../../src/checks";

/** Work whose ends the test decides. */
function controlled() {
  const ends = new Map<number, (value: number) => void>();
  let most = 0;
  let running = 0;
  const work = (item: number) => {
    most = Math.max(most, ++running);
    return new Promise<number>((resolve) => {
      ends.set(item, (value) => {
        running--;
        resolve(value);
      });
    });
  };
  const end = (item: number) => ends.get(item)?.(item * 10);
  return { work, end, started: () => ends.size, most: () => most };
}
/** Lets everything that is ready happen. */
const settle = () => new Promise((resolve) => setImmediate(resolve));

test("results come in the order of the items, whatever finishes first", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(3), { maxLength: 60 }), fc.integer({ min: 1, max: 8 }), async (turns, limit) => {
      let running = 0;
      const work = async (turn: number) => {
        if (++running > limit) throw new Error("more than the limit at a time");
        for (let waited = 0; waited < turn; waited++) await settle();
        running--;
        return turn;
      };
      const seen: number[] = [];
      for await (const result of mapLimit(turns, limit, work)) seen.push(result);
      expect(seen).toEqual(turns);
    }),
    { numRuns: 100 },
  );
});

test("a slow item holds up nobody, until many results wait for it", async () => {
  const { work, end, started, most } = controlled();
  const results = mapLimit(
    Array.from({ length: 100 }, (_, index) => index),
    2,
    work,
  );
  const first = results.next();
  await settle();
  for (let item = 1; item < 100; item++) {
    end(item);
    await settle();
  }
  expect({ started: started(), most: most() }).toEqual({ started: 32, most: 2 });
  end(0);
  expect(await first).toEqual({ done: false, value: 0 });
  expect(await results.next()).toEqual({ done: false, value: 10 });
  await results.return(undefined);
});

test("what work throws comes at its place", async () => {
  const work = (item: number) => (item === 1 ? Promise.reject(new Error("one")) : Promise.resolve(item));
  const results = mapLimit([0, 1, 2], 3, work);
  expect(await results.next()).toEqual({ done: false, value: 0 });
  await expect(results.next()).rejects.toThrow("one");
});
