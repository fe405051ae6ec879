import type { Output } from "../output";

/** A line on standard error, of a terminal only, that goes away when something else is to be written. */
export interface Progress {
  done(): void;
  clear(): void;
}

/** No line for one domain: it is done in a moment. */
export function startProgress({ err, progress }: Output, total: number, wanted: boolean): Progress {
  let finished = 0;
  if (!progress || !wanted || total < 2) return { done: () => undefined, clear: () => undefined };
  const show = () => {
    err(`\r\u001b[K${finished}/${total} domains checked`);
  };
  show();
  return {
    done() {
      finished++;
      if (finished < total) show();
    },
    clear() {
      err("\r\u001b[K");
    },
  };
}
