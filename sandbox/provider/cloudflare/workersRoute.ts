import type { ResourceType } from "../resourceType";
import { attempt, orGone, parseImportId } from "./attempt";

export const workersRoute: ResourceType = {
  token: "cloudflare:index/workersRoute:WorkersRoute",
  required: ["pattern", "zoneId"],
  immutable: ["zoneId"],
  computed: [],

  create: ({ cloud }, inputs) => {
    const script = inputs.optionalText("script") ?? "";
    const route = attempt(() =>
      cloud.workerRoutes.createRoute({ zoneId: inputs.text("zoneId"), pattern: inputs.text("pattern"), script }),
    );
    return { id: route.id, outputs: inputs.properties };
  },

  read: ({ cloud }, id, state) => {
    const [zoneId, routeId] = parseImportId(id, state.zoneId, "<zone_id>/<route_id>");
    const route = orGone(() => cloud.workerRoutes.getRoute(zoneId, routeId));
    if (!route) return undefined;
    const { pattern, script } = route;
    const inputs = { zoneId, pattern, ...(script === "" ? {} : { script }) };
    return { id: routeId, inputs, outputs: { ...state, ...inputs } };
  },

  update: ({ cloud }, id, inputs) => {
    const script = inputs.optionalText("script") ?? "";
    attempt(() =>
      cloud.workerRoutes.updateRoute({ id, zoneId: inputs.text("zoneId"), pattern: inputs.text("pattern"), script }),
    );
    return inputs.properties;
  },

  delete: ({ cloud }, id, state) => {
    attempt(() => {
      cloud.workerRoutes.deleteRoute(state.text("zoneId"), id);
    });
  },
};
