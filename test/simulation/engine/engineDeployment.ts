import type { Lookups } from "../../../src/rollout/lookups";
import { changesCloud, type Operation as ProviderOperation } from "../../../sandbox/provider";
import type { Sandbox } from "../../../sandbox/sandbox";
import { delayOf, addressTtl } from "../../../simulation/deploy/delays";
import { recordNames, type DeploymentContext, type DeployResult } from "../../../simulation/deploy/deployment";
import type { Operation } from "../../../simulation/deploy/operations";
import { publicationOf, type Program } from "../../../simulation/deploy/program";
import type { People } from "../../../simulation/operators/operator";
import type { ZoneKind } from "../../../simulation/scenario/scenario";
import { recordTtl } from "../../../simulation/senders/bounds";
import { VirtualClock } from "../../../simulation/world/virtualClock";
import { worldLookups } from "../../../simulation/world/worldLookups";
import type { EngineBatch, Import } from "./batch";
import { CloudView, kindOf } from "./cloudView";
import type { Place } from "./componentArgs";
import { faultsAt } from "./injectedFaults";
import { losesAnswer, ModelOfEngine } from "./modelOfEngine";
import { kinds } from "./operationNames";
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
export class EngineDeployment extends ModelOfEngine {
  readonly traces: Trace[] = [];
  private seen: number;
  private readonly view: CloudView;
  private readonly written = new Set<string>();
  private program: Program | undefined;
  private performedNow: Operation[] = [];
  private isRefreshed = false;
  /** What was made and its answer lost, records and files in a bucket: the stack does not know. By the child's name. */
  private readonly unknown = new Map<string, ProviderOperation>();
  private isAdopting = false;

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

  override adopt(program: Program): void {
    super.adopt(program);
    this.isAdopting = true;
  }

  override async deploy(program: Program, death?: { at: number; lost: boolean }): Promise<DeployResult> {
    const planned = this.plan(program);
    this.program = program;
    this.performedNow = [];
    this.protect(program, false);
    writeReports(this.place.reports, this.place.domain, this.real.reports(), this.written);
    const dying = death === undefined || planned.length === 0 ? undefined : planned[death.at % planned.length];
    const isLost = losesAnswer(dying, death);
    if (program.policy === undefined) this.emptyBucket();
    const imports = this.imports();
    const began = this.real.clock.seconds;
    const { errors } = await this.batch.deploy(this.place, {
      ...{
        program,
        refresh: this.isRefreshed,
        lookups: this.looking(),
        clock: new LookingClock(this.real.clock, () => this.look()),
      },
      ...{ imports, faults: dying === undefined ? [] : faultsAt(dying, isLost, program, this.place, this.view) },
    });
    this.isRefreshed = false;
    this.look();
    const refused = this.real.clock.seconds > began ? errors.flatMap(codesOf) : [];
    if (refused.length > 0 && this.performedNow.length === 0) {
      this.traces.push({ planned: [], performed: [], ended: "refused", errors, program });
      return { ended: "refused", performed: [], refused };
    }
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

  /** The world's look-ups, each after a look at what the engine has done meanwhile. */
  private looking(): Lookups {
    const { clock, world } = this.real;
    const lookups = worldLookups(world, clock, this.place.domain, (zone) => this.serversOf(zone));
    const all: Lookups = {
      ...lookups,
      // The world knows the hosts of MX records, and the cloud the records.
      name: async (name, type) => {
        const answer = await lookups.name(name, type);
        if (type !== "MX" || !answer.ok) return answer;
        return { ...answer, records: this.view.mailExchangers(world.delegation.latest) };
      },
    };
    return Object.fromEntries(
      Object.entries(all).map(([name, ask]: [string, (...args: string[]) => unknown]) => [
        name,
        (...args: string[]) => (this.look(), ask(...args)),
      ]),
    ) as unknown as Lookups;
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

  private hear(heardOf: ProviderOperation): void {
    const { operation, name, type, outcome } = heardOf;
    const about = kindOf(name, type, this.place.name);
    const { world, clock, mxTtl } = this.real;
    if (about === undefined || this.program === undefined) return;
    const left = about.zone === undefined ? [] : inOrder(this.view.values(about.kind, about.zone), this.program);
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
    if ((about.zone !== undefined || about.host === "cloudfront") && operation === "create") {
      if (outcome === "lost") this.unknown.set(name, heardOf);
      else this.unknown.delete(name);
    }
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

  /** The name of the policy's file in its bucket. */
  private get file(): string {
    return `${this.place.name}-policy`;
  }

  /** S3 deletes no bucket that holds what the stack does not know: a person empties it, as its refusal says. */
  private emptyBucket(): void {
    if (!this.unknown.delete(this.file)) return;
    this.view.removeFile();
    this.real.world.setServed(this.real.clock.seconds, "cloudfront", undefined, 0);
  }

  /**
   * What a person takes into the stack before this deploy, as the refusal says: records whose names are refused, and MX
   * records at once, one a host at Cloudflare, of which the model's rules do not speak.
   */
  private imports(): Import[] {
    const records = [...this.unknown.values()].filter(({ name }) => name !== this.file);
    const adopted = records.filter(({ name }) => this.isAdopting || name.includes("-mx-"));
    this.isAdopting = false;
    for (const { name } of adopted) this.unknown.delete(name);
    return adopted.map(({ urn, type, name }) => ({ urn, type, name, id: this.view.importId(name, type) }));
  }
}

/** What an injected fault, or a gate that waits in vain, looks like. */
const expected = /injected fault|not served steadily| failed$/;

/** Codes of the rules that refused a step in the update, after a wait. */
function codesOf(error: string): string[] {
  return error.includes("this step is refused")
    ? [...error.matchAll(/ \(([a-z-]+)\)\n +why:/g)].map(([, code = ""]) => code)
    : [];
}

/** Records that are made at once come in any order: as the program names them, then those that it does not name. */
function inOrder(values: string[], { exchangers = [] }: Program): string[] {
  return [
    ...exchangers.filter((host) => values.includes(host)),
    ...values.filter((host) => !exchangers.includes(host)),
  ];
}
