import type * as pulumi from "@pulumi/pulumi";
import { judgeExisting, type LiveRecord, type NewRecord } from "../existingRecords";
import { importCommand } from "../importCommand";
import { hookOf, warn, type Run } from "./context";
import { inputsOf, settled, settledText, textsOf } from "./inputs";

/** A record that a component is about to declare. */
export interface GuardedRecord extends Omit<NewRecord, "text" | "zoneServers" | "otherZoneServers"> {
  text?: pulumi.Input<string>;
  zoneServers?: pulumi.Input<string[]>;
  otherZoneServers?: pulumi.Input<string[]>;
  /** The provider's import id of a live record; undefined where it cannot be found out. */
  importId: (live: LiveRecord) => Promise<string | undefined>;
}

/** Refuses to create a record where one stands that the stack does not hold, and prints the import. */
export function refuseExisting(run: Run, record: GuardedRecord): pulumi.ResourceHook {
  return hookOf(run, `existing ${record.type} ${record.name}`, "alsoInPreview", async ({ urn }) => {
    const verdict = judgeExisting(await settledRecord(record), await run.lookups.once.name(record.name, record.type));
    if (verdict.decision === "allow") return;
    if (verdict.decision === "advise") return warn(run, `${verdict.reason} (${verdict.code})`);
    if (record.provider === "route53" && record.type !== "TXT" && (await servesOurs(run))) return;
    const [live] = verdict.importable;
    const id = live === undefined ? undefined : ((await record.importId(live)) ?? "<zone id>/<record id>");
    const command = id === undefined ? "" : `\n\n    ${importCommand([{ urn, component: run.name, id }])}`;
    throw new Error(
      `${run.program.domain}: a record is in the way, and nothing was changed. (${verdict.code})\n\n` +
        `    why:    ${verdict.reason}\n    remedy: ${verdict.remedy}${command}`,
    );
  });
}

async function settledRecord(record: GuardedRecord): Promise<NewRecord> {
  return {
    name: record.name,
    type: record.type,
    provider: record.provider,
    text: await settledText(record.text),
    zoneServers: textsOf(await settled(record.zoneServers)),
    otherZoneServers: textsOf(await settled(record.otherZoneServers)),
  };
}

/** An address that serves our very bytes is ours: a deploy died between creating the record and noting it. */
async function servesOurs({ policy, lookups, host }: Run): Promise<boolean> {
  const text = await settledText(policy?.text);
  const fetched = await lookups.once.policy(host);
  return text !== undefined && fetched.ok && fetched.bytes.equals(Buffer.from(text));
}

/** Refuses to rename a record in place, as Cloudflare would: for the old domain that is a deletion. */
export function refuseRename(run: Run, record: GuardedRecord): pulumi.ResourceHook {
  return hookOf(run, `name of ${record.name}`, "alsoInPreview", ({ oldInputs, newInputs }) => {
    const [before, after] = [inputsOf(oldInputs)["name"], inputsOf(newInputs)["name"]];
    if (typeof before !== "string" || typeof after !== "string" || before === after) return;
    throw new Error(
      `${run.program.domain}: this deploy would rename the record ${before} to ${after}, which takes the old one away ` +
        "at once.\n\n    remedy: Declare the new domain in a component of its own, and wind the old one down with " +
        '`policy: { mode: "none" }` (RFC 8461 §8.3).',
    );
  });
}
