import { MtaStsMode, deadPatterns } from "../../../protocol";
import { brokenBy, notApplicable, type Rule } from "../../rule";
import { givenMx, givenPolicy } from "../given";

/** Left over from a migration, or ahead of one; whoever gets such a name could take the mail. */
export const mxDeadPatterns: Rule = {
  id: "mx-dead-patterns",
  severity: "warn",
  source: "RFC 8461 §10.4",
  asks: "Each mx of the policy matches a live MX host.",
  remedy: "Remove it once no MX record needs it; keep it only while a migration is under way.",
  judge: (facts) =>
    givenPolicy(facts, ({ file: { policy } }) =>
      givenMx(facts, ({ hosts }) => {
        if (!policy || policy.mode === MtaStsMode.None) return notApplicable("no policy asks anything of the MX hosts");
        const dead = deadPatterns(
          policy.mx,
          hosts.map(({ host }) => host),
        );
        return brokenBy(
          dead.map((pattern) => `the mx ${pattern} matches no live MX host`),
          "each mx matches a live host",
        );
      }),
    ),
};
