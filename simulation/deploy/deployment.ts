import { parseStsRecord, renderStsRecord, samePolicy } from "../../src/protocol";
import { waitBeforeMx, type HeldPolicy } from "../../src/rollout/liveMxGuard";
import { awaitPublication } from "../../src/rollout/publicationGate";
import { isoDay, protectMailExchangers, protectPolicy } from "../../src/rollout/retirement";
import { waitBeforeDrop } from "../../src/rollout/rules/mxDropRules";
import { verifyTxt } from "../../src/rollout/verifyTxt";
import type { Lookups } from "../../src/rollout/lookups";
import { between, draw } from "../scenario/chance";
import type { HostKind } from "../scenario/scenario";
import { recordTtl } from "../senders/bounds";
import { meaningsOf, modeOf, policyIn } from "../senders/readPolicy";
import type { VirtualClock } from "../world/virtualClock";
import type { RecordName, ServerKind, World } from "../world/world";
import { addressTtl, delayOf } from "./delays";
import type { Habits } from "./habits";
import { emptyState, planOperations, recordKey, type EngineState, type Operation } from "./operations";
import { publicationOf, type Program } from "./program";
import { wantedOf } from "./wanted";

/** How a deploy ended, and what it did to the world. */
export interface DeployResult {
  ended: "done" | "died" | "gate" | "refused";
  performed: Operation[];
  /** Codes of the rules that refused it after a wait, before anything changed. */
  refused?: string[];
}

/** The domain of the model. */
export const domain = "example.com";
/** The `_mta-sts` text, by the name of each record. */
export const recordNames: Partial<Record<Operation["kind"], RecordName>> = {
  tlsRpt: "tlsRpt",
  address: "address",
  stsRecord: "sts",
  mx: "mx",
};

/** What a deployment happens in. */
export interface DeploymentContext {
  world: World;
  clock: VirtualClock;
  lookups: Lookups;
  habits: Habits;
  salt: number;
  /** Seconds. */
  mxTtl: number;
}

/** A program's deploys on a model of the engine: the same operations in the same order, with the real gate and waits. */
export class ModelDeployment {
  readonly state: EngineState = emptyState();
  /** The id in the state's record. */
  protected id: string | undefined;
  private deploys = 0;
  /** The policy that the domain announces. */
  private published: string | undefined;

  constructor(protected readonly context: DeploymentContext) {}

  /** What a program would change. */
  plan(program: Program): Operation[] {
    return planOperations(this.state, wantedOf(program, this.nextId(program)));
  }

  /** Takes what is live into the state, as `pulumi import` does. */
  adopt(program: Program): void {
    for (const zone of program.zones)
      for (const [kind, name] of Object.entries(recordNames) as [Operation["kind"], RecordName][]) {
        const { values } = this.context.world.latest(zone, name);
        const key = recordKey(kind, zone);
        if (kind !== "mx" && values.length > 0 && !this.state.records.has(key)) this.state.records.set(key, "imported");
      }
  }

  /** Says which policy the `_mta-sts` record announces from a time on. */
  announce(text: string | undefined, time: number): void {
    this.published = text;
    this.context.world.setMode(time, text === undefined ? undefined : modeOf(text));
  }

  /** Takes what is live into the state, as `pulumi refresh` does. The body of an S3 object is not read back. */
  refresh(): void {
    const script = this.context.world.latestServed("cloudflareWorker")?.text;
    if (this.state.files.has("cloudflareWorker") && script !== undefined)
      this.state.files.set("cloudflareWorker", script);
    for (const key of this.state.records.keys()) {
      const [kind, zone] = key.split(" ") as [Operation["kind"], "route53" | "cloudflare"];
      const { values } = this.context.world.latest(zone, recordNames[kind] ?? "sts");
      if (values.length === 0) this.state.records.delete(key);
      else if (kind === "stsRecord") this.state.records.set(key, parseStsRecord(values[0] ?? "").id ?? "");
      else if (kind !== "tlsRpt") this.state.records.set(key, values.join(" "));
    }
    this.id = this.context.world
      .latest(this.context.world.delegation.latest, "sts")
      .values.map((text) => parseStsRecord(text).id)[0];
  }

