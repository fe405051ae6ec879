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
    // Property tags are case-insensitive (RFC 8659 §4.1); a host name that is no wildcard needs "issue".
    const issue = caa.records.filter(({ tag }) => tag.toLowerCase() === "issue");
    if (caa.at === undefined || issue.length === 0) return pass("no CAA record restricts who issues");
    const issuer = mainFetch(host)?.certificate?.issuer;
    if (issuer === undefined) return notApplicable("no certificate was seen");
    const wanted = caaIdentifiers(issuer);
    if (wanted === undefined) return notApplicable(`the CAA name of the issuer (${issuer}) is not known here`);
    const allowed = issue.map(({ value }) => (value.split(";")[0] ?? "").trim().toLowerCase());
    return allowed.some((name) => wanted.includes(name))
      ? pass(`CAA at ${caa.at} allows ${wanted.filter((name) => allowed.includes(name)).join(", ")}`)
      : broken(`CAA at ${caa.at} allows ${allowed.join(", ") || "nobody"}, not ${wanted.join(" or ")}`);
  },
};
