/** Certificates that a sender must not accept (RFC 8461 §3.3), one maker each. */
import { createCa, type CertificateAuthority, type IssuedCertificate } from "./ca";

const DAY = 86_400_000;

/** Ended ten days ago. */
export function expiredCertificate(ca: CertificateAuthority, host: string): Promise<IssuedCertificate> {
  return ca.issue([host], { notBefore: new Date(Date.now() - 100 * DAY), days: 90 });
}

/** Begins in ten days. */
export function notYetValidCertificate(ca: CertificateAuthority, host: string): Promise<IssuedCertificate> {
  return ca.issue([host], { notBefore: new Date(Date.now() + 10 * DAY), days: 90 });
}

/** Good in every way, but for another host. */
export function wrongNameCertificate(ca: CertificateAuthority, host: string): Promise<IssuedCertificate> {
  return ca.issue([`not-${host}`]);
}

export function selfSignedCertificate(ca: CertificateAuthority, host: string): Promise<IssuedCertificate> {
  return ca.issue([host], { selfSigned: true });
}

/** The server sends the leaf alone: clients that fetch no intermediates cannot build the chain. */
export function missingIntermediateCertificate(ca: CertificateAuthority, host: string): Promise<IssuedCertificate> {
  return ca.issue([host], { missingIntermediate: true });
}

let unknownCa: Promise<CertificateAuthority> | undefined;

/** A complete chain from an authority that no client of the sandbox trusts. */
export async function untrustedCertificate(host: string): Promise<IssuedCertificate> {
  return (await (unknownCa ??= createCa("Unknown Root CA"))).issue([host]);
}
