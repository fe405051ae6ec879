import type { Cloud, CloudOptions } from "./cloud";

/** The zones that the examples' Pulumi.yaml files name by default, as their owner has them before the first `pulumi up`. */
export const exampleZones = {
  route53: [
    { name: "example.com", id: "Z0123456789EXAMPLE" },
    { name: "example.org", id: "Z0123456789SAMPLE2" },
    // Without MX records: these examples declare them.
    { name: "moving.example", id: "Z0123456789SAMPLE3" },
    { name: "adopting.example", id: "Z0123456789SAMPLE4" },
  ],
  cloudflare: [
    { name: "example.net", id: "0123456789abcdef0123456789abcdef" },
    { name: "worker.example", id: "00112233445566778899aabbccddeeff" },
  ],
} satisfies Pick<CloudOptions, "route53" | "cloudflare">;

/** The MX records of these zones, where mail is not what the examples set up. */
export const exampleMx = [
  { zoneId: "Z0123456789EXAMPLE", name: "example.com", values: ["0 example-com.mail.protection.outlook.com"] },
  {
    zoneId: "Z0123456789SAMPLE2",
    name: "example.org",
    values: ["0 example-org.mail.protection.outlook.com", "10 relay.example.org"],
  },
  {
    zoneId: "0123456789abcdef0123456789abcdef",
    name: "example.net",
    values: ["10 mx1.example.net", "20 mx2.example.net"],
  },
  {
    zoneId: "00112233445566778899aabbccddeeff",
    name: "worker.example",
    values: ["10 mx1.worker.example", "20 mx2.worker.example"],
  },
];

/** Writes these MX records into a cloud that has the zones. */
export function addExampleMx(cloud: Cloud): void {
  for (const { zoneId, ...record } of exampleMx) cloud.putRecord(zoneId, { ...record, type: "MX" });
}
