import * as pulumi from "@pulumi/pulumi";
import { parsePolicyFile, samePolicy } from "../../protocol";
import { spell } from "../changes";
import { waitBeforeMx, type HeldPolicy } from "../liveMxGuard";
import { mxRecordHosts } from "../mxRecordHosts";
import { hookOf, inform, type Run } from "./context";
import { inputsOf, settled, settledNumber, settledText, textsOf } from "./inputs";

/**
 * Holds an MX change back until resolvers have forgotten the `_mta-sts` record of before, where a sender that follows
 * the old policy would not deliver to a new host (RFC 8461 §8.1). A preview only says so.
 */
export function waitForResolvers(run: Run, child: string, hosts: readonly string[]): pulumi.ResourceHook {
  return hookOf(run, child, "wait before MX", "alsoInPreview", async ({ oldInputs }) => {
    const text = await settledText(run.policy?.text);
    // No policy, no sender that would hold mail back; one that is unknown in a preview is judged in the update.
    if (text === undefined) return;
    const before = [...(await hostsOf(oldInputs)), ...(await liveHosts(run))];
    const { at, oldTtl } = run.txtChanged ?? (await firstChange(run));
    const { seconds, why } = waitBeforeMx(hosts, policyBefore(run, text), oldTtl, before);
    if (why === undefined) return;
    if (pulumi.runtime.isDryRun()) return inform(run, `${run.program.domain}: ${why}.`);
    const left = at + seconds * 1000 - run.clock.now();
    if (left <= 0) return;
    await inform(run, `${run.program.domain}: waiting, at most ${spell(seconds)}: ${why}.`);
    await run.clock.sleep(left);
  });
}

/** What senders may still follow: the policy of before, where this deploy has changed it. */
function policyBefore({ previous }: Run, text: string): HeldPolicy {
  if (previous === undefined) return "unknown";
  if (previous.from === "none") return previous.unreachable === undefined ? undefined : "unknown";
  const policy = parsePolicyFile(text).policy;
  const stays = previous.from === "state" && policy !== undefined && samePolicy(previous.policy, policy);
  return stays ? "unknown" : previous.policy;
}

const firstChanges = new WeakMap<Run, Promise<{ at: number; oldTtl: number }>>();

/** Where `_mta-sts` does not change in this deploy: as if it had changed now. One moment for all MX records. */
function firstChange(run: Run): Promise<{ at: number; oldTtl: number }> {
  const at = run.clock.now();
  const change = firstChanges.get(run) ?? settledNumber(run.ttl).then((ttl) => ({ at, oldTtl: ttl ?? 0 }));
  firstChanges.set(run, change);
  return change;
}

/** The hosts of the record as it was: a Route 53 set, or one Cloudflare record. */
async function hostsOf(oldInputs: unknown): Promise<string[]> {
  const { records, content } = inputsOf(oldInputs);
  const values = [...textsOf(await settled(records)), (await settledText(content)) ?? ""];
  return mxRecordHosts([{ type: "MX", records: values.filter((value) => value !== "") }]);
}

async function liveHosts({ program, lookups }: Run): Promise<string[]> {
  const mx = program.checkLiveMx ? await lookups.once.mx(program.domain) : undefined;
  return mx?.hosts.map(({ host }) => host) ?? [];
}
