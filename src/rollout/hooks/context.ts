import { AsyncResource } from "node:async_hooks";
import * as pulumi from "@pulumi/pulumi";
import { systemClock, type Clock } from "../clock";
import type { Evidence } from "../evidence";
import type { HostFacts, PreviousPolicy } from "../facts";
import type { ProgramFacts } from "../programFacts";
import type { Lookups } from "../lookups";
import type { PublicationResult } from "../publicationGate";
import type { GuardedRecord } from "./existingRefusal";
import { sharedHook } from "./sharedHook";

/** What the guards of one component are made from. */
export interface RolloutContext {
  /** Where messages are shown. */
  component: pulumi.Resource;
  program: Omit<ProgramFacts, "next" | "ttl" | "readiness">;
  /** Absent where a Route 53 zone is among the component's: there the address always leads to CloudFront. */
  hosts?: HostFacts;
  /** Absent in stage one. */
  policy?: { text: pulumi.Input<string>; id: pulumi.Input<string> };
  ttl: pulumi.Input<number>;
  /** What `rollout.reports` says. */
  evidence?: Evidence;
  /** Fresh look-ups for the gate, and those of `askingOnce` for the rules. */
  lookups: { fresh: Lookups; once: Lookups };
  /** Absent with `rollout.verifyPublication: false`, and until the host is declared. */
  gate?: GateContext;
  /** Default: the system's. */
  clock?: Clock;
}

/** Where the publication gate looks, and for how long. */
export interface GateContext {
  /** CloudFront's own name for the distribution; "addresses" for a Worker: those that the zone's servers give. */
  server: pulumi.Input<string>;
  /** Seconds without a miss: 30 for CloudFront, 60 for a Worker. */
  steadySeconds: number;
  /** `rollout.publicationTimeout`, seconds. Default: 300 on update, 1200 on first create. */
  limitSeconds?: number;
}

/** The context of one deployment, and what its hooks have found out or done so far. */
export interface Run extends RolloutContext {
  /** `mta-sts.<domain>` */
  host: string;
  clock: Clock;
  /** The program's. Outside of it, log lines of an inline program go to no stack. */
  asyncContext: AsyncResource;
  /** Set by the rules: what this deployment's step starts from. */
  previous?: PreviousPolicy;
  /** Lines of the log that were shown: two hosts of one policy are judged alike. */
  said: Set<string>;
  /** The wait before a pattern goes from the policy. */
  forgetting?: Promise<void>;
  /** All that wait for one policy wait at one gate. */
  passing?: Promise<PublicationResult>;
  /** The judgements of address records that are to be created, by child: true where it is refused. */
  addresses: Map<string, Promise<boolean>>;
  /** The hooks that refuse to create a record where another stands, each of one child alone. */
  existing: { hook: pulumi.ResourceHook; record: GuardedRecord }[];
  /** When the `_mta-sts` record changed (the clock's time), and the TTL that it had before, in seconds. */
  txtChanged?: { at: number; oldTtl: number };
}

export function startRun(context: RolloutContext): Run {
  const host = `mta-sts.${context.program.domain}`;
  const asyncContext = new AsyncResource("pulumi-mta-sts");
  return { clock: systemClock, asyncContext, said: new Set(), addresses: new Map(), existing: [], ...context, host };
}

/**
 * A hook of this component's child, in the preview too or only when things really change. With the provider, where it
 * matters in which of two zones the child is.
 */
export function hookOf(
  run: Run,
  child: string | { name: string; provider: "route53" | "cloudflare" },
  what: string,
  when: "alsoInPreview" | "inUpdate",
  callback: pulumi.ResourceHookFunction,
): pulumi.ResourceHook {
  const { name, ...zone } = typeof child === "string" ? { name: child } : child;
  const inProgram: pulumi.ResourceHookFunction = (args) => run.asyncContext.runInAsyncScope(callback, undefined, args);
  const guard = { component: run.component, child: name, ...zone, callback: inProgram };
  return sharedHook(what, when === "alsoInPreview", guard);
}

export async function warn({ component, said }: Run, line: string): Promise<void> {
  if (said.has(line)) return;
  said.add(line);
  await pulumi.log.warn(line, component);
}

export async function inform({ component, said }: Run, line: string): Promise<void> {
  if (said.has(line)) return;
  said.add(line);
  await pulumi.log.info(line, component);
}
