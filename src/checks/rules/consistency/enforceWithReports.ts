import { MtaStsMode } from "../../../protocol";
import { broken, couldNotCheck, notApplicable, pass, type Rule } from "../../rule";
import { givenPolicy } from "../given";

/** Under enforce, failing deliveries are silent on this side. */
export const enforceWithReports: Rule = {
  id: "enforce-with-reports",
  severity: "warn",
  source: "RFC 8460 §1",
  asks: "A policy of mode enforce comes with TLS reporting.",
  remedy: "Publish the _smtp._tls record: under enforce nothing else tells you of mail that is held back.",
  judge: (facts) =>
    givenPolicy(facts, ({ file: { policy } }) => {
      const { live, selection } = facts.tlsRpt;
      if (policy?.mode !== MtaStsMode.Enforce) return notApplicable("the mode is not enforce");
      if (!live.ok) return couldNotCheck(live.reason);
      return (selection.record?.rua.length ?? 0) > 0
        ? pass("reports are asked for")
        : broken("mode enforce, and no valid TLS-RPT record asks for reports");
    }),
};
