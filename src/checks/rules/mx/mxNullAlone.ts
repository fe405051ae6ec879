import { broken, pass, type Rule } from "../../rule";
import { givenMx } from "../given";

export const mxNullAlone: Rule = {
  id: "mx-null-alone",
  severity: "fail",
  source: "RFC 7505 §3",
  asks: "A null MX stands alone.",
  remedy: 'Remove the MX record with the target ".", or all the others.',
  judge: (facts) =>
    givenMx(facts, (mx) =>
      mx.kind === "hosts" && mx.nullBesideOthers
        ? broken("a null MX beside other MX records")
        : pass("no null MX with company"),
    ),
};
