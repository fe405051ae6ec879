/** Where an independent validator comes to another verdict than `mta-sts check`, and why ours stands. */
export interface Difference {
  /** Its verdicts where they differ: true is valid. */
  checkdmarc?: boolean;
  postfix?: boolean;
  checkdmarcTlsRpt?: boolean;
  /** The section that decides, or what the validator cannot see. */
  decides: string;
}

const unseen = (rule: string) => `${rule}; the validators ask one resolver and one address, where it does not show`;
const noAnswer = "RFC 1035 §4.1.1: an error code is no statement about the name";
const first = "RFC 8461 §3.2: of duplicates the first counts, but the grammar has each field once, and senders differ";

export const validatorDifferences: Record<string, Difference> = {
  // The record
  "sts-version-space": {
    checkdmarc: true,
    postfix: true,
    decides: 'RFC 8461 §3.1: what does not begin with "v=STSv1;" is discarded',
  },
  "sts-empty-field": { postfix: true, decides: "RFC 8461 §3.1: the ABNF has a field between two delimiters" },
  "sts-grammar": { postfix: true, decides: "RFC 8461 §3.1: every field is name=value" },
  "sts-id-dash": { postfix: true, decides: "RFC 8461 §3.1: sts-id is 1*32(ALPHA / DIGIT)" },
  "sts-id-long": { postfix: true, decides: "RFC 8461 §3.1: sts-id is 1*32(ALPHA / DIGIT)" },
  "sts-id-twice": {
    checkdmarc: true,
    postfix: true,
    decides: "RFC 8461 §3.1: one sts-id names the policy, and senders differ in which of two they take",
  },
  "rpt-none": {
    checkdmarcTlsRpt: false,
    decides: "RFC 8460 §3: reporting is optional, so its absence is a warning of ours",
  },
  "rpt-rua-field-twice": { checkdmarcTlsRpt: true, decides: "RFC 8460 §3: the ABNF has one tlsrpt-rua" },
  "mx-null-no-policy": {
    checkdmarc: false,
    postfix: false,
    checkdmarcTlsRpt: false,
    decides: "RFC 7505 §3: a domain that takes no mail needs neither",
  },

  // The file
  "file-grammar": { postfix: true, decides: "RFC 8461 §3.2: every line is a field" },
  "file-mode-twice": { checkdmarc: true, postfix: true, decides: first },
  "file-blank-line": {
    checkdmarc: true,
    postfix: true,
    decides: "RFC 8461 §3.2: the ABNF has no blank lines, and other senders refuse the file for one",
  },
  "file-wildcard-form": { postfix: true, decides: 'RFC 8461 §3.2: sts-policy-mx-value is ["*."] Domain' },
  "file-trailing-dot": { postfix: true, decides: "RFC 8461 §3.2, RFC 5321 §4.1.2: Domain has no trailing dot" },
  "http-media-type": {
    checkdmarc: true,
    decides: 'RFC 8461 §3.2: the media type "text/plain" is what senders may insist on',
  },
  "http-user-agent": {
    checkdmarc: true,
    decides: "RFC 8461 §3.3: nothing but 200 is a policy; checkdmarc calls itself a browser",
  },

  // What one look cannot show
  "sts-cname-beside": { checkdmarc: true, postfix: true, decides: unseen("RFC 1034 §3.6.2: a CNAME stands alone") },
  "sts-servfail": { checkdmarc: true, postfix: true, decides: unseen(noAnswer) },
  "rpt-servfail": { checkdmarcTlsRpt: true, decides: unseen(noAnswer) },
  "dns-apex-servfail": { checkdmarc: true, postfix: true, checkdmarcTlsRpt: true, decides: unseen(noAnswer) },
  "dns-no-server": { checkdmarc: true, postfix: true, checkdmarcTlsRpt: true, decides: unseen(noAnswer) },
  "dns-stale-sts": {
    checkdmarc: true,
    postfix: true,
    decides: unseen("RFC 1034 §4.3.5: the servers of a zone have the same records"),
  },
  "http-browser-policy": {
    checkdmarc: true,
    postfix: true,
    decides: unseen("RFC 8461 §3.3: one policy, whoever asks for it"),
  },
  "http-addresses": { checkdmarc: true, postfix: true, decides: unseen("RFC 8461 §8.1: an old copy is an old policy") },
  "rpt-mx-unknown": { checkdmarcTlsRpt: true, decides: unseen(noAnswer) },
  "mx-servfail": { checkdmarcTlsRpt: true, decides: unseen(noAnswer) },
  "host-private": {
    checkdmarc: true,
    postfix: true,
    decides: "RFC 6890 §2.2: our row asks to refuse private addresses",
  },
};
