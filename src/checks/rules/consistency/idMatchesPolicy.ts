import { idMatches, isDerivedId } from "../../../protocol";
import { broken, notApplicable, pass, type Rule } from "../../rule";
import { givenPolicy, givenStsRecord } from "../given";

/** An id made by this library is a hash of the file: a stale copy shows at once. */
export const idMatchesPolicy: Rule = {
  id: "id-matches-policy",
  severity: "fail",
  source: "RFC 8461 §3.1, §8.1",
  asks: "An id that this library derived belongs to the bytes that are served.",
  remedy: "Run `pulumi up` again if a deploy was cut short; else find what serves an old copy, a cache mostly.",
  judge: (facts) =>
    givenStsRecord(facts, ({ id = "" }) =>
      givenPolicy(facts, ({ bytes }) => {
        if (!isDerivedId(id)) return notApplicable(`the id ${id} was not derived by this library`);
        return idMatches(id, bytes.toString("utf8"))
          ? pass(`${id} is the hash of the policy served`)
          : broken(`the id ${id} is not the hash of the policy served: one of the two is out of date`);
      }),
    ),
};
