import type { ClassifiedGroup } from "./classify";

/** On whose side a failure is. */
export type Side = "ours" | "policy" | "policyHost" | "dane" | "theirs" | "elsewhere" | "unknown";

export interface SenderNumbers {
  organization: string;
  /** Sessions of this sender in this group, and altogether. */
  failed: number;
  sessions: number;
  reports: number;
}

/** A sender whose sessions succeed but for this share has a trouble of its own. */
const SCATTERED_SHARE = 0.05;

/** Whose side it is on, and what to do about it. */
export function advise(group: ClassifiedGroup, sender: SenderNumbers): { side: Side; remedy: string } {
  const host = group.mx ?? "your MX";
  switch (group.failureClass) {
    case "ours":
      return { side: "ours", remedy: `Before enforcing: ${MX_REMEDIES[group.resultType]?.(host) ?? check(host)}` };
    case "policyLacksHost":
      return {
        side: "policy",
        remedy:
          group.mx === undefined
            ? "Senders reach a host that no mx of the policy matches: compare the policy with the MX records (`mta-sts check`)."
            : `No mx of the policy matches ${group.mx}: add it to the policy, or take it out of the MX records.`,
      };
    case "policyHost":
    case "policyFetch":
      return { side: "policyHost", remedy: POLICY_REMEDIES[group.resultType] ?? "Run `mta-sts check`." };
    case "dane":
      return {
        side: "dane",
        remedy:
          "URGENT, though no matter of MTA-STS: senders that do DANE do not deliver now. Renew the TLSA records or the DNSSEC signatures.",
      };
    case "elsewhere":
      return {
        side: "elsewhere",
        remedy: `${host} is neither in the policy nor a live MX: nothing to do for this domain.`,
      };
    case "validation":
    case "unknown":
      return scattered(group, sender);
  }
}

/** One sender failing now and then, while its other sessions succeed, says more about the sender. */
function scattered(group: ClassifiedGroup, sender: SenderNumbers): { side: Side; remedy: string } {
  const { organization, failed, sessions } = sender;
  const share = sessions === 0 ? 1 : failed / sessions;
  const numbers = `${failed} of ${sessions} sessions of ${organization} (${(share * 100).toFixed(1)} %)`;
  if (group.failureClass === "validation" && share <= SCATTERED_SHARE) {
    return {
      side: "theirs",
      remedy: `Most likely theirs: ${numbers} failed, the others succeeded. Nothing to do unless it grows.`,
    };
  }
  const what = group.resultType === "" ? "without a type" : `of type ${group.resultType}`;
  return {
    side: "unknown",
    remedy: `${numbers} failed ${what}: look at the reasons, and ${check(group.mx ?? "each MX")}`,
  };
}

function check(host: string): string {
  return `probe ${host} with \`mta-sts check --smtp\`.`;
}

const MX_REMEDIES: Readonly<Record<string, (host: string) => string>> = {
  "certificate-host-mismatch": (host) => `give ${host} a certificate with its name as a subject alternative name.`,
  "certificate-expired": (host) => `renew the certificate of ${host}, and reload the mail server after each renewal.`,
  "certificate-not-trusted": (host) => `give ${host} a certificate of a public authority, and send its full chain.`,
  "starttls-not-supported": (host) =>
    `make every address of ${host} offer STARTTLS; firewalls with "SMTP inspection" take the offer away.`,
};

const POLICY_REMEDIES: Readonly<Record<string, string>> = {
  "sts-policy-fetch-error":
    "The policy host did not answer with the policy: check that https://mta-sts.<domain>/.well-known/mta-sts.txt gives 200 without a redirect from outside (`mta-sts check`).",
  "sts-policy-invalid": "The policy file breaks RFC 8461 §3.2: `mta-sts check` names the line.",
  "sts-webpki-invalid":
    "The certificate of the policy host is not valid for mta-sts.<domain>: renew it (`mta-sts check`).",
};
