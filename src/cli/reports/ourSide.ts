import { parseMxPattern } from "../../protocol";
import type { LiveMxHost, ReportSet } from "../../reports";
import { accepted } from "../parseOption";
import type { ReadFlags } from "./readFlags";

/** The patterns given with `--mx`. */
export function givenPatterns({ mx }: ReadFlags): string[] | undefined {
  return mx?.map((pattern) => accepted(parseMxPattern(pattern, "--mx")));
}

/** The hosts given with `--live-mx`, as `host` or `host:preference`. */
export function givenHosts({ liveMx }: ReadFlags): LiveMxHost[] | undefined {
  return liveMx?.map((text) => {
    const [name = "", preference = "10"] = text.split(":");
    if (!/^\d{1,5}$/.test(preference)) throw new Error(`--live-mx ${text}: it is host or host:preference`);
    return { host: accepted(parseMxPattern(name, "--live-mx")), preference: Number(preference) };
  });
}

/** The policy that the newest report that counts tells of: what senders see, without asking the network. */
export function newestPolicy({ reports }: ReportSet, domain: string): readonly string[] | undefined {
  let newest: { end: number; mx: readonly string[] } | undefined;
  for (const { trust, end, entries } of reports) {
    if (!trust.evidence || (newest !== undefined && newest.end >= end)) continue;
    const policy = entries.find((entry) => entry.domain === domain && entry.policy !== undefined)?.policy;
    if (policy !== undefined && policy.mx.length > 0) newest = { end, mx: policy.mx };
  }
  return newest?.mx;
}
