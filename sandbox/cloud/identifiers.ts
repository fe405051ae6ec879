import { createHash, randomBytes, randomInt, randomUUID } from "node:crypto";

// Identifiers in the forms that the services give: programs and people tell them apart by form.

const upperCaseAndDigits = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";

export function requestId(): string {
  return randomUUID();
}

/** A CloudFront distribution or origin access control: `E` and 13 capitals or digits. */
export function cloudFrontId(): string {
  return "E" + pick(upperCaseAndDigits, 13);
}

/** A Route 53 hosted zone: `Z` and 20 capitals or digits. */
export function hostedZoneId(): string {
  return "Z" + pick(upperCaseAndDigits, 20);
}

/** The host name of a distribution: `d`, 13 lower-case letters or digits, `.cloudfront.net`. */
export function distributionDomainName(): string {
  return `d${pick(upperCaseAndDigits, 13).toLowerCase()}.cloudfront.net`;
}

/** Cloudflare's identifiers: 32 hex digits. */
export function cloudflareId(): string {
  return randomBytes(16).toString("hex");
}

export function hex(text: string | Uint8Array, algorithm: "md5" | "sha1" | "sha256" = "sha256"): string {
  return createHash(algorithm).update(text).digest("hex");
}

function pick(alphabet: string, length: number): string {
  return Array.from({ length }, () => alphabet.charAt(randomInt(alphabet.length))).join("");
}
