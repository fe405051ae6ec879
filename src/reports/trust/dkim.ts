import { resolve } from "node:dns/promises";
import { loadPeer } from "../loadOnUse";
import { domainOfAddress } from "../parse/hosts";
import type { VerifySignatures } from "../read/intake";

/** The part of mailauth's DKIM verifier that is used here. */
interface Mailauth {
  dkimVerify: (mail: Buffer, options: { resolver: DnsResolver }) => Promise<{ results?: DkimResult[] }>;
}

interface DkimResult {
  signingDomain?: string;
  status?: { result?: string };
  /** Set where `l=` leaves a part of the body unsigned. */
  canonBodyLengthLimited?: boolean;
}

type DnsResolver = (name: string, type: string) => Promise<unknown>;

/**
 * Verifies DKIM signatures (RFC 6376) with mailauth, an optional peer. Keys are rotated: mail that is months old may no
 * longer verify, so prefer Authentication-Results where your server writes them.
 *
 * @param resolver Who answers DNS questions for keys. Default: the system.
 * @throws ReadError with the command that installs the package.
 */
export function dkimVerifier(resolver: DnsResolver = resolve): VerifySignatures {
  const { dkimVerify } = loadPeer("mailauth", "4", "--verify-dkim", "mailauth/lib/dkim/verify") as Mailauth;
  return async (mail) => {
    const { results = [] } = await dkimVerify(mail, { resolver });
    const passed = results.filter(({ status }) => status?.result === "pass");
    const whole = passed.filter(({ canonBodyLengthLimited }) => canonBodyLengthLimited !== true);
    const signers = whole
      .map(({ signingDomain }) => domainOfAddress(`@${signingDomain ?? ""}`))
      .filter((signer) => signer !== undefined);
    if (signers.length > 0) return { signers: [...new Set(signers)], reason: "" };
    // For mail without any, mailauth answers with one result that names no domain.
    const isSigned = results.some(({ signingDomain }) => signingDomain !== undefined);
    const why = !isSigned ? "it has no DKIM signature" : "its DKIM signature does not verify";
    return { signers: [], reason: passed.length > 0 ? "its DKIM signature covers only a part of the body (l=)" : why };
  };
}
