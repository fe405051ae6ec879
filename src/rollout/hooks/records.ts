import * as pulumi from "@pulumi/pulumi";
import { hookOf, type Run } from "./context";
import {
  existingRefusal,
  isAddress,
  refusalText,
  staysBesideRefused,
  type AddressTwin,
  type GuardedRecord,
} from "./existingRefusal";
import { judgeRename } from "../renames";
import { inputsOf, settled, textsOf, type HookInputs } from "./inputs";
import { unlessFree } from "./freeNames";
import { isInState } from "./isInState";

/** Refuses to create a record where one stands that the stack does not hold, and prints the import. */
export function refuseExisting(run: Run, child: string, record: GuardedRecord): pulumi.ResourceHook {
  const { provider } = record;
  const hook = hookOf(run, { name: child, provider }, "existing record", "alsoInPreview", async ({ urn }) => {
    const judging = existingRefusal(run, record);
    if (isAddress(record))
      run.addresses.set(
        child,
        judging.then(Boolean, () => true),
      );
    const seen = await judging;
    if (seen !== undefined) throw new Error(await refusalText(run, urn, record, seen));
    if (record.twin !== undefined) await refuseBesideForeign(run, urn, record.twin);
  });
  return unlessFree(run, hook, record);
}

/**
 * Refuses one address of a host where the other belongs to somebody else: senders would go to our host over one protocol
 * and to the other host over the other. The twin's own hook may come too late, after this one was made.
 */
async function refuseBesideForeign(run: Run, urn: string, { child, record }: AddressTwin): Promise<void> {
  // A preview makes nothing, and the twin's own hook refuses it there.
  if (pulumi.runtime.isDryRun()) return;
  const judged = await run.addresses.get(child);
  if (judged === true) throw new Error(staysBesideRefused(run.host));
  if (judged === false) return;
  const seen = await existingRefusal(run, record, () => Promise.resolve());
  const twinUrn = `${urn.slice(0, urn.lastIndexOf("::"))}::${child}`;
  if (seen === undefined || (await isInState(twinUrn)) !== false) return;
  throw new Error(staysBesideRefused(run.host, `\n${await refusalText(run, twinUrn, record, seen)}`));
}

/** Refuses to rename a record in place, as Cloudflare would. */
export function refuseRename(run: Run, child: string): pulumi.ResourceHook {
  return refuseLostNames(run, child, "the record", ({ name }) => [name]);
}

/** Refuses to take the policy host's name from a distribution: a changed domain shows here, whatever the zone does. */
export function refuseHostRename(run: Run, child: string): pulumi.ResourceHook {
  return refuseLostNames(run, child, "the policy host", ({ aliases }) => aliases);
}

function refuseLostNames(run: Run, child: string, what: string, namesOf: (inputs: HookInputs) => unknown) {
  return hookOf(run, child, "rename", "alsoInPreview", async ({ oldInputs, newInputs }) => {
    const after = await settled(namesOf(inputsOf(newInputs)));
    // A name that is not known yet is judged in the update.
    if (!Array.isArray(after) || textsOf(after).length < after.length) return;
    const refusal = judgeRename(what, textsOf(await settled(namesOf(inputsOf(oldInputs)))), textsOf(after));
    if (refusal !== undefined)
      throw new Error(`${run.program.domain}: this step is refused, before any name is taken away. ${refusal}`);
  });
}
