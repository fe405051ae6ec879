import { listed } from "./changes";
import type { ExistingRefusal, LiveRecord, NewRecord } from "./existingRecords";

/** Longer than any record of ours; a hostile one is not printed. */
const longestText = 1000;

/**
 * A name that is a CNAME: no import helps, for no update makes another type of it. Taking it away alone would lose what
 * is live: a domain that enforces would be taken for one without a policy, and could not go on enforcing.
 *
 * @param behind what it leads to; undefined where that could not be found out
 */
export function behindCname(
  record: NewRecord,
  cname: LiveRecord,
  behind: readonly LiveRecord[] | undefined,
): ExistingRefusal {
  const { name, type } = record;
  return {
    decision: "refuse",
    code: "record-is-cname",
    reason:
      `${name} is a CNAME for ${cname.value}: somebody else's record is served there (RFC 8461 §8.2), and a ${type} ` +
      "record cannot stand beside it (RFC 1034 §3.6.2).",
    remedy: remedyOf(
      record,
      cname,
      behind?.filter((live) => replaces(record, live)),
    ),
    importable: [],
  };
}

function remedyOf({ name, type, provider }: NewRecord, cname: LiveRecord, same?: readonly LiveRecord[]): string {
  if (same?.length === 0)
    return "It leads to no such record, so that nothing is lost: delete the CNAME, and deploy again.";
  const how =
    provider === "route53"
      ? "in one change batch, which Route 53 applies as a whole"
      : "the one right after the other, for Cloudflare takes no record beside a CNAME";
  const printable = same?.every(({ value }) => value.length <= longestText) === true;
  const kinds = type === "TXT" ? "TXT record" : "A and AAAA records";
  const what = printable ? `${name} ${listed(same.map(shown))}` : `the ${kinds} there that ${cname.value} has`;
  return (
    `If the domain is to leave that service, put what the CNAME leads to in its place, ${how}: delete the CNAME ${name} ` +
    `and create ${what}. Then deploy again: nothing has changed for senders, and the next refusal prints the ` +
    "import. Without that record in between, the domain would be taken for one that has none."
  );
}

/** Whether a record behind the CNAME is what the new one takes the place of. */
function replaces({ type, text }: NewRecord, live: LiveRecord): boolean {
  if (type === "TXT") return live.type === "TXT" && sameKind(live.value, text ?? "");
  return live.type === "A" || live.type === "AAAA";
}

function shown({ type, value }: LiveRecord): string {
  return type === "TXT" ? `TXT ${JSON.stringify(value)}` : `${type} ${value}`;
}

/** Whether both texts begin with one version tag, such as `v=STSv1`. */
export function sameKind(live: string, text: string): boolean {
  const version = (value: string) => value.split(";")[0]?.trim().toLowerCase();
  return version(live) === version(text);
}
