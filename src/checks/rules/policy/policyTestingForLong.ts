import { MtaStsMode } from "../../../protocol";
import { broken, notApplicable, pass, type Rule } from "../../rule";
import { givenPolicyLines } from "../given";

const daysAllowed = 90;

/** Testing protects nobody; it is a stage, not a state. */
export const policyTestingForLong: Rule = {
  id: "policy-testing-for-long",
  severity: "warn",
  source: "RFC 8461 §5",
  asks: `A testing policy moves on to enforce within ${daysAllowed} days.`,
  remedy: "Read the TLS reports (`mta-sts ready`), and go to enforce where they are clean.",
  judge: ({ now, ...facts }) =>
    givenPolicyLines({ now, ...facts }, ({ file: { policy }, lastModified }) => {
      if (policy?.mode !== MtaStsMode.Testing) return notApplicable("the mode is not testing");
      if (lastModified === undefined) return notApplicable("the server does not say since when (Last-Modified)");
      const days = Math.floor((now.getTime() - lastModified.getTime()) / 86_400_000);
      const seen = `mode testing, and the file is unchanged for ${days} days`;
      return days > daysAllowed ? broken(seen) : pass(seen);
    }),
};
