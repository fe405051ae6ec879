import { fieldValues, type Headers } from "../mail/headers";
import { domainOfAddress, normalHost } from "../parse/hosts";
import { type AuthenticationResult, parseAuthenticationResults, propertyOf } from "./authenticationResults";

/** Who vouches for a mail. */
export interface Seal {
  /** Domains with a passing DKIM signature over the whole mail, in lower case. */
  signers: readonly string[];
  /** Why there are none, or none that can be relied on. */
  reason: string;
  /** The domain of TLS-Report-Submitter, for reports whose `contact-info` is missing (RFC 8460 §5.3). */
  submitter: string | undefined;
}

/** `--authserv-id microsoft365`: Exchange Online writes Authentication-Results without an id. */
export const EXCHANGE_ONLINE = "microsoft365";

/**
 * What the receiving server found, from the top-most Authentication-Results field that bears one of its ids. Fields
 * below it came with the mail and say what the sender wants; servers that verify mail take such fields out (RFC 8601 §5).
 *
 * @param authservIds The ids that your own servers write, in lower case.
 */
export function sealOf(headers: Headers, authservIds: readonly string[]): Seal {
  const submitter = submitterOf(headers);
  const none = (reason: string): Seal => ({ signers: [], reason, submitter });
  if (authservIds.length === 0) return none("no authserv-id was given to tell your server's verdict on DKIM");
  for (const value of fieldValues(headers, "authentication-results")) {
    const parsed = parseAuthenticationResults(value);
    // A field out of grammar at the top: whose it is cannot be said, so nothing below it may stand in.
    if (parsed === undefined) return none("its top-most Authentication-Results cannot be read");
    if (!authservIds.includes(parsed.authservId ?? EXCHANGE_ONLINE)) continue;
    const passed: string[] = [];
    for (const found of parsed.results) {
      const signer = found.method === "dkim" && found.result === "pass" ? signerOf(found) : undefined;
      if (signer !== undefined) passed.push(signer);
    }
    if (passed.length === 0) return none("your server found no passing DKIM signature");
    const signers = [...new Set(passed)].filter((signer) => !signsOnlyABeginning(headers, signer));
    return signers.length > 0
      ? { signers, reason: "", submitter }
      : none("its DKIM signature covers only a part of the body (l=)");
  }
  return none(`it has no Authentication-Results of ${authservIds.join(" or ")}`);
}

function submitterOf(headers: Headers): string | undefined {
  const values = fieldValues(headers, "tls-report-submitter");
  return values.length === 1 ? domainOfAddress(`@${values[0]!.replace(/[<>]/g, "")}`) : undefined;
}

/** `header.d`; Gmail writes `header.i=@google.com` instead (RFC 8601 §2.7.1). */
function signerOf(result: AuthenticationResult): string | undefined {
  const domain = propertyOf(result, "header.d");
  if (domain !== undefined) return domainOfAddress(`@${domain}`);
  const identity = propertyOf(result, "header.i");
  return identity === undefined ? undefined : domainOfAddress(identity);
}

/** With `l=` anyone may append to the body (RFC 6376 §8.2): a report could be put behind a signed one. */
function signsOnlyABeginning(headers: Headers, signer: string): boolean {
  return headers.fields.some(([name, value]) => {
    if (name !== "dkim-signature" || !/(?:^|;)\s*l\s*=/.test(value)) return false;
    const tags = value.split(";").map((tag) => tag.replace(/\s/g, ""));
    return tags.some((tag) => tag.startsWith("d=") && normalHost(tag.slice(2)) === signer);
  });
}
