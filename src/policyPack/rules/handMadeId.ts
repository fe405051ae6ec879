import { isDerivedId, parseStsRecord } from "../../protocol";
import type { PackRule } from "../packRule";
import { mailDomains } from "../stack/mailDomains";

/** One snapshot cannot show whether a hand-made id was changed with its file. */
export const handMadeId: PackRule = {
  name: "mta-sts-id-hand-made",
  description: "A policy id is derived from the policy, so that it cannot be forgotten (RFC 8461 §3.1).",
  enforcementLevel: "advisory",
  check: (resources) =>
    mailDomains(resources).flatMap(({ domain, stsRecords }) =>
      stsRecords.flatMap(({ urn, value }) => {
        const { id } = parseStsRecord(value);
        if (id === undefined || isDerivedId(id)) return [];
        return {
          urn,
          message:
            `_mta-sts.${domain} has the hand-made id "${id}": a change of the policy without a change of the id never ` +
            "reaches senders that hold it (RFC 8461 §3.1). Derive it: policyId(policyText) of pulumi-mta-sts/protocol, " +
            "or the MtaSts component.",
        };
      }),
    ),
};
