import { MtaStsMode } from "../../protocol";
import type { PackRule } from "../packRule";
import { mailDomains } from "../stack/mailDomains";

/** Without reports, nobody sees the mail that a policy holds back. */
export const reportingBeforePolicy: PackRule = {
  name: "mta-sts-reporting-first",
  description: "A domain with a policy has a _smtp._tls record too (RFC 8460 §3).",
  enforcementLevel: "mandatory",
  check: (resources) =>
    mailDomains(resources).flatMap(({ domain, stsRecords, tlsRptRecords, file }) => {
      const [record] = stsRecords;
      if (record === undefined || tlsRptRecords.length > 0 || file?.parsed.policy?.mode === MtaStsMode.None) return [];
      return {
        urn: record.urn,
        message:
          `${domain} has an MTA-STS policy and no _smtp._tls record: senders report failures to nobody (RFC 8460 §3). ` +
          'Add the TXT record _smtp._tls with "v=TLSRPTv1; rua=mailto:…".',
      };
    }),
};
