import { formatElapsed, startProgress } from "../../sandbox/engine/progress";

test.each([
  [400, "0 s"],
  [59_400, "59 s"],
  [60_000, "1 min 00 s"],
  [184_000, "3 min 04 s"],
])("%d ms are %s", (milliseconds, text) => {
  expect(formatElapsed(milliseconds)).toBe(text);
});

describe("a progress line", () => {
  beforeEach(() => jest.useFakeTimers());
  afterEach(() => jest.useRealTimers());

  function run(isTTY: boolean): string[] {
    const written: string[] = [];
    const progress = startProgress({ isTTY, write: (text: string | Uint8Array) => written.push(String(text)) > 0 });
    progress.update("1 of 9");
    jest.advanceTimersByTime(2_000);
    progress.update("2 of 9");
    jest.advanceTimersByTime(14_000);
    progress.end("done");
    jest.advanceTimersByTime(60_000);
    return written;
  }

  test("is repeated every 15 seconds in a log, with the time it took so far", () => {
    expect(run(false)).toEqual(["1 of 9 (0 s)\n", "2 of 9 (15 s)\n", "done (16 s)\n"]);
  });

  test("is rewritten every second on a terminal", () => {
    const lines = run(true);
    expect(lines[0]).toBe("\r\x1b[K1 of 9 (0 s)");
    expect(lines).toContain("\r\x1b[K2 of 9 (7 s)");
    expect(lines.at(-1)).toBe("\r\x1b[Kdone (16 s)\n");
    expect(lines).toHaveLength(18);
  });
});
