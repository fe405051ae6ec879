import { parsePolicyFile } from "../../protocol";
import type { HostFacts, PolicyFacts } from "../facts";
import { mainFetch } from "../mainFetch";

/** The policy file, if one came: also one of another media type, so that its own faults show at once. */
export function policyFacts(host: HostFacts): PolicyFacts | undefined {
  const fetch = mainFetch(host);
  if (fetch?.bytes === undefined || (fetch.kind !== "ok" && fetch.kind !== "notText")) return undefined;
  const lastModified = new Date(fetch.headers?.["last-modified"] ?? "");
  return {
    bytes: fetch.bytes,
    file: parsePolicyFile(fetch.bytes),
    ...(Number.isNaN(lastModified.getTime()) ? {} : { lastModified }),
  };
}
