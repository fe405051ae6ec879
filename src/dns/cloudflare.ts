// eslint-disable-next-line @typescript-eslint/ban-ts-comment -- kept in the declarations, where the package may be missing
/** @ts-ignore An optional peer: without it these types are any. */
import type * as cloudflare from "@pulumi/cloudflare";
import type { DnsRecordArgs } from "@pulumi/cloudflare/dnsRecord";
import { getZone } from "@pulumi/cloudflare/getZone";
import type * as pulumi from "@pulumi/pulumi";
import { mapInput } from "../input/checkedInput";
import { splitTxt } from "../protocol";
import { DnsRecord } from "../resources/cloudflare";
import type { GuardedRecord } from "../rollout/hooks";
import { cloudflareHolder } from "./cloudflareHolder";
import { cloudflareRecordId } from "./cloudflareRecordId";
import type { ChildGuard, DnsZone, RecordInputs, ValidationRecord, ZoneContext } from "./zone";
import { checkedZone, checkZone } from "./zoneCheck";
import { lookUpZone } from "./zoneLookUp";

/** A Cloudflare zone. */
export interface CloudflareZoneArgs {
  /** The zone's id, 32 hexadecimal digits. It is looked up, and refused unless it holds the domain. */
  zoneId: pulumi.Input<string>;
  /** The provider for this zone. Defaults to the component's. */
  provider?: cloudflare.Provider;
}

/**
 * Records in a Cloudflare zone. Names have no trailing dot and TXT content is quoted, or every preview shows a change.
 * Proxied only where the address leads to a Worker's route. No tags: the Free plan has none.
 */
export function cloudflareZone(args: CloudflareZoneArgs, context: ZoneContext): DnsZone {
  const { parent, component, domain, ttl, child, nameProblems } = context;
  const { zoneId, provider } = args;
  const records: RecordInputs[] = [];
  const checked = checkedZone(zoneId, (id) =>
    checkZone({ path: "cloudflare.zoneId", component, domain, zoneId: id, nameProblems }, () =>
      lookUpZone({ zoneId: id, parent, provider, kind: "cloudflare" }, async () => {
        const zone = await getZone({ zoneId: id }, { parent, provider });
        return { name: zone.name, private: false, nameServers: zone.nameServers };
      }),
    ),
  );

  const declare = (
    childName: string,
    record: Omit<DnsRecordArgs, "zoneId" | "ttl"> & Partial<Pick<DnsRecordArgs, "ttl">>,
    dependsOn?: pulumi.Resource[],
    guard?: ChildGuard,
  ) => {
    const inputs = { zoneId, ttl, proxied: false, ...record };
    return new DnsRecord(childName, inputs, { ...child(dependsOn, guard), provider });
  };
  const note = (record: Omit<RecordInputs, "zoneId" | "ttl">) => records.push({ zoneId, ttl, ...record });
  const guarded = (record: Pick<GuardedRecord, "name" | "type" | "text" | "exchangers">): GuardedRecord => ({
    ...record,
    provider: "cloudflare",
    zoneServers: checked,
    importId: (live) => cloudflareRecordId({ zoneId, name: record.name, parent, provider }, live),
  });
  const address = (name: string): GuardedRecord => ({
    ...guarded({ name, type: "CNAME" }),
    holder: () => cloudflareHolder({ zoneId, name, parent, provider }),
  });

  return {
    ...{ kind: "cloudflare", zoneId, checked, records },
    ...(provider === undefined ? {} : { provider }),
    txt(childName, name, text, { dependsOn, guard }) {
      note({ name, type: "TXT", values: [text] });
      const content = mapInput(text, quoted);
      return declare(
        childName,
        { name, type: "TXT", content },
        dependsOn,
        guard?.(guarded({ name, type: "TXT", text })),
      );
    },
    // A CNAME in both cases, so that a move from one host to the other changes it in place and the name never vanishes.
    address(componentName, name, target, { dependsOn, guard }) {
      const { domainName: content } = target;
      const onEdge = "proxied" in target;
      records.push({ zoneId, name, type: "CNAME", values: [content], ...(onEdge ? {} : { ttl }) });
      const childName = `${componentName}-cname`;
      const held = guard?.(childName, { ...address(name), proxied: onEdge });
      // Of a proxied record the edge decides the TTL, and 1 says so.
      const record = { name, type: "CNAME", content, ...(onEdge ? { proxied: true, ttl: 1 } : {}) };
      return [declare(childName, record, dependsOn, held)];
    },
    occupant: address,
    mailExchangers(componentName, hosts, { dependsOn, guard }) {
      return hosts.map(({ host, preference }) => {
        const value = mapInput(preference, (number) => `${number} ${host}`);
        note({ name: domain, type: "MX", values: [value] });
        const childName = `${componentName}-mx-${host}`;
        const held = guard?.(childName, guarded({ name: domain, type: "MX", exchangers: [value] }), [host]);
        return declare(childName, { name: domain, type: "MX", content: host, priority: preference }, dependsOn, held);
      });
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
