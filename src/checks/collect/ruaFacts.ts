import { recordsOf } from "../../net/dnsRecord";
import { parseDomain, parseRua } from "../../protocol";
import type { RuaFacts } from "../facts";
import { limits } from "../limits";
import { addressesOf } from "./addresses";
import type { Network } from "./network";

/** Where the reports go, and whether anything is there to take them. */
export function ruaFacts(domain: string, rua: readonly string[], { resolver }: Network): Promise<RuaFacts[]> {
  const targets = rua.slice(0, limits.ruaAddresses).flatMap((uri) => targetOf(uri) ?? []);
  return Promise.all(
    targets.map(async ({ uri, scheme, target }) => ({
      uri,
      scheme,
      target,
      external: !isRelated(domain, target),
      ...(await reachability(target, scheme, resolver)),
    })),
  );
}

function targetOf(uri: string): Pick<RuaFacts, "uri" | "scheme" | "target"> | undefined {
  if (!parseRua(uri, "rua").ok) return undefined; // another rule says so
  const match = /^(?:(mailto):[^?]*@([^@?]+)|(https):\/\/([^/?#:]+))/i.exec(uri);
  const target = parseDomain(match?.[2] ?? match?.[4] ?? "", "rua");
  if (!match || !target.ok) return undefined;
  return { uri, scheme: match[1] === undefined ? "https" : "mailto", target: target.value };
}

function isRelated(a: string, b: string): boolean {
  return a === b || a.endsWith(`.${b}`) || b.endsWith(`.${a}`);
}

async function reachability(
  target: string,
  scheme: RuaFacts["scheme"],
  resolver: Network["resolver"],
): Promise<Pick<RuaFacts, "reachable" | "seen">> {
  if (scheme === "mailto") {
    const mx = await resolver.query(target, "MX");
    if (!mx.ok) return { reachable: "unknown", seen: mx.reason };
    const hosts = recordsOf(mx.answers, "MX").map(({ data }) => data.exchange);
    if (hosts.length > 0 && hosts.every((host) => host === ".")) {
      return { reachable: "no", seen: `${target} takes no mail (null MX)` };
    }
    if (hosts.length > 0) return { reachable: "yes", seen: "it has an MX record" };
  }
  const { ipv4, ipv6, failure } = await addressesOf(target, resolver);
  if (failure !== undefined) return { reachable: "unknown", seen: failure };
  if (ipv4.length + ipv6.length > 0) return { reachable: "yes", seen: "it has an address" };
  return { reachable: "no", seen: `${target} has no ${scheme === "mailto" ? "MX record and no " : ""}address` };
}
