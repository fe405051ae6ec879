import { isDerivedId, selectStsRecord } from "../protocol";
import { listed } from "./changes";
import { behindCname, sameKind } from "./existingCname";
import { describedRecords, judgeExistingMx } from "./existingMx";
import { servedBy } from "./nameServers";

/** A record as a name server gives it: a TXT record's text in one piece, an MX as "10 host", no trailing dots. */
export interface LiveRecord {
  type: "TXT" | "A" | "AAAA" | "CNAME" | "MX";
  value: string;
}

/** What the servers that the domain is delegated to hold at the name. */
export type NameAnswer = NameRecords | { ok: false; reason: string };

export interface NameRecords {
  ok: true;
  records: readonly LiveRecord[];
  servers: readonly string[];
  /** What a CNAME at the name leads to; absent where there is none, or its target does not answer. */
  behind?: readonly LiveRecord[];
}

/** A record that the engine is about to create. */
export interface NewRecord {
  name: string;
  type: LiveRecord["type"];
  /** The text of a TXT record; for addresses what is there is never ours. */
  text?: string;
  /** The MX records that ours holds, "10 mx1.example.com". */
  exchangers?: readonly string[];
  provider: "route53" | "cloudflare";
  /** The name servers of the zone that gets it; empty where they are not known. */
  zoneServers: readonly string[];
  /** Those of the component's other zones, which keep the same records (a DNS migration). */
  otherZoneServers?: readonly string[];
}

/** What to do about a name that is about to be written. */
export type ExistingVerdict =
  { decision: "allow" } | { decision: "advise"; code: ExistingCode; reason: string } | ExistingRefusal;

export interface ExistingRefusal {
  decision: "refuse";
  code: ExistingCode;
  reason: string;
  remedy: string;
  /** The records that an import would take in; empty where no import helps. */
  importable: LiveRecord[];
}

export type ExistingCode =
  "record-unknown" | "record-in-other-zone" | "record-exists" | "record-not-recorded" | "record-is-cname";

/**
 * Whether a name is free for a record of ours. Route 53 would overwrite what is there (our records allow that, for
 * deploys that died half-way); Cloudflare would put a second record beside it, and two records mean no policy (RFC 8461
 * §3.1), no reporting (RFC 8460 §3), or half the senders at the old host.
 */
export function judgeExisting(record: NewRecord, answer: NameAnswer): ExistingVerdict {
  if (!answer.ok) return unknown(record, answer.reason);
  if (!servedBy(record.zoneServers, answer.servers)) return elsewhere(record, answer);
  const rivals = answer.records.filter((live) => conflicts(record, live));
  const cname = rivals.find(({ type }) => type === "CNAME");
  if (cname !== undefined && record.type !== "CNAME") return behindCname(record, cname, answer.behind);
  if (record.type === "MX") return judgeExistingMx(record, rivals);
  const foreign = rivals.filter(({ value }) => value !== record.text);
  if (foreign.length > 0) return exists(record, foreign);
  // Route 53 takes the same record again, as it should after a deploy that died before noting it.
  return rivals.length > 0 && record.provider === "cloudflare" ? notRecorded(record, rivals) : { decision: "allow" };
}

/** Whether a live record would be overwritten by the new one, or stand beside it. */
function conflicts(record: NewRecord, live: LiveRecord): boolean {
  // A CNAME stands alone (RFC 1034 §3.6.2).
  if (live.type === "CNAME" || record.type === "CNAME") return true;
  if (live.type !== record.type) return false;
  if (record.type !== "TXT") return true;
  // On Cloudflare other texts may stay beside ours; in a Route 53 record set they would be overwritten.
  return record.provider === "route53" || sameKind(live.value, record.text ?? "");
}

function unknown({ name, type, provider }: NewRecord, why: string): ExistingVerdict {
  const beside = type === "MX" ? "ours will stand beside it" : "a second one will stand beside it, and two mean none";
  const effect = provider === "route53" ? "it will be overwritten" : beside;
  return {
    decision: "advise",
    code: "record-unknown",
    reason: `Whether ${name} has a ${type} record already could not be found out (${why}). If it has one, ${effect}.`,
  };
}

/** A zone that the domain is not delegated to: a move of zones, prepared or in one step. */
function elsewhere({ name, type, otherZoneServers = [] }: NewRecord, answer: NameRecords): ExistingVerdict {
  // The other zone of the component keeps what is live.
  if (otherZoneServers.length > 0 && servedBy(otherZoneServers, answer.servers)) return { decision: "allow" };
  const servers = listed(answer.servers);
  const { record } = selectStsRecord(answer.records.flatMap(({ type: kind, value }) => (kind === "TXT" ? value : [])));
  if (record?.id === undefined || !isDerivedId(record.id)) {
    return {
      decision: "advise",
      code: "record-in-other-zone",
      reason: `${name} goes to a zone that nobody asks yet: the domain is delegated to ${servers}.`,
    };
  }
  return {
    decision: "refuse",
    code: "record-in-other-zone",
    reason:
      `${name} is live at ${servers}, with an id of this library, and this zone is another one. If this deploy replaces ` +
      `the ${type} record, the live one is deleted while senders still ask for it.`,
    remedy:
      "Declare both zones (route53 and cloudflare) until the delegation has moved and its TTL has passed, then drop the " +
      "old one.",
    importable: [],
  };
}

function exists({ name, type, provider }: NewRecord, foreign: LiveRecord[]): ExistingVerdict {
  const beside =
    type === "CNAME"
      ? "Cloudflare takes no CNAME beside it."
      : "Creating ours beside it would leave two, and two mean none.";
  const effect = provider === "route53" ? "Creating ours would overwrite what is there." : beside;
  return {
    decision: "refuse",
    code: "record-exists",
    reason: `${name} has ${describedRecords(foreign)} already, which this stack does not hold. ${effect}`,
    remedy:
      foreign.length > 1 && type === "TXT" && provider === "cloudflare"
        ? "Delete all but one of them, then take that one into the stack:"
        : "Take it into the stack, so that the next deploy changes it in place:",
    importable: foreign.slice(0, 1),
  };
}

/** An address in a Cloudflare zone that an import would not help: no update changes a record's type in place. */
export function ofOtherType({ name, type }: Pick<NewRecord, "name" | "type">, live: string): ExistingRefusal {
  return {
    decision: "refuse",
    code: "record-exists",
    reason:
      `${name} has a record of type ${live} already, which this stack does not hold. Cloudflare takes no ${type} beside ` +
      "it, and no update makes one of it.",
    remedy:
      "Delete it in Cloudflare and deploy at once, policy unchanged if one is live. In between the name does not exist: " +
      "senders that hold a policy keep it.",
    importable: [],
  };
}

function notRecorded({ name }: NewRecord, rivals: LiveRecord[]): ExistingVerdict {
  return {
    decision: "refuse",
    code: "record-not-recorded",
    reason:
      `${name} has ${describedRecords(rivals)} already: an earlier deploy created it and ended before Pulumi noted it, or the ` +
      "state was lost. Cloudflare refuses the same record twice.",
    remedy: "Take it into the stack:",
    importable: rivals.slice(0, 1),
  };
}
