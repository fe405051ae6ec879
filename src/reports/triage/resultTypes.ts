export interface ResultTypeText {
  source: string;
  means: string;
  cause: string;
  /** What to do about it. @param host The MX host, or words for it; of no matter to what is no MX's. */
  remedy: (host: string) => string;
  /** What it does to mail, where that is not plain. */
  effect?: string;
}

/**
 * The result types that reports name, RFC 8460 §4.3, in words for whoever runs the mail server. A map, since reports
 * name types such as `constructor` too.
 */
export const resultTypes: ReadonlyMap<string, ResultTypeText> = new Map<string, ResultTypeText>(
  Object.entries({
    "starttls-not-supported": {
      source: "RFC 8460 §4.3.1",
      means: "The MX host did not offer STARTTLS.",
      cause: 'TLS is off on that server, or a middlebox or firewall ("SMTP inspection") removes the offer.',
      remedy: (host) =>
        `Make every address of ${host} offer STARTTLS, and turn "SMTP inspection" off in firewalls, which takes the offer away. \`mta-sts check --smtp\` shows what each address offers.`,
      effect: "Under enforce, senders do not deliver to that host.",
    },
    "certificate-host-mismatch": {
      source: "RFC 8460 §4.3.1",
      means: "The MX host's certificate does not carry the name of the MX record.",
      cause: "The certificate is for another name of the server, or for the name behind a CNAME.",
      remedy: (host) =>
        `Give ${host} a certificate with the name of the MX record as a subject alternative name, or put the certificate's name into the MX record.`,
      effect: "Under enforce, senders do not deliver to that host.",
    },
    "certificate-expired": {
      source: "RFC 8460 §4.3.1",
      means: "The MX host's certificate has expired.",
      cause: "Renewal failed, or the mail server was not restarted after it.",
      remedy: (host) => `Renew the certificate of ${host}, and reload the mail server after each renewal.`,
      effect: "Under enforce, senders do not deliver to that host until it is renewed.",
    },
    "certificate-not-trusted": {
      source: "RFC 8460 §4.3.1",
      means: "No root that the sender trusts stands behind the MX host's certificate.",
      cause: "It is self-signed, of a private authority, or the intermediate certificate is not sent.",
      remedy: (host) => `Give ${host} a certificate of a public authority, and send its full chain.`,
      effect: "Under enforce, senders do not deliver to that host.",
    },
    "validation-failure": {
      source: "RFC 8460 §4.3.1",
      means: "TLS failed for a reason that no other type names.",
      cause:
        "Often a protocol version or cipher that only one side has; Microsoft reports here that no mx of the policy matches.",
      remedy: (host) => `Look at failure-reason-code, and probe ${host} with \`mta-sts check --smtp\`.`,
    },
    "tlsa-invalid": {
      source: "RFC 8460 §4.3.2.1",
      means: "The MX host's certificate does not match its TLSA records (DANE).",
      cause: "The certificate's key was changed, and the TLSA record was not.",
      remedy: () => "Publish the TLSA record of the new key before the key is used, and keep both for a while.",
      effect: "Senders that do DANE do not deliver to that host, whatever MTA-STS says.",
    },
    "dnssec-invalid": {
      source: "RFC 8460 §4.3.2.1",
      means: "The sender's resolver found the DNSSEC signatures of the zone invalid.",
      cause: "Signatures have expired, or the DS record at the parent belongs to another key.",
      remedy: () => "Sign the zone again, or correct the DS record; `mta-sts check` has the rule dns-dnssec.",
      effect: "Senders that validate find no MX at all.",
    },
    "dane-required": {
      source: "RFC 8460 §4.3.2.1",
      means: "The sender insists on DANE, and the MX hosts have no TLSA records that it can use.",
      cause: "A rule on the sender's side.",
      remedy: () => "Nothing is wrong here; publish TLSA records if such senders matter.",
    },
    "sts-policy-fetch-error": {
      source: "RFC 8460 §4.3.2.2",
      means: "The sender saw the _mta-sts record and could not fetch the policy.",
      cause: "The policy host was down, answered something else than 200, redirected, or was slow.",
      remedy: () =>
        "See that https://mta-sts.<domain>/.well-known/mta-sts.txt gives 200 without a redirect, from outside: the host rules of `mta-sts check` name what is wrong now.",
      effect: "Senders with a cached policy go on using it; others deliver as if there were none.",
    },
    "sts-policy-invalid": {
      source: "RFC 8460 §4.3.2.2",
      means: "The policy was fetched and is not a valid one.",
      cause: "A slip in the file: a blank line, a field missing, an HTML page in its place.",
      remedy: () => "Run `mta-sts check`, or `mta-sts policy` on the file: both name the line.",
      effect: "Senders with a cached policy go on using it; others deliver as if there were none.",
    },
    "sts-webpki-invalid": {
      source: "RFC 8460 §4.3.2.2",
      means: "The policy host's certificate is not valid for mta-sts.<domain>.",
      cause: "It has expired, is for another name, or is not of a public authority.",
      remedy: () =>
        "Renew the policy host's certificate for mta-sts.<domain>; `mta-sts check` has the rules host-certificate-….",
      effect: "Senders with a cached policy go on using it; others deliver as if there were none.",
    },
  }),
);
