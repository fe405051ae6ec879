import type { PackRule } from "../packRule";
import type { StackRecord } from "../stack/dnsRecords";
import { mailDomains } from "../stack/mailDomains";

/** Two records of one kind mean none. */
export const singleRecords: PackRule = {
  name: "mta-sts-single-records",
  description: "A domain has one _mta-sts and one _smtp._tls record in each zone (RFC 8461 §3.1, RFC 8460 §3).",
  enforcementLevel: "mandatory",
  check: (resources) =>
    mailDomains(resources).flatMap(({ domain, stsRecords, tlsRptRecords }) => [
      ...rivals(stsRecords).map(({ urn }) => ({
        urn,
        message:
          `_mta-sts.${domain} has more than one policy record in one zone: senders take that for no policy ` +
          "(RFC 8461 §3.1). Keep one.",
      })),
      ...rivals(tlsRptRecords).map(({ urn }) => ({
        urn,
        message:
          `_smtp._tls.${domain} has more than one record in one zone: senders take that for none (RFC 8460 §3). Keep ` +
          "one; it may hold several addresses.",
      })),
    ]),
};

/** All but the first of each zone: the same record in two zones is a DNS migration. */
function rivals(records: readonly StackRecord[]): StackRecord[] {
  return records.filter((record, index) => records.findIndex(({ zone }) => zone === record.zone) < index);
}
