import type { WorkerScript } from "../../cloud";
import { hex } from "../../cloud/identifiers";
import type { Inputs } from "../inputs";
import type { ResourceType } from "../resourceType";
import { defined, Properties } from "../values";
import { attempt, orGone, parseImportId, withDefaults } from "./attempt";

/** Computed without a plan rule of their own: any update makes them unknown again. */
const recomputed = [
  ...["createdOn", "etag", "handlers", "hasAssets", "hasModules", "lastDeployedFrom", "migrationTag", "modifiedOn"],
  ...["namedHandlers", "placementMode", "placementStatus", "startupTimeMs"],
];

export const workersScript: ResourceType = {
  token: "cloudflare:index/workersScript:WorkersScript",
  required: ["accountId", "scriptName"],
  immutable: ["accountId", "scriptName"],
  computed: [
    ...recomputed,
    "annotations",
    "bindings",
    "compatibilityFlags",
    "placement",
    "tailConsumers",
    "usageModel",
  ],
  secrets: ["bindings.*.text", "bindings.*.keyBase64", "bindings.*.keyJwk", "assets.jwt"],

  check: ({ name, inputs }) => {
    const both = inputs.content !== undefined && inputs.contentFile !== undefined;
    const reason = `Attribute "contentFile" cannot be specified when "content" is specified. Examine values at '${name}.content'.`;
    return {
      inputs: withDefaults(inputs, { compatibilityDate: "", logpush: false }),
      failures: both ? [{ property: "content", reason }] : [],
    };
  },

  recomputed: () => recomputed,

  create: ({ cloud }, inputs) => {
    const script = attempt(() => cloud.workers.putScript(config(inputs)));
    return { id: script.name, outputs: outputs(script, inputs.properties) };
  },

  read: ({ cloud }, id, state) => {
    const [accountId, name] = parseImportId(id, state.accountId, "<account_id>/<script_name>");
    const script = orGone(() => cloud.workers.getScript(accountId, name));
    if (!script) return undefined;
    const { content, mainModule, compatibilityDate, bindings } = script;
    const inputs = defined({
      ...{ accountId, scriptName: name, content, mainModule, compatibilityDate },
      bindings: bindings.map((binding) => defined({ ...binding })),
    });
    return { id: name, inputs, outputs: outputs(script, { ...state, ...inputs }) };
  },

  update: ({ cloud }, _id, inputs) =>
    outputs(
      attempt(() => cloud.workers.putScript(config(inputs))),
      inputs.properties,
    ),

  delete: ({ cloud }, id, state) => {
    attempt(() => {
      cloud.workers.deleteScript(state.text("accountId"), id);
    });
  },
};

function config(inputs: Inputs): WorkerScript {
  const compatibilityDate = inputs.optionalText("compatibilityDate");
  return {
    ...{ accountId: inputs.text("accountId"), name: inputs.text("scriptName") },
    ...{ content: inputs.optionalText("content") ?? "", mainModule: inputs.optionalText("mainModule") ?? "" },
    ...(compatibilityDate === undefined ? {} : { compatibilityDate }),
    bindings: inputs.blocks("bindings").map((binding) => {
      const text = binding.optionalText("text");
      return { name: binding.text("name"), type: binding.text("type"), ...(text === undefined ? {} : { text }) };
    }),
  };
}

function outputs(script: WorkerScript, inputs: Properties): Properties {
  return {
    ...{ annotations: {}, bindings: [], compatibilityFlags: [], tailConsumers: [], usageModel: "standard" },
    ...inputs,
    ...{ createdOn: script.createdOn ?? "", modifiedOn: script.modifiedOn ?? "", etag: hex(script.content) },
    ...{ handlers: ["fetch"], namedHandlers: [], hasAssets: false, hasModules: script.mainModule !== "" },
    ...{ lastDeployedFrom: "api", migrationTag: "", placementMode: "", placementStatus: "", startupTimeMs: 1 },
  };
}
