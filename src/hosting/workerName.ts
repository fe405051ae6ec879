import { createHash } from "node:crypto";

/** Cloudflare's limit: a script's name is also a DNS label, of its workers.dev address. */
const nameLimit = 63;
const prefix = "mta-sts-";

/**
 * The name of the Worker that serves a domain's policy: legible, and not that of another domain, for `a-b.com` and
 * `a.b.com` read alike.
 *
 * @example
 * workerName("example.com"); // "mta-sts-example-com-a379a6f6"
 */
export function workerName(domain: string): string {
  const hash = createHash("sha256").update(domain).digest("hex").slice(0, 8);
  const room = nameLimit - prefix.length - 1 - hash.length;
  const slug = domain.replaceAll(".", "-").slice(0, room).replace(/-+$/, "");
  return `${prefix}${slug}-${hash}`;
}
