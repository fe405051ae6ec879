import { changesCloud, type Operation as ProviderOperation } from "../../../sandbox/provider";
import type { Sandbox } from "../../../sandbox/sandbox";
import { delayOf, addressTtl } from "../../../simulation/deploy/delays";
import {
  ModelDeployment,
  recordNames,
  type DeploymentContext,
  type DeployResult,
} from "../../../simulation/deploy/deployment";
import { waitsFor, type Operation, type OperationKind } from "../../../simulation/deploy/operations";
import { publicationOf, type Program } from "../../../simulation/deploy/program";
import type { People } from "../../../simulation/operators/operator";
import type { ZoneKind } from "../../../simulation/scenario/scenario";
import { recordTtl } from "../../../simulation/senders/bounds";
import { VirtualClock } from "../../../simulation/world/virtualClock";
import { worldLookups } from "../../../simulation/world/worldLookups";
import type { EngineBatch } from "./batch";
import { CloudView, kindOf } from "./cloudView";
import type { Place } from "./componentArgs";
import { writeReports } from "./reportFiles";

/** What one deploy was planned to do in the model, and what the engine did. */
export interface Trace {
  planned: string[];
  performed: string[];
  ended: DeployResult["ended"];
  errors: string[];
  program: Program;
}

/** The clock that the component's guards get: it looks first at what the engine has done meanwhile. */
class LookingClock extends VirtualClock {
  constructor(
    private readonly real: VirtualClock,
    private readonly look: () => void,
  ) {
    super(0);
  }
  override now(): number {
    this.look();
    return this.real.now();
  }
  override sleep(milliseconds: number): Promise<void> {
    this.look();
    return this.real.sleep(milliseconds);
  }
}

/** The same deploys as the model's, by the real component on the real engine. The world hears of what really happened. */
export class EngineDeployment extends ModelDeployment {
  readonly traces: Trace[] = [];
  private seen: number;
  private readonly view: CloudView;
  private readonly written = new Set<string>();
  private program: Program | undefined;
  private performedNow: Operation[] = [];
  private isRefreshed = false;

  constructor(
    private readonly real: DeploymentContext & Pick<People, "reports">,
    private readonly sandbox: Sandbox,
    private readonly batch: EngineBatch,
    private readonly place: Place,
  ) {
    super(real);
    this.seen = sandbox.providers.log.length;
    this.view = new CloudView(sandbox, place);
  }

  override refresh(): void {
    super.refresh();
    this.isRefreshed = true;
  }

  override async deploy(program: Program, death?: { at: number; lost: boolean }): Promise<DeployResult> {
    const planned = this.plan(program);
    this.program = program;
    this.performedNow = [];
    this.protect(program, false);
    writeReports(this.place.reports, this.place.domain, this.real.reports(), this.written);
    const dying = death === undefined || planned.length === 0 ? undefined : planned[death.at % planned.length];
    const isLost = losesAnswer(dying, death);
    const { clock, world } = this.real;
    const lookups = worldLookups(world, clock, this.place.domain, (zone) => this.serversOf(zone));
    const looking = Object.fromEntries(
      Object.entries(lookups).map(([name, ask]: [string, (...args: string[]) => unknown]) => [
        name,
        (...args: string[]) => (this.look(), ask(...args)),
      ]),
    ) as unknown as typeof lookups;
    const { errors } = await this.batch.deploy(this.place, {
      ...{ program, refresh: this.isRefreshed, lookups: looking, clock: new LookingClock(clock, () => this.look()) },
      ...(dying === undefined ? {} : { fault: this.faultAt(dying, isLost) }),
    });
    this.isRefreshed = false;
    this.look();
    const ended = errors.length === 0 ? "done" : errors.join(" ").includes("not served steadily") ? "gate" : "died";
    this.traces.push({ planned: kinds(planned), performed: kinds(this.performedNow), ended, errors, program });
    const unexpected = errors.filter((error) => !expected.test(error));
    if (unexpected.length > 0)
      throw new Error(`${this.place.name}: the engine refused what the model accepts: ${unexpected.join("; ")}`);
    if (ended === "done") {
      this.id = publicationOf(program)?.id;
      this.protect(program, true);
      this.settle(program);
    }
    return { ended, performed: this.performedNow };
  }

  /** Hears of what the providers have done since the last look, in their order. */
  private look(): void {
    const { log } = this.sandbox.providers;
    for (; this.seen < log.length; this.seen++) {
      const operation = log[this.seen]!;
      if (!this.isOurs(operation)) continue;
      // Later operations wait until this one has ended.
      if (operation.outcome === "pending") return;
      if (operation.outcome === "ok" || operation.outcome === "lost") this.hear(operation);
    }
  }

  private isOurs(operation: ProviderOperation): boolean {
    return changesCloud(operation) && operation.name.startsWith(`${this.place.name}-`);
  }

