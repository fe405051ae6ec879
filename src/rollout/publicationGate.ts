import type { PolicyFetch } from "../net/policyFetch";
import { spell } from "./changes";
import type { Clock } from "./clock";
import { judgeServed } from "./servedPolicy";

export interface PublicationGate {
  domain: string;
  /** The policy as it must be served, byte for byte. */
  expected: string;
  /** One look, as a sender would take it. Never throws. */
  fetch: () => Promise<PolicyFetch>;
  /** Where it looks, for people: a URL, and the distribution or addresses behind it. */
  where: string;
  /** For how long the policy must be seen without a miss, in seconds: 30 for CloudFront, 60 for a Worker. */
  steadySeconds: number;
  /** When to give up, in seconds: 300 on update, 1200 on first create, unless `rollout.publicationTimeout` says so. */
  limitSeconds: number;
  clock: Clock;
  log: (line: string) => void;
}

export type PublicationResult = { ok: true; fetches: number } | { ok: false; fetches: number; message: string };

/** Seconds to wait after each miss in a row; the last one repeats. */
const backoff = [1, 2, 3, 5, 8, 13, 20, 30];
/** Seconds between looks while the policy is there: often enough to meet several edges. */
const steadyPause = 5;
/** Seconds between progress lines that say nothing new. */
const progressEvery = 30;

/**
 * Waits until a policy is served steadily, so that no sender that follows a new id can meet the old file and keep it
 * under that id (RFC 8461 §8.1). Never throws; the failure's message is for the user.
 *
 * @example
 * const result = await awaitPublication({ ...target, limitSeconds: 300, clock: systemClock, log: console.log });
 * if (!result.ok) throw new Error(result.message);
 */
export async function awaitPublication(gate: PublicationGate): Promise<PublicationResult> {
  const { clock, steadySeconds, limitSeconds } = gate;
  const started = clock.now();
  const elapsed = () => (clock.now() - started) / 1000;
  const report = progress(gate, elapsed);
  let fetches = 0;
  let misses = 0;
  let steadySince: number | undefined;
  let last = { seen: "nothing yet", remedy: "" };
  // Every round sleeps, so the limit also bounds the number of rounds.
  for (;;) {
    const served = judgeServed(await gate.fetch(), gate.expected);
    fetches += 1;
    if (served.ok) {
      misses = 0;
      steadySince ??= elapsed();
      if (elapsed() - steadySince >= steadySeconds) {
        report(`the new policy has been served for ${spell(steadySeconds)}`);
        return { ok: true, fetches };
      }
      last = { seen: `the new policy, but not for ${spell(steadySeconds)} without a miss`, remedy: "" };
      report(`the new policy is there; watching it for ${spell(steadySeconds)}`);
    } else {
      misses += 1;
      steadySince = undefined;
      last = served;
      report(`not yet: ${served.seen}`);
    }
    const pause = served.ok ? steadyPause : (backoff[Math.min(misses, backoff.length) - 1] ?? steadyPause);
    const left = limitSeconds - elapsed();
    if (left <= 0) return { ok: false, fetches, message: failure(gate, fetches, last) };
    await clock.sleep(Math.min(pause, left) * 1000);
  }
}

/** Logs what is new at once, and what is not every half minute. */
function progress({ domain, log, limitSeconds }: PublicationGate, elapsed: () => number): (line: string) => void {
  let lastLine = "";
  let lastAt = -Infinity;
  return (line) => {
    if (line === lastLine && elapsed() - lastAt < progressEvery) return;
    log(`${domain}: ${line} (${Math.round(elapsed())} s of ${limitSeconds} s)`);
    lastLine = line;
    lastAt = elapsed();
  };
}

function failure(
  { domain, where, limitSeconds }: PublicationGate,
  fetches: number,
  { seen, remedy }: { seen: string; remedy: string },
): string {
  return [
    `${domain}: the new policy is not served steadily, so the _mta-sts record was left as it is and senders keep what ` +
      "they have (RFC 8461 §8.1).",
    `    asked:     ${where}, ${fetches} ${fetches === 1 ? "time" : "times"} in ${spell(limitSeconds)}`,
    `    seen last: ${seen}`,
    `    remedy:    ${remedy === "" ? "" : `${remedy} `}Then run \`pulumi up\` again: it goes on from here. To wait ` +
      `longer: rollout.publicationTimeout (seconds, now ${limitSeconds}).`,
  ].join("\n");
}
