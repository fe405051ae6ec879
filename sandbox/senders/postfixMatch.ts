/** Postfix's side of the socket map: what it makes of "OK secure match=…" (postconf(5), smtp_tls_policy_maps). */

/**
 * Whether a certificate for this host name satisfies the answer. A pattern that begins with a dot matches names below
 * that domain, any number of labels: RFC 8461's one label is stricter. "NOTFOUND" demands nothing.
 */
export function matchesPostfix(answer: string, host: string): boolean {
  const patterns = /^OK secure match=(\S+)/.exec(answer)?.[1]?.split(":");
  if (!patterns) return true;
  const name = host.toLowerCase().replace(/\.$/, "");
  return patterns.some((pattern) =>
    pattern.startsWith(".") ? name.length > pattern.length && name.endsWith(pattern) : name === pattern,
  );
}
