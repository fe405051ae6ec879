/** Where the content networks of the sandbox listen. */
import type { CloudState, Distribution } from "../../cloud/state";
import { normalName } from "./names";
import type { ResourceRecord } from "./record";

export interface Edge {
  ipv4: readonly string[];
  /** Empty on a machine without IPv6. */
  ipv6: readonly string[];
}

/** CloudFront's and Cloudflare's edges have addresses of their own, so that DNS decides which of them a client meets. */
export interface Edges {
  cloudfront: Edge;
  cloudflare: Edge;
}

export function edgeRecords(name: string, edge: Edge, ttl: number): ResourceRecord[] {
  return [
    ...edge.ipv4.map((data): ResourceRecord => ({ name, type: "A", ttl, data })),
    ...edge.ipv6.map((data): ResourceRecord => ({ name, type: "AAAA", ttl, data })),
  ];
}

/** The distribution that has this name of its own (`dxxxx.cloudfront.net`), not one that has it as an alias. */
export function distributionNamed(state: CloudState, name: string): Distribution | undefined {
  const wanted = normalName(name);
  return [...state.distributions.values()].find(({ domainName }) => normalName(domainName) === wanted);
}