  /**
   * Deploys a program that was judged before.
   *
   * @param judgeAgain after a wait MX records may have changed: codes of the rules that refuse it now
   */
  async deploy(
    program: Program,
    death?: { at: number; lost: boolean },
    judgeAgain: () => Promise<string[]> = () => Promise.resolve([]),
  ): Promise<DeployResult> {
    this.deploys++;
    const id = this.nextId(program);
    const previous = this.fileInState();
    const operations = planOperations(this.state, wantedOf(program, id));
    const performed: Operation[] = [];
    this.protect(program, false);
    if (await this.waitsForOldMx(operations, previous, program)) {
      const refused = await judgeAgain();
      if (refused.length > 0) return { ended: "refused", performed, refused };
    }
    let passed = false;
    let txtChanged: { at: number; oldTtl: number } | undefined;
    const together = this.context.habits.parallel ? this.context.clock.seconds : undefined;
    for (const [index, operation] of operations.entries()) {
      const { kind, action } = operation;
      if (this.context.habits.gate && !passed && action !== "delete" && (kind === "address" || kind === "stsRecord")) {
        if (!(await this.gate(program, previous === undefined))) return { ended: "gate", performed };
        passed = true;
      }
      if (kind === "mx" && action !== "delete" && this.context.habits.waitsBeforeMx) {
        const held = heldBefore(operations, previous);
        const { at, oldTtl } = txtChanged ?? { at: this.context.clock.seconds, oldTtl: recordTtl };
        const live = this.context.world.latest(this.context.world.delegation.latest, "mx").values;
        const { seconds } =
          publicationOf(program) === undefined
            ? { seconds: 0 }
            : waitBeforeMx(program.exchangers ?? [], held, oldTtl, live);
        const left = at + seconds - this.context.clock.seconds;
        if (left > 0) await this.context.clock.sleep(left * 1000);
      }
      const dies = death !== undefined && index === death.at % operations.length;
      const oldRecord = kind === "stsRecord" && action === "update";
      if (!dies || death.lost) {
        this.perform(operation, program, id, together);
        performed.push(operation);
      }
      if (dies) return { ended: "died", performed };
      this.remember(operation, program, id);
      if (kind === "stsRecord" && action !== "delete") {
        if (oldRecord) txtChanged = { at: this.context.clock.seconds, oldTtl: recordTtl };
        if (this.context.habits.gate && id !== undefined)
          await verifyTxt(
            domain,
            renderStsRecord(id),
            () => this.context.lookups.txt(`_mta-sts.${domain}`),
            this.context.clock,
          );
      }
    }
    this.id = id;
    this.protect(program, true);
    this.settle(program);
    return { ended: "done", performed };
  }

  /** Until when resolvers may give the address before the last one; undefined where it never moved. */
  oldAddressUntil: number | undefined;

  /** Lifts the protection of what a program no longer declares, as `pulumi state unprotect` does. */
  unprotect(): void {
    this.state.protected.clear();
  }

  /** Protection comes with the first resources of a deploy, and goes only with a whole one. */
  protected protect(program: Program, isDone: boolean): void {
    const { policy, retireAfter, zones, hosts } = program;
    const retire = retireAfter === undefined ? undefined : { after: retireAfter };
    const today = isoDay(this.context.clock.now());
    const mark = (key: string, on: true | undefined): void => {
      if (on) this.state.protected.add(key);
      else if (isDone) this.state.protected.delete(key);
    };
    for (const zone of zones) mark(recordKey("stsRecord", zone), protectPolicy(policy?.mode, retire, today));
    if (zones.includes("route53")) mark(recordKey("mx", "route53"), protectMailExchangers(policy?.mode, retire, today));
    for (const [index, host] of hosts.entries())
      mark(host, index === 0 ? protectPolicy(policy?.mode, retire, today) : undefined);
  }

  /** Before a pattern goes from an enforced policy, as the component's hook of the file does. */
  private async waitsForOldMx(
    operations: readonly Operation[],
    before: string | undefined,
    program: Program,
  ): Promise<boolean> {
    const next = publicationOf(program);
    const previous = policyIn(before);
    const isWritten = operations.some(({ kind }) => kind === "policyFile");
    if (!this.context.habits.waitsBeforeDrop || !isWritten || next === undefined || previous === undefined)
      return false;
    const live = { policy: { state: "notAsked" }, mx: await this.context.lookups.mx(domain) } as const;
    const common = { domain, tlsReporting: true, ttl: recordTtl, today: isoDay(this.context.clock.now()), live };
    const override = program.override === undefined ? {} : { override: { policyId: program.override, reason: "" } };
    const seconds = waitBeforeDrop({ ...common, ...override, previous: { from: "state", policy: previous }, next });
    if (seconds > 0) await this.context.clock.sleep(seconds * 1000);
    return seconds > 0;
  }

  private fileInState(): string | undefined {
    return [...this.state.files.values()][0];
  }

