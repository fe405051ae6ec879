import type { Report } from "../parse/model";
import type { Seal } from "./seal";

/** Where a report came from, as far as trust is concerned. */
export interface Provenance {
  /** For people: `inbox.mbox: message 12`. */
  label: string;
  /** The user vouches for the place: `--trust`, or a bucket of the user's own. Never true for what came by mail. */
  trustedSource: boolean;
  /** For reports that came by mail. */
  seal?: Seal;
}

/** Whether a report counts, and in whose name. */
export interface Trust {
  /** False: shown, but no evidence for enforcing and none against it. */
  evidence: boolean;
  /** The DKIM domain; for trusted files the domain of `contact-info`. Undefined where there is none. */
  identity: string | undefined;
  /** Why it is no evidence; empty when it is. */
  reason: string;
}

/**
 * Whose report this is. The free text `organization-name` is never an identity: anyone can write it.
 *
 * Mail counts only with a passing DKIM signature whose domain is aligned with the submitter, that is the domain of
 * `contact-info` (RFC 8460 §3, §5.3); the report outranks the header field (§5.6).
 */
export function judgeTrust(report: Pick<Report, "contactDomain">, provenance: Provenance): Trust {
  const { seal } = provenance;
  if (seal === undefined) {
    if (provenance.trustedSource) return evidenceOf(report.contactDomain);
    return untrusted("nobody vouches for this file: pass --trust if only reports you trust get there");
  }
  if (seal.signers.length === 0) return untrusted(seal.reason);
  const submitter = report.contactDomain ?? seal.submitter;
  if (submitter === undefined) return untrusted("it names no submitter that a DKIM signature could be aligned with");
  const aligned = seal.signers.filter((signer) => isAligned(signer, submitter));
  const identity = aligned.find((signer) => signer === submitter) ?? aligned[0];
  if (identity === undefined) {
    return untrusted(`it is signed by ${seal.signers.join(", ")}, not by its submitter ${submitter}`);
  }
  return evidenceOf(identity);
}

/** The same domain, or one a subdomain of the other; top-level domains sign nothing. */
export function isAligned(signer: string, submitter: string): boolean {
  return (
    signer === submitter ||
    (signer.includes(".") && submitter.endsWith(`.${signer}`)) ||
    (submitter.includes(".") && signer.endsWith(`.${submitter}`))
  );
}

/** A few identities and reasons serve all reports: each is one object. */
const MOST = 10_000;
const evidence = new Map<string | undefined, Trust>();
const nobodys = new Map<string, Trust>();

function evidenceOf(identity: string | undefined): Trust {
  const known = evidence.get(identity);
  if (known !== undefined) return known;
  const trust: Trust = { evidence: true, identity, reason: "" };
  if (evidence.size < MOST) evidence.set(identity, trust);
  return trust;
}

function untrusted(reason: string): Trust {
  const known = nobodys.get(reason);
  if (known !== undefined) return known;
  const trust: Trust = { evidence: false, identity: undefined, reason };
  if (nobodys.size < MOST) nobodys.set(reason, trust);
  return trust;
}

/** The one object for what another thread has judged. */
export function sameTrust(trust: Trust): Trust {
  return trust.evidence ? evidenceOf(trust.identity) : untrusted(trust.reason);
}
