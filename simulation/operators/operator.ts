import type { MxFacts } from "../../src/rollout/facts";
import { isCovered } from "../../src/protocol";
import { judgeDeploy, type DeployVerdict } from "../deploy/judgeDeploy";
import { domain, ModelDeployment, type DeploymentContext, type DeployResult } from "../deploy/deployment";
import { publicationOf, type Program } from "../deploy/program";
import { byHand } from "../deploy/delays";
import type { OperationKind } from "../deploy/operations";
import type { Scenario } from "../scenario/scenario";
import type { SentReport } from "../senders/dayBook";
import { propagation } from "../senders/bounds";
import { policyIn } from "../senders/readPolicy";
import { badHostsOf, hostsOf } from "../world/mailHosts";
import { VirtualClock } from "../world/virtualClock";
import { worldLookups } from "../world/worldLookups";
import type { World } from "../world/world";
import { readinessOf } from "./readiness";
import type { Step } from "./step";
import type { Strategy } from "./strategy";

/** Those who write to the domain. */
export interface People {
  advanceTo: (time: number) => void;
  reports: () => SentReport[];
}

/** Makes what deploys: the model, or the real engine behind the same face. */
export type DeploymentOf = (context: DeploymentContext & Pick<People, "reports">) => ModelDeployment;

/** What became of an operator's deploys. */
export interface OperatorLog {
  accepted: number;
  refused: number;
  /** Codes, in order: one entry a refused deploy. */
  refusals: string[][];
  /** When deploys were done, and what they were, for the picture. */
  deploys: { from: number; to: number; ended: DeployResult["ended"]; mode: string; mx: readonly string[] }[];
}

const minute = 60;
const stopping = ["adopt-changed-softly", "zone-not-asked"];
/** Operations that change what becomes of mail. */
const felt: readonly OperationKind[] = ["policyFile", "host", "address", "stsRecord", "mx"];
const mostSteps = 200;
const mostTries = 8;

/** Somebody with a program and a list of steps. Waits, deploys, reads refusals, follows remedies, or gives up. */
export class Operator {
  readonly log: OperatorLog = { accepted: 0, refused: 0, refusals: [], deploys: [] };
  readonly clock: VirtualClock = new VirtualClock(0);
  readonly deployment: ModelDeployment;
  program: Program;
  /** The hosts that receive mail, as far as the operator knows. */
  mxHosts: readonly string[];
  /** Policy changes wait until then: senders may still be led to another host. */
  quietUntil = 0;
  /** When a policy other than `none` was last served, and what followed it was deployed. */
  lastServed = 0;
  /** The longest max_age that was ever served. */
  longestMaxAge = 0;
  private readonly lookups;
  private agenda: Step[] = [];
  private isUnsure = false;
  private wasServing = false;
  /** The id of a deploy that died, which senders may have met. */
  private unfinished: string | undefined;
  /** When hosts left the MX records. */
  private readonly left = new Map<string, number>();
  private readonly usedIds = new Set<string>();

  constructor(
    readonly scenario: Scenario,
    readonly strategy: Strategy,
    readonly world: World,
    private readonly people: People,
    deploymentOf: DeploymentOf = (context) => new ModelDeployment(context),
  ) {
    this.lookups = worldLookups(world, this.clock, domain);
    const { habits } = strategy;
    const { reports } = people;
    const { salt, mxTtl } = scenario;
    this.deployment = deploymentOf({ world, clock: this.clock, lookups: this.lookups, habits, salt, mxTtl, reports });
    this.mxHosts = hostsOf(scenario.provider, 0);
    this.program = { zones: [scenario.zone], hosts: [scenario.host] };
    for (const host of badHostsOf(scenario)) world.mended.set(host, Infinity);
  }

  /** Puts steps on the list, in order of time; of those at one time the first to come is the first to be done. */
  plan(steps: readonly Step[]): void {
    this.agenda = [...this.agenda, ...steps].sort((a, b) => a.at - b.at);
  }

