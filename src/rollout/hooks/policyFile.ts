import * as pulumi from "@pulumi/pulumi";
import { parsePolicyFile } from "../../protocol";
import { judgeStep } from "../judgeProgram";
import { hookOf, inform, warn, type Run } from "./context";
import { liveHostMove } from "./hostMove";
import { waitForOldMx } from "./oldMx";
import { inputsOf, settledNumber, settledText, type HookInputs } from "./inputs";

/**
 * Judges a change of the policy's resource (the S3 object or the Worker script) by the rollout rules, against the file
 * in the state. A replacement comes without old inputs, and is judged against what is live.
 */
export function rolloutRules(run: Run, child: string, fileOf: (inputs: HookInputs) => unknown): pulumi.ResourceHook {
  return hookOf(run, child, "rollout rules", "alsoInPreview", async ({ newInputs, oldInputs }) => {
    const text = await settledText(fileOf(inputsOf(newInputs)));
    const policy = text === undefined ? undefined : parsePolicyFile(text).policy;
    // Not of the text alone: `policy.revision` is in it.
    const id = await settledText(run.policy?.id);
    // Unknown in this preview: the update judges it, before anything of the policy changes.
    if (text === undefined || policy === undefined || id === undefined) return;
    // A file that cannot be read is this stack's all the same, not one to adopt.
    const before = oldInputs === undefined ? undefined : ((await settledText(fileOf(inputsOf(oldInputs)))) ?? "");
    const readiness = await run.evidence?.verdict(policy);
    const host = await liveHostMove(run);
    const program = {
      ...{ ...run.program, next: { policy, id }, ttl: (await settledNumber(run.ttl)) ?? 0 },
      ...(readiness === undefined ? {} : { readiness }),
      ...(host === undefined ? {} : { host }),
    };
    const verdict = await judgeStep(program, before, run.lookups.once);
    run.previous = verdict.previous;
    for (const line of verdict.notes) await inform(run, line);
    for (const line of verdict.warnings) await warn(run, line);
    if (verdict.refusal !== undefined) throw new Error(verdict.refusal);
    if (verdict.waitSeconds === undefined || pulumi.runtime.isDryRun()) return;
    await waitForOldMx(run, verdict.waitSeconds);
    // MX records may have changed meanwhile.
    const { refusal } = await judgeStep(program, before, run.lookups.fresh);
    if (refusal !== undefined) throw new Error(refusal);
  });
}
