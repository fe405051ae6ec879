import type * as pulumi from "@pulumi/pulumi";
import { hookOf, warn, type Run } from "./context";
import { judgeName, type GuardedRecord } from "./existingRefusal";

/** Refuses a Worker's custom domain where a record stands: the service would, after other things have changed. */
export function refuseOccupied(run: Run, child: string, occupant: GuardedRecord): pulumi.ResourceHook {
  return hookOf(run, child, "custom domain", "alsoInPreview", async () => {
    const { name } = occupant;
    const verdict = await judgeName(run, occupant);
    if (verdict.decision === "allow") return;
    if (verdict.decision === "advise") return warn(run, `${verdict.reason} (${verdict.code})`);
    // A deploy died after the service had made it: the service takes the same one again.
    if ((await occupant.holder?.())?.kind === "workerDomain") return;
    throw new Error(
      `${run.program.domain}: a record is in the way, and no record was changed. (worker-domain-occupied)\n\n` +
        `    why:    ${name} has a record already. A custom domain makes one of its own, and Cloudflare refuses it ` +
        "beside another (100117).\n" +
        "    remedy: Let the record that is there lead to the Worker, so that the name never vanishes: " +
        "cloudflareWorker: { accountId, route: true }. From this stack's CloudFront that is two deploys: in the first " +
        'cloudfront: {} and policyHost: "cloudflareWorker" beside it, after the TTL of the address record neither.',
    );
  });
}
