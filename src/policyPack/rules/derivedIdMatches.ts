import { idMatches, isDerivedId, parseStsRecord } from "../../protocol";
import type { PackRule } from "../packRule";
import { mailDomains } from "../stack/mailDomains";

/** An id of this library is a hash of the file: where it is not that file's, one of the two was changed alone. */
export const derivedIdMatches: PackRule = {
  name: "mta-sts-id-matches-policy",
  description: "A policy id that was derived from a policy file belongs to the file in the stack (RFC 8461 §3.1).",
  enforcementLevel: "mandatory",
  check: (resources) =>
    mailDomains(resources).flatMap(({ domain, stsRecords, file }) =>
      stsRecords.flatMap(({ urn, value }) => {
        const { id } = parseStsRecord(value);
        if (file === undefined || id === undefined || !isDerivedId(id) || idMatches(id, file.text)) return [];
        return {
          urn,
          message:
            `_mta-sts.${domain} has the id ${id}, which belongs to another policy file: senders that hold that id do ` +
            "not fetch this one (RFC 8461 §3.1). Derive both from one policy in the program.",
        };
      }),
    ),
};
