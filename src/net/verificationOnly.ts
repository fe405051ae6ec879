/** MX names that never take mail: proof of ownership for Google, and names under `.invalid` (RFC 6761 §6.4). */
export function isVerificationOnly(host: string): boolean {
  return host.endsWith(".mx-verification.google.com") || host === "invalid" || host.endsWith(".invalid");
}
