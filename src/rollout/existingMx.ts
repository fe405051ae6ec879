import { listed } from "./changes";
import type { ExistingVerdict, LiveRecord, NewRecord } from "./existingRecords";

/**
 * Whether the domain's name is free for MX records of ours. Route 53 keeps all hosts in one set, Cloudflare a record a
 * host; others stay beside it there.
 *
 * The very same records are refused too, unlike those of other types: MX records were there before, so most often a
 * resource of the user's declares them, and its removal would take them away from under ours.
 */
export function judgeExistingMx(record: NewRecord, live: readonly LiveRecord[]): ExistingVerdict {
  const { provider, exchangers: ours = [] } = record;
  const nothing = live.find(({ value }) => hostOf(value) === ".");
  if (nothing !== undefined && provider === "cloudflare") return besideNullMx(record, nothing);
  const hosts = ours.map(hostOf);
  const rivals = provider === "route53" ? live : live.filter(({ value }) => hosts.includes(hostOf(value)));
  if (rivals.length === 0) return { decision: "allow" };
  const same = rivals.every(({ value }) => ours.includes(value));
  const effect =
    provider === "route53" ? "Creating ours would overwrite it." : "Cloudflare refuses the same host twice.";
  return {
    decision: "refuse",
    code: same ? "record-not-recorded" : "record-exists",
    reason:
      `${record.name} has ${describedRecords(rivals)} already, which this component does not hold` +
      `${same ? ": another resource declares it, or an earlier deploy ended before Pulumi noted it" : ""}. ${effect}`,
    remedy:
      "If a resource of yours declares it, first take that one out of its state (pulumi state delete '<its URN>') and " +
      "out of its program, or its removal deletes the record. Then take it into the stack:",
    importable: rivals.slice(0, 1),
  };
}

function besideNullMx({ name }: NewRecord, record: LiveRecord): ExistingVerdict {
  return {
    decision: "refuse",
    code: "record-exists",
    reason:
      `${name} has ${describedRecords([record])}, a null MX: the domain takes no mail. It stands alone (RFC 7505 §3), and ` +
      "ours would stand beside it.",
    remedy: "Delete it in Cloudflare, and deploy.",
    importable: [],
  };
}

/** The host of "10 mx1.example.com". */
function hostOf(exchanger: string): string {
  return exchanger.split(" ")[1] ?? exchanger;
}

/** Records for people to read; a hostile text is cut. */
export function describedRecords(records: readonly LiveRecord[]): string {
  const shown = records.map(({ type, value }) => `${type} ${JSON.stringify(value.slice(0, 200))}`);
  return `${records.length === 1 ? "the record" : "the records"} ${listed(shown)}`;
}
