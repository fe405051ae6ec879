import type { HostKind, ZoneKind } from "../scenario/scenario";
import type { Operation } from "./operations";

/** How long an operation takes, and how long after its beginning every server or edge has the change. Seconds. */
export interface Delay {
  takes: number;
  within: number;
}

/** Route 53's provider waits until all servers have a change; Cloudflare's API answers before its servers do. */
const records: Record<ZoneKind, Delay> = {
  route53: { takes: 40, within: 40 },
  cloudflare: { takes: 1, within: 10 },
};
/** S3 is consistent at once and CloudFront does not cache the file; a Worker reaches its edges one by one. */
const files: Record<HostKind, Delay> = {
  cloudfront: { takes: 1, within: 1 },
  cloudflareWorker: { takes: 2, within: 45 },
};
/** A distribution and its certificate, a script. */
const hosts: Record<HostKind, Delay> = {
  cloudfront: { takes: 300, within: 300 },
  cloudflareWorker: { takes: 5, within: 45 },
};

/** What others, and people, do by hand. */
export const byHand: Delay = { takes: 0, within: 30 };

export function delayOf({ kind, zone, host }: Operation): Delay {
  if (zone !== undefined) return records[zone];
  const table = kind === "host" ? hosts : files;
  return table[host ?? "cloudfront"];
}

/** Seconds: an alias to a distribution has CloudFront's own TTL; a CNAME has the component's. */
export function addressTtl(zone: ZoneKind): number {
  return zone === "route53" ? 60 : 300;
}
