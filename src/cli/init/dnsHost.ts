/** The DNS hosts that the component writes to. */
export const dnsHosts = {
  route53: { title: "Route 53", nameServers: /^ns-\d+\.awsdns-\d+\.(?:com|net|org|co\.uk)$/ },
  cloudflare: { title: "Cloudflare", nameServers: /\.ns\.cloudflare\.com$/ },
} as const;
export type DnsHostName = keyof typeof dnsHosts;

export function isDnsHostName(text: string | undefined): text is DnsHostName {
  return text !== undefined && Object.hasOwn(dnsHosts, text);
}

/** Which of them these name servers belong to. */
export function dnsHostOf(nameServers: readonly string[]): DnsHostName | undefined {
  const names = Object.keys(dnsHosts).filter(isDnsHostName);
  return names.find((name) => nameServers.some((server) => dnsHosts[name].nameServers.test(server)));
}
