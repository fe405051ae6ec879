import * as pulumi from "@pulumi/pulumi";
import type { Run } from "./context";

/** Seconds between lines of progress. */
const progressEvery = 300;

/** Waits until resolvers have forgotten the MX records of before. Two hosts of one policy wait together. */
export function waitForOldMx(run: Run, seconds: number): Promise<void> {
  run.forgetting ??= wait(run, seconds);
  return run.forgetting;
}

async function wait({ clock, component, program }: Run, seconds: number): Promise<void> {
  const started = clock.now();
  for (;;) {
    const elapsed = (clock.now() - started) / 1000;
    if (elapsed >= seconds) return;
    const line = `${program.domain}: waiting until resolvers have forgotten the old MX records`;
    await pulumi.log.info(`${line} (${Math.round(elapsed)} s of ${seconds} s)`, component);
    await clock.sleep(Math.min(progressEvery, seconds - elapsed) * 1000);
  }
}