  protected nextId(program: Program): string | undefined {
    const publication = publicationOf(program);
    if (publication === undefined || this.context.habits.idOf === undefined) return publication?.id;
    const before = this.fileInState();
    const policy = policyIn(before);
    if (this.id !== undefined && policy !== undefined && samePolicy(policy, publication.policy)) return this.id;
    return this.context.habits.idOf({ before: this.id, time: this.context.clock.seconds, number: this.deploys });
  }

  private async gate(program: Program, first: boolean): Promise<boolean> {
    const publication = publicationOf(program);
    const [host] = program.hosts;
    if (publication === undefined || host === undefined) return true;
    const result = await awaitPublication({
      domain,
      expected: publication.text,
      fetch: () => this.context.lookups.policyAt(`mta-sts.${domain}`, host),
      where: host,
      steadySeconds: host === "cloudfront" ? 30 : 60,
      limitSeconds: first ? 1200 : 300,
      clock: this.context.clock,
      log: () => undefined,
    });
    return result.ok;
  }

  private perform(operation: Operation, program: Program, id: string | undefined, together: number | undefined): void {
    const { kind, zone, host, action } = operation;
    const { takes, within } = delayOf(operation);
    // Nothing waits for anything: each begins as soon as the engine comes to it.
    const beside = together !== undefined && (kind === "stsRecord" || kind === "policyFile");
    const start = beside
      ? together + between(0, 15, this.context.salt, draw.order, this.deploys, kind === "stsRecord" ? 1 : 2)
      : this.context.clock.seconds;
    const text = publicationOf(program)?.text;
    if (zone !== undefined) {
      const name = recordNames[kind];
      if (kind === "address" && action === "update") this.oldAddressUntil = start + within + addressTtl(zone);
      const set = action === "delete" ? undefined : this.recordSet(kind, program, id, zone);
      if (name !== undefined) this.context.world.setRecord(start, zone, name, set, within);
    } else if (host !== undefined && (kind === "policyFile" || action === "delete")) {
      const served = action === "delete" || text === undefined ? undefined : { text, mediaType: "text/plain" };
      this.context.world.setServed(start, host, served, within);
    }
    this.context.clock.seconds = Math.max(this.context.clock.seconds, start + takes);
    if (kind === "stsRecord") this.announce(action === "delete" ? undefined : text, start + within);
    this.context.world.currency.begin(start, this.current());
  }

  private recordSet(kind: Operation["kind"], program: Program, id: string | undefined, zone: "route53" | "cloudflare") {
    switch (kind) {
      case "stsRecord":
        return { values: [renderStsRecord(id ?? "")], ttl: recordTtl };
      case "address":
        return { values: [program.hosts[0] ?? ""], ttl: addressTtl(zone) };
      case "mx":
        return { values: program.exchangers ?? [], ttl: this.context.mxTtl };
      default:
        return { values: ["rua"], ttl: recordTtl };
    }
  }

  protected remember({ kind, zone, host, action }: Operation, program: Program, id: string | undefined): void {
    const { hosts, files, records } = this.state;
    if (zone !== undefined) {
      if (action === "delete") records.delete(recordKey(kind, zone));
      else records.set(recordKey(kind, zone), wantedOf(program, id).records[kind] ?? "");
    } else if (host !== undefined && kind === "host") {
      if (action === "delete") this.forgetHost(host);
      else hosts.add(host);
    } else if (host !== undefined) {
      files.set(host, publicationOf(program)?.text ?? "");
    }
  }

  private forgetHost(host: HostKind): void {
    this.state.hosts.delete(host);
    this.state.files.delete(host);
  }

  /** A deploy is done: what is not announced any more, nor served where the address leads, is withdrawn. */
  protected settle(program: Program): void {
    this.announce(publicationOf(program)?.text, this.context.clock.seconds);
    const current = this.current();
    this.context.world.currency.begin(this.context.clock.seconds, current);
    this.context.world.currency.only(this.context.clock.seconds, current);
  }

  /** What senders may fetch now or go by: the meanings of the policy that is announced and of the file that is served. */
  current(): string[] {
    const [server] = this.context.world.latest(this.context.world.delegation.latest, "address").values;
    const served = server === undefined ? undefined : this.context.world.latestServed(server as ServerKind)?.text;
    return [this.published, served].flatMap((text) => (text === undefined ? [] : meaningsOf(text)));
  }
}

/** What senders may still follow, as the component's hook sees it: unknown where the file does not change. */
function heldBefore(operations: readonly Operation[], previous: string | undefined): HeldPolicy {
  if (operations.every(({ kind }) => kind !== "policyFile")) return "unknown";
  return policyIn(previous);
}