  /** Works the list off. Steps lead to others; their number is bounded. */
  async run(): Promise<void> {
    for (let done = 0; done < mostSteps; done++) {
      const step = this.agenda.shift();
      if (step === undefined) return;
      this.clock.seconds = Math.max(this.clock.seconds, step.at);
      this.people.advanceTo(this.clock.seconds);
      step.byHand?.();
      const next = step.change(this.program);
      if (next !== undefined) await this.take(step, next);
      this.watchOutside();
    }
  }

  /** Hosts that left the MX records so lately that resolvers may still give them to senders. */
  lingering(): string[] {
    const { heedsAdvice } = this.strategy;
    const since = this.clock.seconds - this.scenario.mxTtl - propagation;
    return heedsAdvice ? [...this.left].filter(([, time]) => time > since).map(([host]) => host) : [];
  }

  /** Writes MX records by hand, in every zone that exists. */
  setMx(hosts: readonly string[]): void {
    this.noteMx(hosts);
    this.world.noteChange(this.clock.seconds);
    const zones = new Set([...this.program.zones, this.world.delegation.latest]);
    for (const zone of zones) {
      const set = { values: hosts, ttl: this.scenario.mxTtl };
      this.world.setRecord(this.clock.seconds, zone, "mx", set, byHand.within);
    }
  }

  /** Takes the live MX records into the state, as `pulumi refresh` does. */
  refreshMx(): void {
    for (const zone of this.program.zones)
      if (this.program.exchangers !== undefined)
        this.deployment.state.records.set(`mx ${zone}`, this.world.latest(zone, "mx").values.join(" "));
  }

  private async take(step: Step, wanted: Program): Promise<void> {
    const { heedsAdvice } = this.strategy;
    if (this.unfinished !== undefined && this.unfinished !== publicationOf(wanted)?.id)
      this.usedIds.add(this.unfinished);
    const plain = this.revised(wanted);
    if (this.isUnsure && heedsAdvice) this.deployment.refresh();
    if (
      heedsAdvice &&
      this.clock.seconds < this.quietUntil &&
      publicationOf(plain)?.text !== publicationOf(this.program)?.text
    ) {
      this.plan([{ ...step, at: this.quietUntil }]);
      return;
    }
    const id = publicationOf(plain)?.id;
    const { next, refused } = await this.overridden(plain);
    if (refused.length > 0 && !this.goesPast(refused)) {
      this.refuse(step, refused);
      return;
    }
    const from = this.clock.seconds;
    const before = this.program;
    const {
      ended,
      performed,
      refused: late,
    } = await this.deployment.deploy(next, step.death, () => this.judgeAgain(next));
    if (late !== undefined) {
      this.people.advanceTo(this.clock.seconds);
      this.refuse(step, late);
      return;
    }
    this.log.accepted++;
    if (performed.some(({ kind }) => kind === "mx")) this.noteMx(next.exchangers ?? []);
    const { policy } = publicationOf(next) ?? {};
    // Senders keep what a deploy that died has served for as long: the date that `none` prints counts it.
    if (policy !== undefined && performed.some(({ kind }) => kind === "policyFile"))
      this.longestMaxAge = Math.max(this.longestMaxAge, policy.maxAge);
    this.log.deploys.push({
      from,
      to: this.clock.seconds,
      ended,
      mode: policy?.mode ?? "absent",
      mx: policy?.mx ?? [],
    });
    if (performed.some(({ kind }) => felt.includes(kind))) this.world.noteChange(this.clock.seconds);
    this.people.advanceTo(this.clock.seconds);
    // Nobody knows what a deploy that died has done; the careful ask, with `pulumi up --refresh`.
    this.isUnsure = ended !== "done";
    this.unfinished = ended === "done" ? undefined : id;
    if (ended !== "done" && policy !== undefined && policy.mode !== "none") this.wasServing = true;
    if (ended === "done") {
      this.program = next;
      this.noteUsed(next);
      this.plan(step.then?.() ?? []);
    } else if (ended === "gate") {
      const rewritten = changed(step, rewrite);
      // What no later run would write again, because the state says that it is there, is written with another text.
      this.plan(this.again((step.tries ?? 0) > 0 ? rewritten : step, 10 * minute));
    } else {
      this.plan([this.afterDeath(step, before)]);
    }
  }

