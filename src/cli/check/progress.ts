import type { Output } from "../output";

/** A line on standard error, of a terminal only, that makes room for whatever else is written. */
export interface Progress {
  /** One domain more is done. */
  done(): void;
  /** Writes something else, with the line out of the way. */
  aside(write: () => void): void;
  end(): void;
}

const nowhere: Progress = { done: () => undefined, aside: (write) => write(), end: () => undefined };

/** No line for one domain: it is done in a moment. */
export function startProgress({ err, progress }: Output, total: number, wanted: boolean): Progress {
  if (!progress || !wanted || total < 2) return nowhere;
  let finished = 0;
  const clear = () => {
    err("\r\u001b[K");
  };
  const show = () => {
    err(`\r\u001b[K${finished}/${total} domains checked`);
  };
  show();
  return {
    done() {
      finished++;
      show();
    },
    aside(write) {
      clear();
      write();
      show();
    },
    end: clear,
  };
}
