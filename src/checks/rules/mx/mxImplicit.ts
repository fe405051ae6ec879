import { broken, pass, type Rule } from "../../rule";
import { givenMx } from "../given";

export const mxImplicit: Rule = {
  id: "mx-implicit",
  severity: "warn",
  source: "RFC 5321 §5.1",
  asks: "The domain has MX records.",
  remedy: "Publish an MX record; then it is said, not guessed, which host the policy must cover.",
  judge: (facts) =>
    givenMx(facts, ({ kind }) =>
      kind === "implicit"
        ? broken(`no MX record: senders deliver to ${facts.domain} itself`)
        : pass("there are MX records"),
    ),
};
