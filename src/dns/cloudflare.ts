import type * as cloudflare from "@pulumi/cloudflare";
import { DnsRecord, type DnsRecordArgs } from "@pulumi/cloudflare/dnsRecord";
import { getZone } from "@pulumi/cloudflare/getZone";
import type * as pulumi from "@pulumi/pulumi";
import { mapInput } from "../input/checkedInput";
import { splitTxt } from "../protocol";
import type { AddressTarget, DnsZone, RecordInputs, ValidationRecord, ZoneContext } from "./zone";
import { checkedZone, checkZone } from "./zoneCheck";

/** A Cloudflare zone. */
export interface CloudflareZoneArgs {
  /** The zone's id, 32 hexadecimal digits. It is looked up, and refused unless it holds the domain. */
  zoneId: pulumi.Input<string>;
  /** The provider for this zone. Defaults to the component's. */
  provider?: cloudflare.Provider;
}

/**
 * Records in a Cloudflare zone. Names have no trailing dot and TXT content is quoted, or every preview shows a change.
 * Never proxied: the policy host's certificate and caching are CloudFront's. No tags: the Free plan has none.
 */
export function cloudflareZone(args: CloudflareZoneArgs, context: ZoneContext): DnsZone {
  const { parent, component, domain, ttl, child } = context;
  const { zoneId, provider } = args;
  const records: RecordInputs[] = [];

  const declare = (
    childName: string,
    record: { name: pulumi.Input<string>; type: string; content: pulumi.Input<string> },
    dependsOn?: pulumi.Resource[],
  ) => {
    const inputs: DnsRecordArgs = { zoneId, ttl, proxied: false, ...record };
    // The service would rename the record in place, which takes the old name away before the new one is proven.
    return new DnsRecord(childName, inputs, { ...child(dependsOn), provider, replaceOnChanges: ["name"] });
  };
  const note = (record: Omit<RecordInputs, "zoneId" | "ttl">) => records.push({ zoneId, ttl, ...record });

  return {
    checked: checkedZone(zoneId, (id) =>
      checkZone({ path: "cloudflare.zoneId", component, domain, zoneId: id }, async () => {
        const zone = await getZone({ zoneId: id }, { parent, provider });
        return { name: zone.name, private: false };
      }),
    ),
    records,
    txt(childName, name, text, dependsOn) {
      note({ name, type: "TXT", values: [text] });
      const content = mapInput(text, quoted);
      return declare(childName, { name, type: "TXT", content }, dependsOn);
    },
    address(componentName, name, target: AddressTarget) {
      note({ name, type: "CNAME", values: [target.domainName] });
      return [declare(`${componentName}-cname`, { name, type: "CNAME", content: target.domainName })];
    },
    validation(childName, record: pulumi.Output<ValidationRecord>) {
      note({ name: record.name, type: "CNAME", values: [record.value] });
      return declare(childName, { name: record.name, type: "CNAME", content: record.value }).name;
    },
  };
}

function quoted(text: string): string {
  return splitTxt(text)
    .map((part) => `"${part}"`)
    .join(" ");
}
