/** A line that tells how far a long task is. On a terminal it is rewritten in place, elsewhere repeated now and then. */
export interface Progress {
  update(text: string): void;
  end(text: string): void;
}

export type ProgressStream = Pick<NodeJS.WriteStream, "write" | "isTTY">;

/** Milliseconds between two lines where lines cannot be rewritten, as in a CI log. */
const LINE_INTERVAL = 15_000;
const REWRITE_INTERVAL = 1_000;

/** Starts a progress line on `stream` that also shows the time since now. */
export function startProgress(stream: ProgressStream = process.stderr): Progress {
  const start = Date.now();
  let latest = "";
  let shown = "";
  const line = (text: string): string => `${text} (${formatElapsed(Date.now() - start)})`;
  const show = (): void => {
    if (!latest) return;
    stream.write(stream.isTTY ? `\r\x1b[K${line(latest)}` : `${line(latest)}\n`);
    shown = latest;
  };
  const timer = setInterval(show, stream.isTTY ? REWRITE_INTERVAL : LINE_INTERVAL);
  timer.unref();
  return {
    update(text) {
      latest = text;
      if (!shown) show();
    },
    end(text) {
      clearInterval(timer);
      stream.write(`${stream.isTTY ? "\r\x1b[K" : ""}${line(text)}\n`);
    },
  };
}

/** `7 s`, `3 min 04 s`. */
export function formatElapsed(milliseconds: number): string {
  const seconds = Math.round(milliseconds / 1000);
  const minutes = Math.floor(seconds / 60);
  return minutes === 0 ? `${seconds} s` : `${minutes} min ${String(seconds % 60).padStart(2, "0")} s`;
}
