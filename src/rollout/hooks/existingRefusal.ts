import type * as pulumi from "@pulumi/pulumi";
import {
  judgeExisting,
  ofOtherType,
  type ExistingRefusal,
  type ExistingVerdict,
  type LiveRecord,
  type NewRecord,
} from "../existingRecords";
import { importCommand } from "../importCommand";
import { warn, type Run } from "./context";
import { custodyRefusal } from "./custody";
import { settled, settledText, textsOf } from "./inputs";

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
  /** The other address of the same host, which is made beside this one. */
  twin?: AddressTwin;
  /** Whether it leads to Cloudflare's edge. */
  proxied?: boolean;
}

/** What holds a name in a Cloudflare zone: a record, or a Worker's custom domain, which no record can stand beside. */
export type AddressHolder = { kind: "record"; type: string; importId: string } | { kind: "workerDomain" };

/** One of the two addresses of a host, A and AAAA. */
export interface AddressTwin {
  /** The name of the child that declares it. */
  child: string;
  record: GuardedRecord;
}

/** The refusal of what stands at the name; undefined where the record may be created. */
export async function existingRefusal(
  run: Run,
  record: GuardedRecord,
  advise: (line: string) => Promise<void> = (line) => warn(run, line),
): Promise<ExistingRefusal | undefined> {
  const seen = await judgeName(run, record);
  if (seen.decision === "advise") await advise(`${seen.reason} (${seen.code})`);
  if (seen.decision !== "refuse") return undefined;
  // Route 53 overwrites an address, but takes none beside a CNAME.
  const overwritten = record.provider === "route53" && isAddress(record) && seen.code !== "record-is-cname";
  return overwritten && (await servesOurs(run)) ? undefined : seen;
}

/** The refusal for people to read, with the import of what stands in the way of the resource with this URN. */
export async function refusalText(
  run: Run,
  urn: string,
  record: GuardedRecord,
  seen: ExistingRefusal,
): Promise<string> {
  const { domain } = run.program;
  const holder = await record.holder?.();
  if (holder?.kind === "workerDomain") return custodyRefusal(domain, record.name);
  const { code, reason, remedy, importable } =
    holder !== undefined && holder.type !== record.type ? ofOtherType(record, holder.type) : seen;
  const [live] = importable;
  const id = live && (holder?.importId ?? (await record.importId(live)) ?? "<zone id>/<record id>");
  const command = id === undefined ? "" : `\n\n    ${importCommand({ urn, id }, await ancestorsOf(run.component))}`;
  return (
    `${domain}: a record is in the way, and it was not touched. (${code})\n\n` +
    `    why:    ${reason}\n    remedy: ${remedy}${command}`
  );
}

/** What an address record says that is not made because the one beside it is refused. */
export function staysBesideRefused(host: string, details = " see there."): string {
  return `${host} stays as it is, because another address record of it is refused:${details}`;
}

/** The URNs of a component and of those around it, the outermost first; the stack itself is not one. */
async function ancestorsOf(component: pulumi.Resource): Promise<string[]> {
  const { __parentResource: parent } = component as unknown as { __parentResource?: pulumi.Resource };
  const urn = (await settledText(component.urn)) ?? "";
  if (urn === "" || urn.includes("::pulumi:pulumi:Stack::")) return [];
  return [...(parent === undefined ? [] : await ancestorsOf(parent)), urn];
}

/** What stands at a record's name, and what is to be done about it. */
export async function judgeName({ lookups }: Run, record: GuardedRecord): Promise<ExistingVerdict> {
  return judgeExisting(await settledRecord(record), await lookups.once.name(record.name, record.type));
}

async function settledRecord(record: GuardedRecord): Promise<NewRecord> {
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

export function isAddress({ type }: GuardedRecord): boolean {
  return type === "A" || type === "AAAA" || type === "CNAME";
}

/** An address that serves our very bytes is ours: a deploy died between creating the record and noting it. */
async function servesOurs({ policy, lookups, host }: Run): Promise<boolean> {
  const text = await settledText(policy?.text);
  const fetched = await lookups.once.policy(host);
  return text !== undefined && fetched.ok && fetched.bytes.equals(Buffer.from(text));
}
