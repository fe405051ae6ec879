import { MtaStsMode, uncoveredHosts } from "../../protocol";
import type { PackRule } from "../packRule";
import { mailDomains } from "../stack/mailDomains";

/** Under enforce, senders do not deliver to a host that the policy does not name. */
export const mxCovered: PackRule = {
  name: "mta-sts-mx-covered",
  description: "Every MX host of a domain matches a pattern of its policy (RFC 8461 §4.1).",
  enforcementLevel: "mandatory",
  check: (resources) =>
    mailDomains(resources).flatMap(({ domain, mxRecords, file }) => {
      const policy = file?.parsed.policy;
      if (policy === undefined || policy.mode === MtaStsMode.None) return [];
      return mxRecords
        .filter(({ value }) => value !== "" && uncoveredHosts([value], policy.mx).length > 0)
        .map(({ urn, value }) => ({
          urn,
          message:
            `${value} is an MX host of ${domain} and matches no mx pattern of its policy (mode ${policy.mode}): under ` +
            "enforce, senders do not deliver to it (RFC 8461 §4.1). Add it to the policy first, in an earlier deploy.",
        }));
    }),
};
