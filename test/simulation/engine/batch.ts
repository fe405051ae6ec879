import { MtaSts } from "../../../src";
import { replaceSurroundings } from "../../../src/rollout/surroundings";
import type { Lookups } from "../../../src/rollout/lookups";
import type { Fault } from "../../../sandbox/provider";
import type { Sandbox } from "../../../sandbox/sandbox";
import type { Program } from "../../../simulation/deploy/program";
import type { VirtualClock } from "../../../simulation/world/virtualClock";
import { deployment, type Deployment, type Outcome } from "../../support/engine";
import { operate } from "../../support/engineOperation";
import { componentArgs, type Place } from "./componentArgs";

/** One deploy that a domain of the batch asks for. */
export interface Request {
  program: Program;
  faults: Fault[];
  imports: Import[];
  refresh: boolean;
  lookups: Lookups;
  clock: VirtualClock;
}

/** A record that `pulumi import` takes into the stack first. */
export interface Import {
  urn: string;
  type: string;
  name: string;
  id: string;
}

/** What the engine said about one domain. */
export interface DomainOutcome {
  /** The messages of everything that failed. */
  errors: string[];
}

/** The engine writes the whole state after each resource; here once an update is enough. */
const atTheEnd = { PULUMI_EXPERIMENTAL: "1", PULUMI_SKIP_CHECKPOINTS: "true", PULUMI_DISABLE_CHECKPOINT_BACKUPS: "1" };

const seen = "the operator of this domain is done";
const failed = (host: string) => Promise.resolve({ ok: false, kind: "dns", host, ms: 0, seen } as const);
const silent: Lookups = {
  ...{ policy: failed, policyAt: failed, policyEverywhere: failed },
  mx: (domain) => Promise.resolve({ kind: "failed", domain, hosts: [], servers: [], reason: seen }),
  txt: (name) => Promise.resolve({ ok: false, name, servers: [], reason: seen }),
  name: () => Promise.resolve({ ok: false, reason: seen }),
};

interface Member extends Request {
  place: Place;
  answer?: (outcome: DomainOutcome) => void;
  fail?: (error: unknown) => void;
}

/**
 * Many domains in one program, each with its own world and its own time. A round deploys the next step of each of them at
 * once: it begins when every operator that is not done yet waits for the engine.
 */
export class EngineBatch {
  rounds = 0;
  private readonly members = new Map<string, Member>();
  private active: number;

  private constructor(
    private readonly sandbox: Sandbox,
    private readonly engine: Deployment,
    domains: number,
  ) {
    this.active = domains;
  }

  static async start(sandbox: Sandbox, stackName: string, domains: number): Promise<EngineBatch> {
    const engine = await deployment({ ...sandbox, env: { ...sandbox.env, ...atTheEnd } }, () => Promise.resolve(), {
      stackName,
    });
    return new EngineBatch(sandbox, engine, domains);
  }

  /** Deploys a domain's program in the next round. */
  deploy(place: Place, request: Request): Promise<DomainOutcome> {
    return new Promise((answer, fail) => {
      this.members.set(place.name, { ...request, place, answer, fail });
      this.next();
    });
  }

  /** A domain's operator is done; what it declared stays. Its time has ended: nothing more can be seen of it. */
  leave({ name }: Place): void {
    this.active--;
    const member = this.members.get(name);
    if (member !== undefined) member.lookups = silent;
    this.next();
  }

  private next(): void {
    const waiting = [...this.members.values()].filter(({ answer }) => answer !== undefined);
    if (waiting.length > 0 && waiting.length === this.active) void this.round(waiting);
  }

  private async round(waiting: Member[]): Promise<void> {
    this.rounds++;
    const { faults } = this.sandbox.providers;
    try {
      await this.import(waiting.flatMap(({ imports }) => imports));
      for (const fault of waiting.flatMap((member) => member.faults)) faults.inject(fault);
      const refresh = waiting.some((member) => member.refresh);
      const program = (): Promise<void> => {
        declare([...this.members.values()]);
        return Promise.resolve();
      };
      const options = { continueOnError: true, ...(refresh ? { refresh: true } : {}) };
      const outcome = await operate(this.engine.stack, "up", program, options);
      faults.clear();
      for (const member of waiting) settle(member, outcome);
    } catch (error) {
      for (const member of waiting) member.fail?.(error);
    }
  }

  /** As the command does that a refusal prints, for all domains at once. */
  private async import(targets: readonly Import[]): Promise<void> {
    if (targets.length === 0) return;
    const nameTable: Record<string, string> = {};
    const resources = targets.map((target) => {
      const { type, name, id } = target;
      const parent = name.slice(0, name.indexOf("-"));
      nameTable[parent] = parentUrn(target, parent);
      return { type, name, id, parent };
    });
    await this.engine.stack.import({ nameTable, resources, protect: false, generateCode: false });
  }
}

/** A component's child has its component's URN before the first "$". */
function parentUrn({ urn }: Import, name: string): string {
  return `${urn.slice(0, urn.indexOf("$"))}::${name}`;
}

function declare(members: readonly Member[]): void {
  try {
    for (const { place, program, lookups, clock } of members) {
      // Read by the component as it is constructed.
      replaceSurroundings({ lookups: () => lookups, clock });
      new MtaSts(place.name, componentArgs(program, place));
    }
  } finally {
    replaceSurroundings(undefined);
  }
}

function settle(member: Member, { diagnostics, failed, error, ok }: Outcome): void {
  const { name } = member.place;
  const isOurs = (resource: string | undefined) => resource === name || resource?.startsWith(`${name}-`) === true;
  const errors = diagnostics
    .filter((diagnostic) => diagnostic.severity === "error" && isOurs(diagnostic.name))
    .map(({ message }) => message);
  for (const change of failed) if (isOurs(change.name)) errors.push(`${change.operation} ${change.name} failed`);
  // An error that is nobody's ends the run for all.
  if (!ok && diagnostics.every((each) => each.severity !== "error" || each.name === undefined)) errors.push(error);
  const { answer } = member;
  delete member.answer;
  delete member.fail;
  answer?.({ errors });
}
