import type * as pulumi from "@pulumi/pulumi";
import { judgeExisting, ofOtherType, type ExistingRefusal, type LiveRecord, type NewRecord } from "../existingRecords";
import { importCommand } from "../importCommand";
import { hookOf, warn, type Run } from "./context";
import { judgeRename } from "../renames";
import { inputsOf, settled, settledText, textsOf, type HookInputs } from "./inputs";
import { custodyRefusal } from "./custody";

/** A record that a component is about to declare. */
export interface GuardedRecord extends Omit<NewRecord, "text" | "exchangers" | "zoneServers" | "otherZoneServers"> {
  text?: pulumi.Input<string>;
  exchangers?: pulumi.Input<string>[];
  zoneServers?: pulumi.Input<string[]>;
  otherZoneServers?: readonly pulumi.Input<string[]>[];
  /** The provider's import id of a live record; undefined where it cannot be found out. */
  importId: (live: LiveRecord) => Promise<string | undefined>;
  /** What holds the name, of an address in a Cloudflare zone; undefined where it cannot be found out. */
  holder?: () => Promise<AddressHolder | undefined>;
  /** Whether it leads to Cloudflare's edge. */
  proxied?: boolean;
}

/** What holds a name in a Cloudflare zone: a record, or a Worker's custom domain, which no record can stand beside. */
export type AddressHolder = { kind: "record"; type: string; importId: string } | { kind: "workerDomain" };

/** Refuses to create a record where one stands that the stack does not hold, and prints the import. */
export function refuseExisting(run: Run, child: string, record: GuardedRecord): pulumi.ResourceHook {
  const { provider } = record;
  return hookOf(run, { name: child, provider }, "existing record", "alsoInPreview", async ({ urn }) => {
    const judging = existingRefusal(run, record);
    if (isAddress(record)) run.addresses.push(judging.then(Boolean, () => true));
    const seen = await judging;
    if (seen === undefined) return;
    const holder = await record.holder?.();
    if (holder?.kind === "workerDomain") throw new Error(custodyRefusal(run.program.domain, record.name));
    const verdict = holder !== undefined && holder.type !== record.type ? ofOtherType(record, holder.type) : seen;
    const [live] = verdict.importable;
    const id = live && (holder?.importId ?? (await record.importId(live)) ?? "<zone id>/<record id>");
    const command = id === undefined ? "" : `\n\n    ${importCommand({ urn, id }, await ancestorsOf(run.component))}`;
    throw new Error(
      `${run.program.domain}: a record is in the way, and it was not touched. (${verdict.code})\n\n` +
        `    why:    ${verdict.reason}\n    remedy: ${verdict.remedy}${command}`,
    );
  });
}

/** The refusal of what stands at the name; undefined where the record may be created. */
async function existingRefusal(run: Run, record: GuardedRecord): Promise<ExistingRefusal | undefined> {
  const seen = judgeExisting(await settledRecord(record), await run.lookups.once.name(record.name, record.type));
  if (seen.decision === "advise") await warn(run, `${seen.reason} (${seen.code})`);
  if (seen.decision !== "refuse") return undefined;
  // Route 53 overwrites an address, but takes none beside a CNAME.
  const overwritten = record.provider === "route53" && isAddress(record) && seen.code !== "record-is-cname";
  return overwritten && (await servesOurs(run)) ? undefined : seen;
}

/** The URNs of a component and of those around it, the outermost first; the stack itself is not one. */
async function ancestorsOf(component: pulumi.Resource): Promise<string[]> {
  const { __parentResource: parent } = component as unknown as { __parentResource?: pulumi.Resource };
  const urn = (await settledText(component.urn)) ?? "";
  if (urn === "" || urn.includes("::pulumi:pulumi:Stack::")) return [];
  return [...(parent === undefined ? [] : await ancestorsOf(parent)), urn];
}

export async function settledRecord(record: GuardedRecord): Promise<NewRecord> {
  return {
    name: record.name,
    type: record.type,
    provider: record.provider,
    text: await settledText(record.text),
    ...(record.exchangers === undefined ? {} : { exchangers: await allTexts(record.exchangers) }),
    zoneServers: textsOf(await settled(record.zoneServers)),
    otherZoneServers: (await allLists(record.otherZoneServers ?? [])).flat(),
  };
}

async function allTexts(inputs: readonly pulumi.Input<string>[]): Promise<string[]> {
  return textsOf(await Promise.all(inputs.map(settled)));
}

async function allLists(inputs: readonly pulumi.Input<string[]>[]): Promise<string[][]> {
  return (await Promise.all(inputs.map(settled))).map(textsOf);
}

function isAddress({ type }: GuardedRecord): boolean {
  return type === "A" || type === "AAAA" || type === "CNAME";
}

/** An address that serves our very bytes is ours: a deploy died between creating the record and noting it. */
async function servesOurs({ policy, lookups, host }: Run): Promise<boolean> {
  const text = await settledText(policy?.text);
  const fetched = await lookups.once.policy(host);
  return text !== undefined && fetched.ok && fetched.bytes.equals(Buffer.from(text));
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
