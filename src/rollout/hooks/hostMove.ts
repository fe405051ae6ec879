import type * as pulumi from "@pulumi/pulumi";
import { parsePolicyFile } from "../../protocol";
import type { HostFacts, PolicyHost, TransitionFacts } from "../facts";
import { judgeHostMove } from "../judgeProgram";
import { unroutedTarget } from "../unroutedTarget";
import { hookOf, warn, type Run } from "./context";
import { inputsOf, settled, settledNumber, settledText } from "./inputs";

type Move = NonNullable<TransitionFacts["host"]>;

/**
 * Judges a change of the address in a Cloudflare zone: a program does not see which hosts it declared before, but the
 * record's inputs in the state say where it led.
 */
export function hostMove(run: Run, child: string): pulumi.ResourceHook {
  return hookOf(run, child, "move of host", "alsoInPreview", async ({ oldInputs, oldOutputs }) => {
    const { hosts, policy, program } = run;
    const text = await settledText(policy?.text);
    const id = await settledText(policy?.id);
    if (hosts === undefined) return;
    const before = inputsOf(oldInputs);
    const previous = ledTo(await settled(before["proxied"]), await settledText(before["content"]));
    if (previous === undefined) return;
    const until = await oldAddressUntil(run, previous, inputsOf(oldOutputs)["modifiedOn"]);
    const host: Move = { previous, next: hosts, ...(until === undefined ? {} : { oldAddressUntil: until }) };
    const parsed = text === undefined ? undefined : parsePolicyFile(text).policy;
    const next = parsed === undefined || id === undefined ? undefined : { policy: parsed, id };
    // Without a hook of the policy's resource, the policy did not change.
    const from = run.previous ?? (next === undefined ? { from: "none" } : { from: "state", ...next });
    const ttl = (await settledNumber(run.ttl)) ?? 0;
    const verdict = judgeHostMove({ ...program, ttl, host, ...(next === undefined ? {} : { next }) }, from);
    for (const line of verdict.warnings) await warn(run, line);
    if (verdict.refusal !== undefined) throw new Error(verdict.refusal);
  });
}

/** As far as DNS tells, for a program that declares both hosts. A Route 53 alias looks like Cloudflare's edge. */
export async function liveHostMove({ hosts, lookups, host }: Run): Promise<Move | undefined> {
  if (hosts === undefined || hosts.declared.length < 2) return undefined;
  const answer = await lookups.once.name(host, "CNAME");
  const [record] = answer.ok ? answer.records : [];
  if (record === undefined) return undefined;
  const previous = record.type === "CNAME" ? ledTo(false, record.value) : only("cloudflareWorker");
  return previous === undefined ? undefined : { previous, next: hosts };
}

/** Undefined for an address that was none of ours: there the adoption rules judge. */
function ledTo(proxied: unknown, content: string | undefined): HostFacts | undefined {
  const distribution = content?.toLowerCase().endsWith(".cloudfront.net") === true;
  if (proxied !== true) return distribution ? only("cloudfront") : undefined;
  if (content === unroutedTarget) return only("cloudflareWorker");
  // A distribution behind the route: both hosts were there.
  return distribution ? { declared: ["cloudfront", "cloudflareWorker"], address: "cloudflareWorker" } : undefined;
}

function only(host: PolicyHost): HostFacts {
  return { declared: [host], address: host };
}

/** Until when resolvers may hold the address of CloudFront, if the Worker has it since lately; undefined once it is over. */
async function oldAddressUntil(run: Run, previous: HostFacts, modifiedOn: unknown): Promise<string | undefined> {
  if (previous.declared.length < 2) return undefined;
  const moved = Date.parse((await settledText(modifiedOn)) ?? "");
  const until = moved + ((await settledNumber(run.ttl)) ?? 0) * 1000;
  return until > run.clock.now() ? new Date(until).toISOString() : undefined;
}
