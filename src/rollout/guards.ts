import * as pulumi from "@pulumi/pulumi";
import { isPlain } from "../input/checkedInput";
import { parsePolicyFile, type MtaStsMode } from "../protocol";
import { rolloutHooks, startRun, type GateContext, type RolloutHooks, type Run } from "./hooks";
import { inform, warn } from "./hooks/context";
import { passOverFreeNames } from "./hooks/freeNames";
import { settled, textsOf } from "./hooks/inputs";
import type { HostFacts } from "./facts";
import { judgeProgram } from "./judgeProgram";
import { askingOnce } from "./lookups";
import { evidenceOf } from "./evidence";
import { RefusedError } from "./refusedError";
import { isoDay, protectMailExchangers, protectPolicy } from "./retirement";
import type { RolloutArgs } from "./rolloutArgs";
import { currentSurroundings } from "./surroundings";

/** What a component is guarded by. */
export interface GuardedProgram {
  component: pulumi.Resource;
  domain: string;
  ttl: pulumi.Input<number>;
  /** Absent in stage one. */
  policy?: { mode: MtaStsMode; text: pulumi.Input<string>; id: pulumi.Input<string> };
  rollout: RolloutArgs;
  /** Whether MX records are among its children. */
  declaresMx: boolean;
  /** Absent where a Route 53 zone is among the component's. */
  hosts?: HostFacts;
}

/** Holds one component to the rollout rules: in its children's hooks, by protection, and once in every run. */
export interface Guards {
  hooks: RolloutHooks;
  /** Of the policy's file and its `_mta-sts` record. */
  protectPolicy?: true;
  /** Of the Route 53 MX set. */
  protectMailExchangers?: true;
  /** Says where the publication gate looks; without it nothing waits. */
  watch: (gate: Omit<GateContext, "limitSeconds">) => void;
  /**
   * What every run says, whether or not a resource changes. Nothing while the policy is unknown, in a preview.
   *
   * @param zones The name servers of each of the program's zones.
   * @throws RefusedError with the refusal, for which nothing may be registered.
   */
  judged: (zones: readonly pulumi.Input<string[]>[]) => pulumi.Input<unknown>;
}

/** Makes the guards of a component. */
export function startGuards({ component, domain, ttl, policy, rollout, declaresMx, hosts }: GuardedProgram): Guards {
  const { override, retire, resolver, checkLiveMx = true, verifyPublication = true, publicationTimeout } = rollout;
  const { lookups, clock } = currentSurroundings();
  const fresh = lookups(resolver);
  const today = isoDay(clock.now());
  const program = {
    ...{ domain, tlsReporting: true, checkLiveMx, verifyPublication, declaresMx, today },
    ...(override === undefined ? {} : { override }),
    ...(retire === undefined ? {} : { retire }),
  };
  const once = askingOnce(fresh);
  const evidence = evidenceOf({ domain, rollout, lookups: once, now: () => clock.now() });
  const run = startRun({
    ...{ component, program, ttl, clock, evidence },
    ...(policy === undefined ? {} : { policy }),
    ...(hosts === undefined ? {} : { hosts }),
    lookups: { fresh, once },
  });
  return {
    hooks: rolloutHooks(run),
    protectPolicy: protectPolicy(policy?.mode, retire, today),
    protectMailExchangers: protectMailExchangers(policy?.mode, retire, today),
    watch(gate) {
      if (!verifyPublication) return;
      run.gate = { ...gate, ...(publicationTimeout === undefined ? {} : { limitSeconds: publicationTimeout }) };
    },
    judged(zones) {
      const facts = { ttl, text: policy?.text, id: policy?.id };
      return isPlain(facts)
        ? judge(run, facts, zones)
        : pulumi.output(facts).apply((known) => judge(run, known, zones));
    },
  };
}

async function judge(
  run: Run,
  { ttl, text, id }: { ttl: number; text?: string; id?: string },
  zones: readonly pulumi.Input<string[]>[],
): Promise<void> {
  const policy = text === undefined ? undefined : parsePolicyFile(text).policy;
  const next = policy === undefined || id === undefined ? undefined : { policy, id };
  const evidence = next === undefined ? undefined : await run.evidence?.whileTesting(next.policy);
  const zoneServers = await nameServersOf(zones);
  const verdict = await judgeProgram(
    {
      ...{ ...run.program, ttl },
      ...(next === undefined ? {} : { next }),
      ...(zoneServers === undefined ? {} : { zoneServers }),
    },
    run.lookups.once,
  );
  for (const line of [...verdict.notes, ...(evidence ?? [])]) await inform(run, line);
  for (const line of verdict.warnings) await warn(run, line);
  if (verdict.refusal !== undefined) throw new RefusedError(verdict.refusal);
  await passOverFreeNames(run);
}

/** Of all zones, or undefined where one is not known yet. */
async function nameServersOf(zones: readonly pulumi.Input<string[]>[]): Promise<string[] | undefined> {
  const known = (await Promise.all(zones.map(settled))).map(textsOf);
  return known.some((servers) => servers.length === 0) ? undefined : known.flat();
}
