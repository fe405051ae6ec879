import type { HostedZone } from "../../cloud";
import { bareName } from "../../cloud/names";
import type { ResourceType } from "../resourceType";
import { equal, Properties, Value } from "../values";
import { attempt, orGone } from "./attempt";
import { autoName, ownTags, withDefaults, withTags } from "./checks";

export const zone: ResourceType = {
  token: "aws:route53/zone:Zone",
  required: [],
  immutable: ["delegationSetId", "name"],
  computed: ["arn", "enableAcceleratedRecovery", "nameServers", "primaryNameServer", "zoneId"],

  check: (request) => {
    const defaults = { name: autoName(request, "name"), comment: "Managed by Pulumi", forceDestroy: false };
    return { inputs: withTags(withDefaults(request.inputs, defaults), request), failures: [] };
  },

  same: (property, old, now) => (property === "name" ? equal(bare(old), bare(now)) : equal(old, now)),

  create: async ({ cloud }, inputs) => {
    const name = inputs.text("name");
    const created = await attempt(`creating Route53 Hosted Zone (${name})`, () =>
      cloud.route53.createHostedZone({
        ...{ name, private: inputs.blocks("vpcs").length > 0, comment: inputs.optionalText("comment") ?? "" },
      }),
    );
    created.tags = inputs.textMap("tagsAll");
    return { id: created.id, outputs: outputs(created, inputs.properties) };
  },

  read: async ({ cloud, settings }, id, state) => {
    const found = await orGone(() => cloud.route53.getHostedZone(id));
    if (!found) return undefined;
    const inputs = { name: found.name, comment: found.comment ?? "", tags: ownTags(found.tags ?? {}, settings) };
    return { id, inputs, outputs: outputs(found, { ...state, ...inputs }) };
  },

  update: async ({ cloud }, id, inputs) => {
    const found = await attempt(`updating Route53 Hosted Zone (${id})`, () => cloud.route53.getHostedZone(id));
    found.comment = inputs.optionalText("comment") ?? "";
    found.tags = inputs.textMap("tagsAll");
    return outputs(found, inputs.properties);
  },

  delete: async ({ cloud }, id, state) => {
    const found = await orGone(() => cloud.route53.getHostedZone(id));
    if (!found) return;
    if (state.flag("forceDestroy"))
      found.recordSets = found.recordSets.filter(({ type }) => type === "NS" || type === "SOA");
    await attempt(`deleting Route53 Hosted Zone (${id})`, () => {
      cloud.route53.deleteHostedZone(id);
    });
  },
};

function bare(name: Value | undefined): Value | undefined {
  return typeof name === "string" ? bareName(name) : name;
}

function outputs(zone: HostedZone, inputs: Properties): Properties {
  const { id, name, nameServers, tags = {} } = zone;
  return {
    ...{ tags: {}, ...inputs },
    ...{ arn: `arn:aws:route53:::hostedzone/${id}`, enableAcceleratedRecovery: false, name, nameServers },
    ...{ primaryNameServer: nameServers[0] ?? "", tagsAll: tags, zoneId: id },
  };
}
