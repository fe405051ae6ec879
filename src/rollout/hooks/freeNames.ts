import * as pulumi from "@pulumi/pulumi";
import type { Run } from "./context";
import { judgeName, type GuardedRecord } from "./existingRefusal";
import { silentHook } from "./sharedHook";

/**
 * The hook of a child alone, which {@link passOverFreeNames} may take back. In an update it is always called: by then a
 * record may stand at the name.
 */
export function unlessFree(run: Run, shared: pulumi.ResourceHook, record: GuardedRecord): pulumi.ResourceHook {
  if (!pulumi.runtime.isDryRun()) return shared;
  const hook = Object.create(shared) as pulumi.ResourceHook;
  run.existing.push({ hook, record });
  return hook;
}

/**
 * Spares the preview of a new domain the hooks that would find nothing in the way: a program of a hundred new domains
 * would be called four hundred times. To be called before the children are registered: the SDK reads the names of a
 * resource's hooks when it sends the registration.
 */
export async function passOverFreeNames(run: Run): Promise<void> {
  const { component, program, lookups, existing } = run;
  // Without look-ups in every run, none may be added here.
  if (existing.length === 0 || (!program.verifyPublication && !program.checkLiveMx)) return;
  // Where senders find a policy no name is free, and steady domains are asked nothing more.
  const announced = await lookups.once.txt(`_mta-sts.${program.domain}`);
  if (!announced.ok || announced.texts.length > 0) return;
  const silent = silentHook(component);
  const { __registered: registered } = silent as unknown as { __registered?: Promise<void> };
  // The engine refuses a hook that it does not know yet.
  if (registered === undefined) return;
  await registered;
  await Promise.all(
    existing.map(async ({ hook, record }) => {
      if ((await judgeName(run, record)).decision === "allow") hook.name = silent.name;
    }),
  );
}
