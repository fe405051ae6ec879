import type { Policy } from "../protocol";
import { mxChange, type MxChange } from "./changes";

/** A policy with the id it has or had; the id may not be known (a file in the state does not say it). */
export interface DescribedPolicy {
  policy: Policy;
  id?: string;
}

/**
 * The one line of the preview that says what a deploy changes for mail; undefined where it changes nothing.
 *
 * @example
 * describeChange("example.com", before, after);
 * // example.com: id pms1… → pms1…, mode testing → enforce, mx + mx2.example.com, max_age 86400 → 604800
 */
export function describeChange(
  domain: string,
  before: DescribedPolicy | undefined,
  after: DescribedPolicy | undefined,
): string | undefined {
  if (before === undefined && after === undefined) return undefined;
  const parts = [
    describeId(before, after),
    moved("mode", before?.policy.mode ?? "absent", after?.policy.mode ?? "absent"),
    describeMx(mxChange(before?.policy, after?.policy)),
    moved("max_age", before?.policy.maxAge.toString(), after?.policy.maxAge.toString()),
  ].filter((part) => part !== undefined);
  return parts.length === 0 ? undefined : `${domain}: ${parts.join(", ")}`;
}

function describeId(before: DescribedPolicy | undefined, after: DescribedPolicy | undefined): string | undefined {
  // An unknown old id says nothing; "none" would be a claim.
  if (before !== undefined && before.id === undefined) return after?.id === undefined ? undefined : `id → ${after.id}`;
  return moved("id", before?.id ?? "none", after?.id ?? "none");
}

function moved(name: string, before: string | undefined, after: string | undefined): string | undefined {
  if (before === after) return undefined;
  if (before === undefined) return `${name} ${after ?? ""}`;
  return after === undefined ? undefined : `${name} ${before} → ${after}`;
}

function describeMx({ added, removed }: MxChange): string | undefined {
  const signed = [...added.map((pattern) => `+ ${pattern}`), ...removed.map((pattern) => `- ${pattern}`)];
  return signed.length === 0 ? undefined : `mx ${signed.join(" ")}`;
}