  /** The next deploy after one that died: the same again, or back to what was. */
  private afterDeath({ death, ...step }: Step, before: Program): Step {
    const at = this.clock.seconds + (death?.after ?? minute);
    if (death?.then !== "revert") return { ...step, at };
    // Whoever has deployed since has taken the matter in hand. A policy that returns takes a new id, by the advice.
    const back = this.strategy.heedsAdvice ? raised(before) : before;
    // Where the policy that it brought may not go like that, the deploy is finished after all.
    const finish = (): Step[] => [{ ...step, at: this.clock.seconds + minute }];
    const remedies = { "remove-testing": finish, "remove-enforce": finish, "remove-too-early": finish };
    return { at, change: (program) => (program === before ? back : undefined), remedies };
  }

  /** As the component judges again after a wait: MX records may have changed meanwhile. */
  private async judgeAgain(next: Program): Promise<string[]> {
    const { refused } = await this.verdict(next);
    return refused.length > 0 && !this.goesPast(refused) ? refused : [];
  }

  private async judge(next: Program): Promise<string[]> {
    const { refused, advised } = await this.verdict(next);
    // The advice says what the refusal of the same does, under enforce or with a policy: two deploys, or both zones.
    const heeded = this.strategy.heedsAdvice ? advised.filter((code) => stopping.includes(code)) : [];
    return [...refused, ...heeded];
  }

  private verdict(next: Program): Promise<DeployVerdict> {
    const operations = this.deployment.plan(next);
    const { hosts, policy } = this.program;
    const [address] = hosts;
    return judgeDeploy(next, operations, {
      ...{ domain, lookups: this.lookups, state: this.deployment.state, time: this.clock.seconds },
      oldAddressUntil: this.deployment.oldAddressUntil,
      hostsBefore:
        policy === undefined || address === undefined || this.deployment.state.hosts.size === 0
          ? undefined
          : { declared: hosts, address },
      readiness: (mx: MxFacts) =>
        readinessOf(this.people.reports(), publicationOf(next)?.policy.mx ?? [], mx, this.clock.seconds),
    });
  }

  /** The program, judged. Where only the TTL of the MX records stands against it, and has passed, the operator says so. */
  private async overridden(program: Program): Promise<{ next: Program; refused: string[] }> {
    const next = { ...program };
    delete next.override;
    // Nobody would be told.
    if (this.strategy.ignores === "all") return { next, refused: [] };
    const id = publicationOf(next)?.id;
    const refused = await this.judge(next);
    if (refused.join() !== "mx-dropped-long-ttl" || id === undefined || this.mxSettlesIn() > 0)
      return { next, refused };
    const meant = { ...next, override: id };
    return { next: meant, refused: await this.judge(meant) };
  }

  /** Seconds until resolvers have forgotten the MX records of before. */
  private mxSettlesIn(): number {
    return Math.max(0, ...this.left.values()) + this.scenario.mxTtl + propagation - this.clock.seconds;
  }

  private goesPast(refused: readonly string[]): boolean {
    const { ignores, forces } = this.strategy;
    if (forces === this.log.refused) {
      this.log.refusals.push([...refused]);
      this.log.refused++;
      return true;
    }
    return ignores === "all" || refused.every((code) => ignores.includes(code));
  }

  private refuse(step: Step, refused: readonly string[]): void {
    const next = step.change(this.program) ?? this.program;
    this.log.refused++;
    this.log.refusals.push([...refused]);
    const [first = ""] = refused;
    if (refused.includes("record-exists") || refused.includes("record-not-recorded")) {
      this.deployment.adopt(next);
      this.plan(this.again(step, minute));
      return;
    }
    if (refused.length === 1 && first === "protected" && next.policy !== undefined) {
      // The engine's own remedy, for what moves elsewhere: `pulumi state unprotect`.
      this.deployment.unprotect();
      this.plan(this.again(step, minute));
      return;
    }
    if (refused.includes("remove-unread")) {
      this.plan(this.again(step, minute));
      return;
    }
    if (refused.includes("return-to-live-id")) {
      this.plan(this.again(changed(step, raised), minute));
      return;
    }
    if (refused.includes("id-serves-another-policy")) {
      this.plan(this.again(changed(step, rewrite), minute));
      return;
    }
    if (refused.join() === "mx-dropped-long-ttl") {
      this.plan(this.again(step, Math.max(minute, this.mxSettlesIn())));
      return;
    }
    const remedy = Object.entries(step.remedies ?? {}).find(([code]) => refused.includes(code))?.[1];
    if (first !== "") this.plan(remedy?.() ?? []);
  }

