import type * as pulumi from "@pulumi/pulumi";
import { waitBeforeMx } from "../liveMxGuard";
import { hookOf, inform, type Run } from "./context";

/**
 * Holds an MX change back, under enforce, until resolvers have forgotten the `_mta-sts` record of before: a sender that
 * still follows the old policy would not deliver to a host that it does not name (RFC 8461 §8.1).
 */
export function waitForResolvers(run: Run, child: string, hosts: readonly string[]): pulumi.ResourceHook {
  return hookOf(run, child, "wait before MX", "inUpdate", async () => {
    const { previous, txtChanged, clock, program } = run;
    if (previous === undefined || previous.from === "none" || txtChanged === undefined) return;
    const { seconds, why } = waitBeforeMx(hosts, previous.policy, txtChanged.oldTtl);
    const left = txtChanged.at + seconds * 1000 - clock.now();
    if (left <= 0 || why === undefined) return;
    await inform(run, `${program.domain}: ${why}`);
    await clock.sleep(left);
  });
}
