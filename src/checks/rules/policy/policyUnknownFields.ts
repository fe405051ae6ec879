import { brokenBy, type Rule } from "../../rule";
import { givenPolicyLines } from "../given";

/** Extensions are allowed and ignored; most of them are slips, such as max-age. */
export const policyUnknownFields: Rule = {
  id: "policy-unknown-fields",
  severity: "info",
  source: "RFC 8461 §3.2",
  asks: "The policy has no fields beside version, mode, mx and max_age.",
  remedy: "Remove the line unless it is meant: senders ignore it.",
  judge: (facts) =>
    givenPolicyLines(facts, ({ file }) =>
      brokenBy(
        file.unknownFields.map(({ line, name }) => `line ${line}: "${name}" means nothing to senders`),
        "no other fields",
      ),
    ),
};
