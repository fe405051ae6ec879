/** Which loopback address belongs to which edge. */
import * as net from "node:net";
import type { CloudState } from "../../cloud/state";
import type { Edge, Edges } from "../dns/edgeAddresses";
import { destinationOf } from "./cloudflare/routing";
import { distributionFor } from "./cloudfront/distributionFor";
import type { EdgeName } from "./exchange";

const CLOUDFRONT = "127.0.0.1";
const CLOUDFLARE = "127.0.0.2";

/** What to listen on; a machine may have the first alone. */
export const EDGE_ADDRESSES = [CLOUDFRONT, CLOUDFLARE] as const;

/** The edge that answers at an address; on a machine with one address the cloud's configuration decides. */
export function edgeAt(state: CloudState, bound: readonly string[], address: string, host: string): EdgeName {
  if (bound.includes(CLOUDFLARE)) return address === CLOUDFLARE ? "cloudflare" : "cloudfront";
  const onlyCloudflare = !distributionFor(state, host) && destinationOf(state, host, "/").kind !== "unknownHost";
  return onlyCloudflare ? "cloudflare" : "cloudfront";
}

/** The addresses that DNS gives out. */
export async function edgesAt(bound: readonly string[]): Promise<Edges> {
  const ipv6 = await hasIpv6();
  // An IPv4-mapped address reaches the same listener, so that each edge has an AAAA of its own; there is only one ::1.
  const edge = (address: string): Edge => ({ ipv4: [address], ipv6: ipv6 ? [`::ffff:${address}`] : [] });
  return { cloudfront: edge(CLOUDFRONT), cloudflare: edge(bound.includes(CLOUDFLARE) ? CLOUDFLARE : CLOUDFRONT) };
}

function hasIpv6(): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = net.createServer();
    probe.once("error", () => {
      resolve(false);
    });
    probe.listen({ host: "::ffff:127.0.0.1", port: 0 }, () =>
      probe.close(() => {
        resolve(true);
      }),
    );
  });
}
