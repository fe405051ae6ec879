import type * as aws from "@pulumi/aws";
import * as route53 from "@pulumi/aws/route53";
import type * as pulumi from "@pulumi/pulumi";
import { mapInput } from "../input/checkedInput";
import { splitTxt } from "../protocol";
import type { AddressTarget, DnsZone, RecordInputs, ValidationRecord, ZoneContext } from "./zone";
import { checkedZone, checkZone } from "./zoneCheck";

/** A public Route 53 hosted zone. */
export interface Route53ZoneArgs {
  /** The hosted zone's id, `Z…`. It is looked up, and refused unless it is public and holds the domain. */
  zoneId: pulumi.Input<string>;
  /** The provider for this zone, where it is in another account. Defaults to the component's. */
  provider?: aws.Provider;
}

/**
 * Records in a Route 53 hosted zone. Each takes `allowOverwrite`: an update that died after the service had created a
 * record, before the engine noted it, then completes at the next run.
 */
export function route53Zone(args: Route53ZoneArgs, context: ZoneContext): DnsZone {
  const { parent, component, domain, ttl, child } = context;
  const { zoneId, provider } = args;
  const records: RecordInputs[] = [];

  const declare = (childName: string, record: Omit<route53.RecordArgs, "zoneId">, dependsOn?: pulumi.Resource[]) =>
    new route53.Record(childName, { zoneId, allowOverwrite: true, ...record }, { ...child(dependsOn), provider });
  const note = (record: Omit<RecordInputs, "zoneId">) => records.push({ zoneId, ...record });

  return {
    checked: checkedZone(zoneId, (id) =>
      checkZone({ path: "route53.zoneId", component, domain, zoneId: id }, async () => {
        const zone = await route53.getZone({ zoneId: id }, { parent, provider });
        return { name: zone.name, private: zone.privateZone ?? false };
      }),
    ),
    records,
    txt(childName, name, text, dependsOn) {
      note({ name, type: "TXT", ttl, values: [text] });
      const value = mapInput(text, quoted);
      return declare(childName, { name, type: "TXT", ttl, records: [value] }, dependsOn);
    },
    address(componentName, name, target: AddressTarget) {
      const alias = { name: target.domainName, zoneId: target.hostedZoneId, evaluateTargetHealth: false };
      return ["A", "AAAA"].map((type) => {
        note({ name, type, values: [target.domainName] });
        return declare(`${componentName}-${type.toLowerCase()}`, { name, type, aliases: [alias] });
      });
    },
    validation(childName, record: pulumi.Output<ValidationRecord>) {
      note({ name: record.name, type: "CNAME", ttl, values: [record.value] });
      return declare(childName, { name: record.name, type: "CNAME", ttl, records: [record.value] }).fqdn;
    },
  };
}

/** The provider puts the outer quotes itself; several strings of one record are parted by `""`. */
function quoted(text: string): string {
  return splitTxt(text).join('""');
}
