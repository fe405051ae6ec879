import { parsePolicyFile, parseStsRecord, selectStsRecord } from "../protocol";
import type { LivePolicy } from "./facts";
import { isoDay } from "./retirement";

/** The TXT look-up at `_mta-sts.<domain>`, as far as it matters here. `LiveTxt` of the look-ups fits it as it is. */
export type TxtAnswer = { ok: true; texts: readonly string[]; disagreement?: string } | { ok: false; reason: string };

/** The GET of the policy file, as far as it matters here. */
export type FileAnswer =
  | {
      ok: true;
      text: string;
      /** `Last-Modified`, as the host gives it. */
      modified?: string;
    }
  /** `unreachable`: nothing was served (DNS, connection, certificate); otherwise it was, but not as a policy. */
  | { ok: false; unreachable: boolean; reason: string };

/** The two look-ups that tell what senders find, bound to a domain. Neither throws. */
export interface PolicyLookup {
  txt: () => Promise<TxtAnswer>;
  file: () => Promise<FileAnswer>;
}

/** Asks what is live: the file is fetched only if exactly one valid TXT record announces it (RFC 8461 §3.1). */
export async function lookUpLivePolicy(lookup: PolicyLookup): Promise<LivePolicy> {
  const txt = await lookup.txt();
  const isAnnounced = announcedId(txt) !== undefined || announcedIds(txt).length > 0;
  return judgeLivePolicy(txt, isAnnounced ? await lookup.file() : undefined);
}

/**
 * What senders find, from the two answers: a policy only if exactly one TXT record is valid _and_ the file is strictly
 * valid, since anything less is read differently by different senders.
 */
export function judgeLivePolicy(txt: TxtAnswer, file: FileAnswer | undefined): LivePolicy {
  if (!txt.ok) return { state: "unreachable", why: txt.reason };
  const id = announcedId(txt);
  // Two records in a row of servers that do not agree yet are one record on each.
  const ids = announcedIds(txt);
  if (txt.disagreement !== undefined && ids.length > 0) {
    const isServed = file?.ok === true && parsePolicyFile(file.text).policy !== undefined;
    return { state: "unreachable", why: txt.disagreement, ids, isServed, ...(id === undefined ? {} : { id }) };
  }
  if (id === undefined) return { state: "absent", why: whyNoRecord(txt.texts) };
  if (file === undefined) return { state: "unreachable", why: "the policy file was not fetched", id };
  if (!file.ok) return { state: file.unreachable ? "unreachable" : "absent", why: file.reason, id };
  const { policy, violations } = parsePolicyFile(file.text);
  const [first] = violations;
  if (policy === undefined || first !== undefined) {
    const where = first?.line === undefined ? "" : ` in line ${first.line}`;
    return { state: "absent", why: `the policy file is not valid${where}: ${first?.message ?? "it is empty"}`, id };
  }
  const modified = Date.parse(file.modified ?? "");
  const since = Number.isNaN(modified) ? {} : { since: isoDay(modified) };
  return { state: "published", id, policy, text: file.text, ...since };
}

/** Several rules ask the same of one answer. */
const known = new WeakMap<TxtAnswer, { id: string | undefined }>();

function announcedId(txt: TxtAnswer): string | undefined {
  if (!txt.ok) return undefined;
  const before = known.get(txt);
  if (before !== undefined) return before.id;
  const { record, violations } = selectStsRecord(txt.texts);
  const id = record === undefined || violations.length > 0 ? undefined : record.id;
  known.set(txt, { id });
  return id;
}

/** By name servers that do not agree. */
function announcedIds(txt: TxtAnswer): string[] {
  if (!txt.ok || txt.disagreement === undefined) return [];
  return selectStsRecord(txt.texts).candidates.flatMap((text) => parseStsRecord(text).id ?? []);
}

function whyNoRecord(texts: readonly string[]): string {
  const { candidates, violations } = selectStsRecord(texts);
  if (candidates.length === 0) return "there is no _mta-sts record";
  return `the _mta-sts record is not valid: ${violations[0]?.message ?? "it has no id"}`;
}
