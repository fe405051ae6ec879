import type { Cloud, WorkerCustomDomain } from "../../cloud";
import { hex } from "../../cloud/identifiers";
import type { ResourceType } from "../resourceType";
import { Properties } from "../values";
import { attempt, orGone, parseImportId } from "./attempt";

export const workersCustomDomain: ResourceType = {
  token: "cloudflare:index/workersCustomDomain:WorkersCustomDomain",
  required: ["accountId", "hostname", "service"],
  immutable: ["accountId", "environment", "hostname", "service", "zoneId", "zoneName"], // the provider has no update
  computed: ["certId", "environment", "zoneId", "zoneName"],

  create: ({ cloud }, inputs) => {
    const zoneId = inputs.optionalText("zoneId") ?? zoneIdOf(cloud, inputs.optionalText("zoneName"));
    const domain = attempt(() =>
      cloud.workerDomains.putCustomDomain({
        ...{ accountId: inputs.text("accountId"), hostname: inputs.text("hostname"), service: inputs.text("service") },
        ...(zoneId === undefined ? {} : { zoneId }),
      }),
    );
    return { id: domain.id, outputs: outputs(cloud, domain, inputs.properties) };
  },

  read: ({ cloud }, id, state) => {
    const [accountId, domainId] = parseImportId(id, state.accountId, "<account_id>/<domain_id>");
    const domain = orGone(() => cloud.workerDomains.getCustomDomain(accountId, domainId));
    if (!domain) return undefined;
    const { hostname, service, zoneId } = domain;
    const inputs = { accountId, hostname, service, zoneId };
    return { id: domainId, inputs, outputs: outputs(cloud, domain, { ...state, ...inputs }) };
  },

  update: (_call, _id, inputs, state) => ({ ...state, ...inputs.properties }),

  delete: ({ cloud }, id, state) => {
    attempt(() => {
      cloud.workerDomains.deleteCustomDomain(state.text("accountId"), id);
    });
  },
};

function zoneIdOf(cloud: Cloud, name: string | undefined): string | undefined {
  return name === undefined ? undefined : cloud.cloudflareDns.listZones().find((zone) => zone.name === name)?.id;
}

function outputs(cloud: Cloud, domain: WorkerCustomDomain, inputs: Properties): Properties {
  const zoneName = cloud.state.cloudflareZones.get(domain.zoneId)?.name ?? "";
  return { environment: "production", ...inputs, certId: hex(domain.id, "md5"), zoneId: domain.zoneId, zoneName };
}