  private again(step: Step, after: number): Step[] {
    const tries = (step.tries ?? 0) + 1;
    return tries > mostTries ? [] : [{ ...step, at: this.clock.seconds + after, tries }];
  }

  /** A policy that was live before comes back under a new id, if the operator reads the advice. */
  private revised(next: Program): Program {
    const { policy } = next;
    if (!this.strategy.heedsAdvice || policy === undefined) return next;
    const current = publicationOf(this.program)?.id;
    let revision = policy.revision;
    let id = publicationOf(next)?.id;
    // Back from a deploy that died is a return too: senders may have met what it left.
    const isReturn = this.unfinished !== undefined && this.unfinished !== id;
    for (let tries = 0; tries < 50 && id !== undefined && this.usedIds.has(id); tries++) {
      if (id === current && !isReturn) break;
      revision = (revision ?? 0) + 1;
      id = publicationOf({ ...next, policy: { ...policy, revision } })?.id;
    }
    return revision === undefined ? next : { ...next, policy: { ...policy, revision } };
  }

  private noteMx(hosts: readonly string[]): void {
    for (const host of this.mxHosts) if (!hosts.includes(host)) this.left.set(host, this.clock.seconds);
    for (const host of hosts) this.left.delete(host);
    this.mxHosts = hosts;
  }

  private noteUsed(program: Program): void {
    const publication = publicationOf(program);
    if (publication === undefined) return;
    this.usedIds.add(publication.id);
    if (publication.policy.mode !== "none" || this.wasServing) this.lastServed = this.clock.seconds;
    this.wasServing = publication.policy.mode !== "none";
    this.longestMaxAge = Math.max(this.longestMaxAge, publication.policy.maxAge);
  }

  /** Ends a span in which MX records did not fit because of what was done by hand, once some host fits again. */
  private watchOutside(): void {
    const open = this.world.outside.filter(({ to }) => to === Infinity);
    if (open.length === 0) return;
    // In a move of zones resolvers ask the old one for a day.
    const zones = [...new Set([...this.program.zones, this.world.delegation.latest])];
    const live = zones.map((zone) => this.world.latest(zone, "mx").values).filter((hosts) => hosts.length > 0);
    if (live.length === 0 || !live.every((hosts) => this.fitsPolicies(hosts))) return;
    for (const span of open) span.to = this.clock.seconds;
  }

  /** Whether each policy that senders may follow has one of these hosts; in testing too, for it may enforce next. */
  fitsPolicies(hosts: readonly string[]): boolean {
    return this.deployment
      .current()
      .map((text) => policyIn(text))
      .every(
        (policy) => policy === undefined || policy.mode === "none" || hosts.some((host) => isCovered(host, policy.mx)),
      );
  }
}

/** The same step with another program, if there still is one when its time comes. */
function changed(step: Step, how: (program: Program) => Program): Step {
  return {
    ...step,
    change: (program) => {
      const next = step.change(program);
      return next === undefined ? undefined : how(next);
    },
  };
}

/** The same policy with another text: senders keep it for a second longer. */
function rewrite(program: Program): Program {
  const { policy } = program;
  return policy === undefined ? program : { ...program, policy: { ...policy, maxAge: policy.maxAge + 1 } };
}

/** The same policy under another id. */
export function raised(program: Program): Program {
  const { policy } = program;
  return policy === undefined ? program : { ...program, policy: { ...policy, revision: (policy.revision ?? 0) + 1 } };
}
