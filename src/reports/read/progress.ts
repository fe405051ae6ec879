import type { Collector } from "./collector";
import type { ReadProgress } from "./options";

/** Milliseconds between two reports of progress. */
const INTERVAL = 100;
/** Files between two looks at the clock. */
const STRIDE = 64;

/** Tells how far reading is, now and then, and lets the rest of the program breathe while it does. */
export class Progress {
  private total: number | undefined;
  private last = performance.now();
  private calls = 0;

  constructor(
    private readonly collector: Collector,
    private readonly listener: ((progress: ReadProgress) => void) | undefined,
  ) {}

  expect(files: number): void {
    this.total = this.collector.counts.files + files;
  }

  due(): boolean {
    if (this.listener === undefined || ++this.calls % STRIDE !== 0) return false;
    return performance.now() - this.last > INTERVAL;
  }

  async report(): Promise<void> {
    this.done();
    await new Promise((resolve) => setImmediate(resolve));
  }

  done(): void {
    this.last = performance.now();
    const { files, reports } = this.collector.counts;
    this.listener?.({ files, total: this.total, reports });
  }
}