  private hear({ operation, name, type, outcome }: ProviderOperation): void {
    const about = kindOf(name, type, this.place.name);
    const { world, clock, mxTtl } = this.real;
    if (about === undefined || this.program === undefined) return;
    const left = about.zone === undefined ? [] : this.view.values(about.kind, about.zone);
    // Cloudflare keeps one record a host: the set is gone with the last one.
    const isPart = about.kind === "mx" && left.length > 0;
    const action = isPart ? "update" : operation === "delete" ? "delete" : operation === "create" ? "create" : "update";
    const heard: Operation = { ...about, action };
    const { takes, within } = delayOf(heard);
    const start = clock.seconds;
    if (about.zone !== undefined) {
      const values = left;
      const ttl = about.kind === "mx" ? mxTtl : about.kind === "address" ? addressTtl(about.zone) : recordTtl;
      const record = recordNames[about.kind];
      const set = values.length === 0 ? undefined : { values, ttl };
      if (record !== undefined) world.setRecord(start, about.zone, record, set, within);
    } else if (about.host !== undefined && about.kind === "policyFile") {
      const text = this.view.file(about.host) ?? publicationOf(this.program)?.text;
      const gone = action === "delete" || text === undefined;
      world.setServed(start, about.host, gone ? undefined : { text, mediaType: "text/plain" }, within);
    }
    clock.seconds = start + takes;
    if (about.kind === "stsRecord")
      this.announce(action === "delete" ? undefined : publicationOf(this.program)?.text, start + within);
    world.currency.begin(start, this.current());
    this.performedNow.push(heard);
    if (outcome !== "ok") return;
    this.remember(heard, this.program, publicationOf(this.program)?.id);
    // A Worker's script is host and file in one.
    if (about.host === "cloudflareWorker")
      this.remember({ kind: "host", host: about.host, action }, this.program, undefined);
  }

  private serversOf(zone: ZoneKind): string[] {
    const { state } = this.sandbox.cloud;
    const { route53ZoneId, cloudflareZoneId } = this.place;
    const found =
      zone === "route53" ? state.hostedZones.get(route53ZoneId) : state.cloudflareZones.get(cloudflareZoneId);
    return found?.nameServers ?? [];
  }

  /** The provider's operation that stands for one of the model's. */
  private faultAt({ kind, action, host, zone }: Operation, lost: boolean) {
    const { name } = this.place;
    const exchangers = this.program?.exchangers ?? [];
    const known = this.view.values("mx", "cloudflare");
    const fresh = exchangers.find((each) => !known.includes(each));
    const child = {
      ...{ tlsRpt: "smtp-tls", stsRecord: "sts" },
      // What needs a distribution that failed is asked for without it, which ends the program for all domains.
      host: host === "cloudflareWorker" ? "worker" : "public-access-block",
      policyFile: host === "cloudflareWorker" ? "worker" : "policy",
      address: zone === "route53" ? "a" : this.program?.hosts[0] === "cloudflareWorker" ? "worker-domain" : "cname",
      mx: zone === "route53" ? "mx" : `mx-${fresh ?? "none"}`,
    }[kind];
    const operation = kind === "mx" && zone === "cloudflare" ? "create" : action;
    return { kind: lost ? ("lostAnswer" as const) : ("fail" as const), operation, name: `${name}-${child}` };
  }
}

/** What an injected fault, or a gate that waits in vain, looks like. */
const expected = /injected fault|not served steadily| failed$/;

/** Only of updates: what was created without the engine's knowledge is an import, which other tests are about. */
function losesAnswer(operation: Operation | undefined, death: { lost: boolean } | undefined): boolean {
  return operation?.action === "update" && death?.lost === true;
}

/** The model of the same: it dies as the engine's deploys do here. */
export class ModelOfEngine extends ModelDeployment {
  override deploy(program: Program, death?: { at: number; lost: boolean }): Promise<DeployResult> {
    const planned = this.plan(program);
    if (death === undefined || planned.length === 0) return super.deploy(program);
    return super.deploy(program, { ...death, lost: losesAnswer(planned[death.at % planned.length], death) });
  }
}

/** Kinds in the order of the operations, repetitions left out: what the order is about. */
function kinds(operations: readonly Operation[]): string[] {
  const named = operations.filter(({ kind, host }) => kind !== "host" || host !== "cloudflareWorker");
  return [...new Set(named.map(({ kind, action }) => `${action === "delete" ? "delete " : ""}${kind}`))];
}

/** Operations that the engine did before one that they wait for, as the model states it. What is deleted goes the other way. */
export function outOfOrder(performed: readonly string[]): string[] {
  const wrong: string[] = [];
  for (const [index, name] of performed.entries()) {
    const isDelete = name.startsWith("delete ");
    for (const later of performed.slice(index + 1)) {
      if (later.startsWith("delete ") !== isDelete) {
        if (isDelete) wrong.push(`${name} before ${later}`);
        continue;
      }
      const [first, second] = isDelete ? [later, name] : [name, later];
      const waits = waitsFor[first.replace("delete ", "") as OperationKind];
      if (waits.includes(second.replace("delete ", "") as OperationKind)) wrong.push(`${name} before ${later}`);
    }
  }
  return wrong;
}
