import { bareName } from "../../cloud/names";
import type { Route53RecordSet } from "../../cloud";
import type { CheckFailure, ResourceType } from "../resourceType";
import { Inputs } from "../inputs";
import { defined, equal, equalAsSets, holdsUnknown, isProperties, Properties, Value } from "../values";
import { attempt, orGone, providerError } from "./attempt";
import { conflict, oneOf, withDefaults } from "./checks";
import { expandRecordName, fromRoute53Values, parseRecordId, recordId, toRoute53Values } from "./recordValues";

const types = [
  "SOA",
  "A",
  "TXT",
  "NS",
  "CNAME",
  "MX",
  "NAPTR",
  "PTR",
  "SRV",
  "SPF",
  "AAAA",
  "CAA",
  "DS",
  "TLSA",
  "SSHFP",
  "SVCB",
  "HTTPS",
];

export const record: ResourceType = {
  token: "aws:route53/record:Record",
  required: ["name", "type", "zoneId"],
  immutable: ["name", "zoneId"], // a changed type is deletion and creation in one batch
  computed: ["allowOverwrite", "fqdn"],

  check: ({ name, inputs }) => ({
    inputs: withDefaults(inputs, {}),
    failures: [
      ...oneOf(name, inputs, "type", types),
      ...conflict(name, inputs, "aliases", "ttl"),
      ...combination(name, inputs),
    ],
  }),

  same: (property, old, now) => {
    if (property === "name") return equal(bare(old), bare(now));
    if (property === "records") return equalAsSets(old, now);
    return property === "aliases" ? equal(bareAliases(old), bareAliases(now)) : equal(old, now);
  },

  create: async ({ cloud }, inputs) => {
    const zoneId = inputs.text("zoneId");
    const zone = await attempt(`reading Route 53 Hosted Zone (${zoneId})`, () => cloud.route53.getHostedZone(zoneId));
    const recordSet = expand(inputs, zone.name);
    const action = inputs.flag("allowOverwrite") ? "UPSERT" : "CREATE";
    await attempt("creating Route53 Record", () => {
      cloud.route53.changeRecordSets(zoneId, [{ action, recordSet }]);
    });
    return { id: recordId(inputs), outputs: outputs(inputs.properties, recordSet) };
  },

  read: async ({ cloud }, id, state) => {
    const key = parseRecordId(id, state);
    const zone = await orGone(() => cloud.route53.getHostedZone(key.zoneId));
    const fqdn = zone && expandRecordName(key.name, zone.name);
    const set = fqdn === undefined ? undefined : cloud.route53.findRecordSet(key.zoneId, fqdn, key.type);
    if (!set) return undefined;
    const { alias } = set;
    const inputs = defined({
      ...{ zoneId: key.zoneId, name: key.name, type: set.type, ttl: set.ttl },
      records: alias ? undefined : fromRoute53Values(set, state.records),
      aliases: alias && [
        { name: alias.name, zoneId: alias.zoneId, evaluateTargetHealth: alias.evaluateTargetHealth ?? false },
      ],
    });
    return { id, inputs, outputs: outputs({ ...state, ...inputs }, set) };
  },

  update: async ({ cloud }, id, inputs, state) => {
    const zoneId = inputs.text("zoneId");
    const zone = await attempt(`reading Route 53 Hosted Zone (${zoneId})`, () => cloud.route53.getHostedZone(zoneId));
    const recordSet = expand(inputs, zone.name);
    const oldType = new Inputs(state).text("type");
    const sameType = oldType === recordSet.type;
    const old = sameType ? undefined : cloud.route53.findRecordSet(zoneId, recordSet.name, oldType);
    const action = sameType || inputs.flag("allowOverwrite") ? "UPSERT" : "CREATE";
    await attempt(sameType ? "creating Route53 Record" : `updating Route53 Record (${id})`, () => {
      const removal = old ? [{ action: "DELETE" as const, recordSet: old }] : [];
      cloud.route53.changeRecordSets(zoneId, [...removal, { action, recordSet }]);
    });
    return outputs(inputs.properties, recordSet);
  },

  delete: async ({ cloud }, id, state) => {
    const zoneId = state.text("zoneId");
    const zone = await orGone(() => cloud.route53.getHostedZone(zoneId));
    const name = zone && expandRecordName(state.text("name"), zone.name);
    const set = name === undefined ? undefined : cloud.route53.findRecordSet(zoneId, name, state.text("type"));
    if (!set) return;
    await attempt(`deleting Route53 Record (${id})`, () => {
      cloud.route53.changeRecordSets(zoneId, [{ action: "DELETE", recordSet: set }]);
    });
  },
};

function combination(name: string, inputs: Properties): CheckFailure[] {
  const { aliases, records, ttl } = inputs;
  const reason = (text: string): CheckFailure[] => [
    { property: "", reason: `${text} Examine values at '${name}.records'.` },
  ];
  if (aliases === undefined && records === undefined) {
    return reason('Invalid combination of arguments. "records": one of `aliases,records` must be specified.');
  }
  if (aliases !== undefined && records !== undefined) {
    return reason('Invalid combination of arguments. "records": only one of `aliases,records` can be specified.');
  }
  if (ttl !== undefined && records === undefined && !holdsUnknown(ttl)) {
    return reason('Missing required argument. "ttl": all of `records,ttl` must be specified.');
  }
  return [];
}

function expand(inputs: Inputs, zoneName: string): Route53RecordSet {
  if (inputs.optionalText("setIdentifier") !== undefined) throw providerError("the sandbox has no routing policies");
  const type = inputs.text("type");
  const alias = inputs.blocks("aliases")[0];
  const ttl = inputs.optionalNumber("ttl");
  return {
    ...{ name: expandRecordName(inputs.text("name"), zoneName), type },
    ...(ttl === undefined ? {} : { ttl }),
    values: toRoute53Values(type, inputs.texts("records")),
    ...(alias && {
      alias: {
        ...{ name: alias.text("name"), zoneId: alias.text("zoneId") },
        evaluateTargetHealth: alias.flag("evaluateTargetHealth"),
      },
    }),
  };
}

function outputs(inputs: Properties, set: Route53RecordSet): Properties {
  const name = bare(inputs.name) ?? set.name;
  return { ...inputs, name, fqdn: set.name, allowOverwrite: inputs.allowOverwrite ?? false };
}

function bare(name: Value | undefined): Value | undefined {
  return typeof name === "string" ? bareName(name) : name;
}

function bareAliases(aliases: Value | undefined): Value | undefined {
  if (!Array.isArray(aliases)) return aliases;
  return aliases.map((alias) => (isProperties(alias) ? defined({ ...alias, name: bare(alias.name) }) : alias));
}
