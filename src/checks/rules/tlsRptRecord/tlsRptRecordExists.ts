import { broken, notApplicable, pass, type Rule } from "../../rule";
import { givenTxt } from "../given";

/** Without reports nobody hears of failing deliveries. */
export const tlsRptRecordExists: Rule = {
  id: "tlsrpt-record-exists",
  severity: "warn",
  source: "RFC 8460 §3",
  asks: "There is a TXT record at _smtp._tls that says where TLS reports go.",
  remedy: "Publish `v=TLSRPTv1; rua=mailto:…` there: without reports a policy is blind.",
  judge: ({ tlsRpt, mx }) =>
    givenTxt(tlsRpt.live, (live) => {
      const [first] = tlsRpt.selection.candidates;
      if (first !== undefined) return pass(`TXT at ${live.name}: ${first}`);
      if (mx.kind === "null") return notApplicable("the domain takes no mail (null MX)");
      const [violation] = tlsRpt.selection.violations;
      return broken(violation?.message ?? `no TXT record at ${live.name}`);
    }),
};
