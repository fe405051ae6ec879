import { MtaStsMode } from "../../protocol";
import type { PackRule } from "../packRule";
import { policyFiles } from "../stack/policyFiles";

const day = 86400;

/** A sender that forgets the policy before it writes again is not protected. */
export const enforceMaxAge: PackRule = {
  name: "mta-sts-enforce-max-age",
  description: "An enforce policy lives for a day or more; weeks are better (RFC 8461 §3.2).",
  enforcementLevel: "mandatory",
  check: (resources) =>
    policyFiles(resources).flatMap(({ urn, parsed: { policy } }) => {
      if (policy?.mode !== MtaStsMode.Enforce || policy.maxAge >= day) return [];
      return {
        urn,
        message:
          `max_age of this enforce policy is ${policy.maxAge} seconds: senders forget it within a day (RFC 8461 §3.2). ` +
          "Use 604800 or more.",
      };
    }),
};
