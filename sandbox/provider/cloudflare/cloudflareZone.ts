import type { CloudflareZone } from "../../cloud";
import type { ResourceType } from "../resourceType";
import { Properties } from "../values";
import { attempt, orGone, withDefaults } from "./attempt";

export const cloudflareZone: ResourceType = {
  token: "cloudflare:index/zone:Zone",
  required: ["account", "name"],
  immutable: ["account", "name"],
  computed: [
    ...["activatedOn", "cnameSuffix", "createdOn", "developmentMode", "meta", "modifiedOn", "nameServers"],
    ...["originalDnshost", "originalNameServers", "originalRegistrar", "owner", "permissions", "plan", "status"],
    ...["tenant", "tenantUnit", "vanityNameServers", "verificationKey"],
  ],

  check: ({ inputs }) => ({ inputs: withDefaults(inputs, { paused: false, type: "full" }), failures: [] }),

  create: ({ cloud }, inputs) => {
    const accountId = inputs.block("account").optionalText("id");
    const zone = attempt(() =>
      cloud.cloudflareDns.createZone({ name: inputs.text("name"), ...(accountId === undefined ? {} : { accountId }) }),
    );
    return { id: zone.id, outputs: { ...inputs.properties, ...zoneProperties(zone, isDelegated(cloud, zone)) } };
  },

  read: ({ cloud }, id, state) => {
    const zone = orGone(() => cloud.cloudflareDns.getZone(id));
    if (!zone) return undefined;
    const properties = zoneProperties(zone, isDelegated(cloud, zone));
    const { account, name, paused, type } = properties;
    const inputs = { account, name, paused, type };
    return { id, inputs, outputs: { ...state, ...properties } };
  },

  update: ({ cloud }, id, inputs) => {
    const zone = attempt(() => cloud.cloudflareDns.getZone(id));
    return { ...zoneProperties(zone, isDelegated(cloud, zone)), ...inputs.properties };
  },

  delete: ({ cloud }, id) => {
    attempt(() => {
      cloud.cloudflareDns.deleteZone(id);
    });
  },
};

export function isDelegated(cloud: { state: { delegations: Map<string, string> } }, zone: CloudflareZone): boolean {
  return cloud.state.delegations.get(zone.name) === zone.id;
}

const planNames = {
  free: "Free Website",
  pro: "Pro Website",
  business: "Business Website",
  enterprise: "Enterprise Website",
};

/** What the zone resource and the zone look-up both show. A zone is active once its parent delegates to it. */
export function zoneProperties(zone: CloudflareZone, active: boolean) {
  const { name, nameServers, plan = "free" } = zone;
  return {
    ...{ name, nameServers, type: "full", paused: false, status: active ? "active" : "pending" },
    account: { id: zone.accountId ?? "" },
    ...{ activatedOn: "2024-01-01T00:00:00Z", createdOn: "2024-01-01T00:00:00Z", modifiedOn: "2024-01-01T00:00:00Z" },
    ...{ cnameSuffix: "", developmentMode: 0, originalDnshost: "", originalNameServers: [], originalRegistrar: "" },
    meta: {
      cdnOnly: false,
      customCertificateQuota: 0,
      dnsOnly: false,
      foundationDns: false,
      pageRuleQuota: 3,
      phishingDetected: false,
      step: 2,
    },
    ...{ owner: { id: "", name: "", type: "user" }, permissions: ["#dns_records:edit", "#zone:read"] },
    plan: {
      ...{ id: "0feeeeeeeeeeeeeeeeeeeeeeeeeeeeee", name: planNames[plan], legacyId: plan, price: 0, currency: "USD" },
      ...{ canSubscribe: false, externallyManaged: false, frequency: "", isSubscribed: false, legacyDiscount: false },
    },
    ...{ tenant: { id: "", name: "" }, tenantUnit: { id: "" }, vanityNameServers: [], verificationKey: "" },
  } satisfies Properties;
}
