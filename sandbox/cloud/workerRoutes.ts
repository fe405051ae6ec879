import type { CloudflareDns } from "./cloudflareDns";
import { CloudflareError } from "./errors";
import { cloudflareId } from "./identifiers";
import { bareName, liesIn } from "./names";
import type { CloudState, WorkerRoute } from "./state";

/** Routes of Cloudflare Workers: URL patterns of a zone whose requests go to a script. */
export class WorkerRoutes {
  constructor(
    private readonly state: CloudState,
    private readonly dns: CloudflareDns,
  ) {}

  createRoute(route: Omit<WorkerRoute, "id">): WorkerRoute {
    const created = { ...route, id: cloudflareId() };
    this.checkRoute(["POST", `zones/${route.zoneId}/workers/routes`], created);
    this.state.workerRoutes.set(created.id, created);
    return created;
  }

  getRoute(zoneId: string, id: string, method = "GET"): WorkerRoute {
    const route = this.state.workerRoutes.get(id);
    if (route?.zoneId === zoneId) return route;
    throw new CloudflareError(
      method,
      `zones/${zoneId}/workers/routes/${id}`,
      404,
      10009,
      "workers.api.error.not_found",
    );
  }

  updateRoute(route: WorkerRoute): WorkerRoute {
    this.getRoute(route.zoneId, route.id, "PUT");
    this.checkRoute(["PUT", `zones/${route.zoneId}/workers/routes/${route.id}`], route);
    this.state.workerRoutes.set(route.id, route);
    return route;
  }

  deleteRoute(zoneId: string, id: string): void {
    this.getRoute(zoneId, id, "DELETE");
    this.state.workerRoutes.delete(id);
  }

  private checkRoute(call: [string, string], route: WorkerRoute): void {
    const zone = this.dns.getZone(route.zoneId, call);
    const host = bareName(route.pattern.replace(/^https?:\/\//, "").split("/")[0] ?? "").replace(/^\*\.?/, "");
    if (!liesIn(host, zone.name)) {
      throw new CloudflareError(...call, 400, 10022, `Route pattern must match a host of the zone ${zone.name}.`);
    }
    const others = [...this.state.workerRoutes.values()].filter(({ id }) => id !== route.id);
    if (others.some(({ zoneId, pattern }) => zoneId === route.zoneId && pattern === route.pattern)) {
      throw new CloudflareError(...call, 409, 10020, "workers.api.error.duplicate_route");
    }
    if (route.script !== "" && !this.state.workerScripts.has(route.script)) {
      throw new CloudflareError(...call, 404, 10019, "workers.api.error.script_not_found");
    }
  }
}
