import type { Scenario } from "../scenario/scenario";

/** The mail services of this world, and what the certificates of their hosts say. */
export const providers = [
  { name: "own", hosts: (n: number) => [`mx${2 * n + 1}.example.com`, `mx${2 * n + 2}.example.com`] },
  { name: "microsoft", hosts: (n: number) => [`example-com${n}.mail.protection.outlook.com`] },
  { name: "google", hosts: (n: number) => ["aspmx", "alt1.aspmx"].map((host) => `${host}${n || ""}.l.google.com`) },
  { name: "gateway", hosts: (n: number) => [`in${n}-a.gate.example.net`, `in${n}-b.gate.example.net`] },
] as const;

/** The hosts of a service; another `round` gives others of the same service. */
export function hostsOf(provider: number, round: number): string[] {
  return [...providers[provider % providers.length]!.hosts(round)];
}

/** The patterns that an operator would write for hosts: a wildcard where the service's documentation has one. */
export function patternsOf(hosts: readonly string[], wildcards: boolean): string[] {
  return hosts.map((host) =>
    wildcards && (host.endsWith(".mail.protection.outlook.com") || host.endsWith(".gate.example.net"))
      ? `*.${host.slice(host.indexOf(".") + 1)}`
      : host,
  );
}

/** The names in a host's certificate. */
export function certificateNames(host: string): string[] {
  if (host.endsWith(".mail.protection.outlook.com"))
    return ["mail.protection.outlook.com", "*.mail.protection.outlook.com"];
  if (host.endsWith(".gate.example.net")) return [host, "gate.example.net"];
  if (host.endsWith(".l.google.com")) return ["mx.google.com", host];
  return [host];
}

/** The hosts of the first provider that nobody would accept the certificate of. */
export function badHostsOf({ bad, provider }: Scenario): string[] {
  const hosts = hostsOf(provider, 0);
  return bad === "none" ? [] : bad === "all" ? hosts : hosts.slice(0, 1);
}
