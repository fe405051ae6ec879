import type { CaaData } from "dns-packet";
import { broken, couldNotCheck, notApplicable, pass, type Rule } from "../../rule";
import { caaIdentifiers } from "../../caaIssuers";
import { mainFetch } from "../../mainFetch";

/** A CAA record that forbids the issuer stops the next renewal, months after it was made. */
export const dnsCaa: Rule = {
  id: "dns-caa",
  severity: "warn",
  source: "RFC 8659 §4",
  asks: "CAA lets the issuer of the policy host's certificate issue it again.",
  remedy: "Add an issue record for the issuer, or the next renewal fails.",
  judge: ({ zone: { caa }, host }) => {
    if (!caa.ok) return couldNotCheck(caa.reason);
    const certificate = mainFetch(host)?.certificate;
    const issue = governing(caa.records, isWildcard(host.name, certificate?.names));
    if (caa.at === undefined || issue.length === 0) return pass("no CAA record restricts who issues");
    if (certificate === undefined) return notApplicable("no certificate was seen");
    const { issuer } = certificate;
    const wanted = caaIdentifiers(issuer);
    if (wanted === undefined) return notApplicable(`the CAA name of the issuer (${issuer}) is not known here`);
    const allowed = issue.map(({ value }) => (value.split(";")[0] ?? "").trim().toLowerCase());
    return allowed.some((name) => wanted.includes(name))
      ? pass(`CAA at ${caa.at} allows ${wanted.filter((name) => allowed.includes(name)).join(", ")}`)
      : broken(`CAA at ${caa.at} allows ${allowed.join(", ") || "nobody"}, not ${wanted.join(" or ")}`);
  },
};

/** Whether the certificate covers the host by a wildcard alone. */
function isWildcard(host: string, names: readonly string[] = []): boolean {
  const lower = names.map((name) => name.toLowerCase());
  return !lower.includes(host) && lower.includes(host.replace(/^[^.]+/, "*"));
}

/** "issue", or for a wildcard "issuewild" where there is any (RFC 8659 §4.3); tags are case-insensitive (§4.1). */
function governing(records: readonly CaaData[], wildcard: boolean): CaaData[] {
  const tagged = (wanted: string) => records.filter(({ tag }) => tag.toLowerCase() === wanted);
  const wild = wildcard ? tagged("issuewild") : [];
  return wild.length > 0 ? wild : tagged("issue");
}
