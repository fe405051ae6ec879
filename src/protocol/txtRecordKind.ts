/** What is particular to the TXT record at `_mta-sts` or `_smtp._tls`; their grammar is the same otherwise. */
export interface TxtRecordKind {
  /** The value of `v=`. */
  version: string;
  /** The record's name without the domain. */
  name: string;
  /** What a sender concludes when there is no valid record. */
  consequence: string;
  /** The source of its rules. */
  rule: string;
}

export const STS_RECORD: TxtRecordKind = {
  version: "STSv1",
  name: "_mta-sts",
  consequence: "senders find no policy",
  rule: "RFC 8461 §3.1",
};

export const TLS_RPT_RECORD: TxtRecordKind = {
  version: "TLSRPTv1",
  name: "_smtp._tls",
  consequence: "nobody sends reports",
  rule: "RFC 8460 §3",
};
