import { X509Certificate } from "node:crypto";

/** What a server's leaf certificate says. */
export interface CertificateInfo {
  /** DNS names of the subject alternative name; the subject's common name does not count (RFC 6125 §6.4.4). */
  names: string[];
  issuer: string;
  validFrom: Date;
  validTo: Date;
  /** SHA-256 over the DER form, in hex with colons. */
  fingerprint: string;
}

/** Why a TLS connection does not authenticate the host. */
export type TlsReason =
  | "untrusted"
  | "selfSigned"
  | "incompleteChain"
  | "expired"
  | "notYetValid"
  | "nameMismatch"
  | "protocol"
  | "handshake";

export interface TlsProblem {
  reason: TlsReason;
  /** One sentence of what was seen. */
  seen: string;
}

export function certificateInfo(certificate: X509Certificate): CertificateInfo {
  const names = (certificate.subjectAltName ?? "").matchAll(/DNS:("(?:[^"\\]|\\.)*"|[^,\s]+)/g);
  return {
    names: [...names].map((match) => (match[1] ?? "").replaceAll('"', "")),
    issuer: certificate.issuer.split("\n").join(", "),
    validFrom: new Date(certificate.validFrom),
    validTo: new Date(certificate.validTo),
    fingerprint: certificate.fingerprint256,
  };
}

/**
 * Everything wrong with a certificate for a host: name (RFC 8461 §3.3: DNS-ID, the wildcard one whole label), dates,
 * and the chain, by the code that OpenSSL's verification left (`tls.TLSSocket.authorizationError`).
 */
export function certificateProblems(
  certificate: X509Certificate,
  host: string,
  chainError: string | undefined,
  now = new Date(),
): TlsProblem[] {
  const info = certificateInfo(certificate);
  const problems: TlsProblem[] = [];
  if (info.validTo < now) {
    problems.push({ reason: "expired", seen: `the certificate expired on ${info.validTo.toISOString()}` });
  }
  if (info.validFrom > now) {
    problems.push({
      reason: "notYetValid",
      seen: `the certificate is valid only from ${info.validFrom.toISOString()}`,
    });
  }
  const chain = chainError === undefined ? undefined : chainProblem(chainError, info);
  if (chain && !problems.some(({ reason }) => reason === chain.reason)) problems.push(chain);
  if (certificate.checkHost(host, { subject: "never", partialWildcards: false }) === undefined) {
    const names = info.names.length === 0 ? "no DNS name" : info.names.slice(0, 5).join(", ");
    problems.push({ reason: "nameMismatch", seen: `the certificate is for ${names}, not for ${host}` });
  }
  return problems;
}

function chainProblem(code: string, { issuer, validTo }: CertificateInfo): TlsProblem {
  switch (code) {
    case "CERT_HAS_EXPIRED":
      return {
        reason: "expired",
        seen: `a certificate of the chain has expired (the leaf ends on ${validTo.toISOString()})`,
      };
    case "CERT_NOT_YET_VALID":
      return { reason: "notYetValid", seen: "a certificate of the chain is not valid yet" };
    case "DEPTH_ZERO_SELF_SIGNED_CERT":
      return { reason: "selfSigned", seen: "the certificate is self-signed" };
    case "UNABLE_TO_VERIFY_LEAF_SIGNATURE":
      return {
        reason: "incompleteChain",
        seen: `the server sent no chain beside its certificate, and its issuer (${issuer}) is not a trusted root`,
      };
    default:
      return { reason: "untrusted", seen: `no trusted root stands behind the certificate of ${issuer} (${code})` };
  }
}

/** A handshake that failed, from the error's code: the version or the ciphers, or anything else. */
export function handshakeProblem(error: Error & { code?: string }): TlsProblem {
  const code = error.code ?? error.message;
  const version = /PROTOCOL_VERSION|UNSUPPORTED_PROTOCOL|VERSION_TOO_LOW|WRONG_SSL_VERSION/.test(code);
  return version
    ? { reason: "protocol", seen: `the server offers no TLS version from 1.2 on (${code})` }
    : { reason: "handshake", seen: `the TLS handshake failed (${code})` };
}
