/** Whose name servers these are, by the names that the two providers give theirs; undefined for any others. */
export function providerOf(server: string): "route53" | "cloudflare" | undefined {
  const name = normal(server);
  if (/\.awsdns-\d+\.(?:com|net|org|co\.uk)$/.test(name)) return "route53";
  return name.endsWith(".ns.cloudflare.com") ? "cloudflare" : undefined;
}

/** Whether a zone is one that the domain is delegated to. Taken for true where its servers are not known. */
export function servedBy(zone: readonly string[], delegated: readonly string[]): boolean {
  const names = new Set(zone.map(normal));
  return names.size === 0 || delegated.length === 0 || delegated.some((server) => names.has(normal(server)));
}

/**
 * Whether a domain is delegated to the other provider's servers, and to none of these. Under names of somebody's own
 * (white-label and hidden primaries) nobody can tell which zone answers, so that says nothing.
 */
export function delegatedElsewhere(own: readonly string[], delegated: readonly string[]): boolean {
  if (servedBy(own, delegated)) return false;
  const providers = new Set(own.map(providerOf));
  return delegated.some((server) => {
    const provider = providerOf(server);
    return provider !== undefined && !providers.has(provider);
  });
}

function normal(server: string): string {
  return server.toLowerCase().replace(/\.$/, "");
}
