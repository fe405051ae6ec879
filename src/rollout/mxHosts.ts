import * as pulumi from "@pulumi/pulumi";
import { mxRecordHosts, type MxRecordData } from "./mxRecordHosts";

/** An `aws.route53.Record` of type MX, as far as it matters here. */
export interface Route53MxRecord {
  type: pulumi.Output<string>;
  records: pulumi.Output<string[] | undefined>;
}

/** A `cloudflare.DnsRecord` of type MX, as far as it matters here. */
export interface CloudflareMxRecord {
  type: pulumi.Output<string>;
  content: pulumi.Output<string | undefined>;
}

/**
 * The MX hosts that the program declares itself, as the `mx` of a policy: one list for both, so that a host cannot be
 * added to one and forgotten in the other. Give it the Route 53 record set, or every Cloudflare MX record of the domain.
 *
 * The MX records change first, and the policy after them: Pulumi changes what a value comes from before what it goes
 * into. Under `enforce` a host that is added that way gets mail that senders still hold back. Let `mailExchangers` declare
 * the records instead, or name the host in the policy one deploy earlier: `mxHosts(mx).apply((hosts) => [...hosts, host])`.
 *
 * @example
 * ```ts
 * const mx = new aws.route53.Record("mx", { zoneId, name: "example.com", type: "MX", ttl: 3600, records: ["10 mx1.example.com"] });
 * new MtaSts("example", { ..., policy: { mode: MtaStsMode.Testing, mx: mxHosts(mx) } });
 * ```
 */
export function mxHosts(record: Route53MxRecord | CloudflareMxRecord | CloudflareMxRecord[]): pulumi.Output<string[]> {
  const records = Array.isArray(record) ? record : [record];
  return pulumi.all(records.map(dataOf)).apply((values) => mxRecordHosts(values));
}

function dataOf(record: Route53MxRecord | CloudflareMxRecord): pulumi.Output<MxRecordData> {
  const { type } = record;
  return "records" in record
    ? pulumi.all([type, record.records]).apply(([kind, hosts]) => ({ type: kind, records: hosts ?? [] }))
    : pulumi.all([type, record.content]).apply(([kind, host]) => ({ type: kind, content: host ?? "" }));
}
