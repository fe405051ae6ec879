// eslint-disable-next-line @typescript-eslint/ban-ts-comment -- kept in the declarations, where the package may be missing
/** @ts-ignore An optional peer: without it these types are any. */
import type * as aws from "@pulumi/aws";
import type { RecordArgs } from "@pulumi/aws/route53";
import { getZone } from "@pulumi/aws/route53/getZone";
import * as pulumi from "@pulumi/pulumi";
import { mapInput } from "../input/checkedInput";
import { splitTxt } from "../protocol";
import { RecordSet } from "../resources/aws";
import type { AddressTwin, GuardedRecord } from "../rollout/hooks";
import { route53ImportId } from "../rollout/importCommand";
import type { ChildGuard, DnsZone, RecordInputs, ValidationRecord, ZoneContext } from "./zone";
import { checkedZone, checkZone } from "./zoneCheck";
import { lookUpZone } from "./zoneLookUp";

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
  const checked = checkedZone(zoneId, (id) =>
    checkZone({ path: "route53.zoneId", component, domain, zoneId: id }, () =>
      lookUpZone({ zoneId: id, parent, provider, kind: "aws" }, async () => {
        const zone = await getZone({ zoneId: id }, { parent, provider });
        return { name: zone.name, private: zone.privateZone ?? false, nameServers: zone.nameServers };
      }),
    ),
  );

  const declare = (
    childName: string,
    record: Omit<RecordArgs, "zoneId">,
    dependsOn?: pulumi.Resource[],
    guard?: ChildGuard,
  ) => new RecordSet(childName, { zoneId, allowOverwrite: true, ...record }, { ...child(dependsOn, guard), provider });
  const note = (record: Omit<RecordInputs, "zoneId">) => records.push({ zoneId, ...record });
  const guarded = (record: Pick<GuardedRecord, "name" | "type" | "text" | "exchangers">): GuardedRecord => ({
    ...record,
    provider: "route53",
    zoneServers: checked,
    importId: (live) => importId(record.name, live.type),
  });
  const importId = async (name: string, type: string) =>
    route53ImportId(await new Promise<string>((resolve) => pulumi.output(zoneId).apply(resolve)), name, type);

  return {
    ...{ kind: "route53", zoneId, checked, records },
    ...(provider === undefined ? {} : { provider }),
    txt(childName, name, text, { dependsOn, guard }) {
      note({ name, type: "TXT", ttl, values: [text] });
      const value = mapInput(text, quoted);
      const held = guard?.(guarded({ name, type: "TXT", text }));
      return declare(childName, { name, type: "TXT", ttl, records: [value] }, dependsOn, held);
    },
    address(componentName, name, target, { dependsOn, guard }) {
      if ("proxied" in target) throw new Error("A Worker in a Route 53 zone: this is a defect of pulumi-mta-sts.");
      const alias = { name: target.domainName, zoneId: target.hostedZoneId, evaluateTargetHealth: false };
      const childOf = (type: string) => `${componentName}-${type.toLowerCase()}`;
      const twinOf = (type: "A" | "AAAA"): AddressTwin => ({
        child: childOf(type),
        record: guarded({ name, type }),
      });
      return (["A", "AAAA"] as const).map((type) => {
        note({ name, type, values: [target.domainName] });
        const childName = childOf(type);
        const twin = twinOf(type === "A" ? "AAAA" : "A");
        const held = guard?.(childName, { ...guarded({ name, type }), twin });
        return declare(childName, { name, type, aliases: [alias] }, dependsOn, held);
      });
    },
    occupant: (name) => guarded({ name, type: "CNAME" }),
    mailExchangers(componentName, hosts, { dependsOn, guard }) {
      const values = hosts.map(({ host, preference }) => mapInput(preference, (number) => `${number} ${host}`));
      note({ name: domain, type: "MX", ttl, values });
      const childName = `${componentName}-mx`;
      const record = guarded({ name: domain, type: "MX", exchangers: values });
      const held = guard?.(
        childName,
        record,
        hosts.map(({ host }) => host),
      );
      return [declare(childName, { name: domain, type: "MX", ttl, records: values }, dependsOn, held)];
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
