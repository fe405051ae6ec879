import { Cloud, CloudOptions } from "./cloud";

export type { IssueCertificate } from "./acm";
export { Cloud, type CloudOptions } from "./cloud";
export { AwsError, CloudflareError } from "./errors";
export type { PlainRecord } from "./plainRecord";
export { delegatedZone, publicRecords } from "./publicDns";
export type * from "./state";

/**
 * An empty cloud, or one with zones.
 *
 * @example
 * const cloud = createCloud({ route53: [{ name: "example.com" }] });
 */
export function createCloud(options: CloudOptions = {}): Cloud {
  return new Cloud(options);
}
