import { MtaStsMode, samePolicy, uncoveredHosts, type Policy } from "../protocol";
import type { TransitionFacts } from "./facts";

/** The four places a domain can stand. */
export type Stage = "absent" | MtaStsMode;
export const stages: readonly Stage[] = ["absent", MtaStsMode.Testing, MtaStsMode.Enforce, MtaStsMode.None];

export function previousPolicy({ previous }: TransitionFacts): Policy | undefined {
  return previous.from === "none" ? undefined : previous.policy;
}

export function previousStage(facts: TransitionFacts): Stage {
  return previousPolicy(facts)?.mode ?? "absent";
}

export function nextStage({ next }: TransitionFacts): Stage {
  return next?.policy.mode ?? "absent";
}

/** Whether senders would be told to hold mail back that does not fit. */
export function willEnforce(facts: TransitionFacts): boolean {
  return nextStage(facts) === MtaStsMode.Enforce;
}

export function wasEnforcing(facts: TransitionFacts): boolean {
  return previousStage(facts) === MtaStsMode.Enforce;
}

/** Same mode, MX set and max_age: what senders hold stays true, whatever the id. */
export function keepsPolicy(facts: TransitionFacts): boolean {
  const previous = previousPolicy(facts);
  return previous !== undefined && facts.next !== undefined && samePolicy(previous, facts.next.policy);
}

/**
 * The policy's resource is new, but the live TXT record already carries its id: it was published before and only lost
 * its object or its place in the state.
 */
export function restores({ previous, next, live }: TransitionFacts): boolean {
  return previous.from !== "state" && next !== undefined && txtId(live.policy) === next.id;
}

/** Nothing changes for senders: never refused, for refusing would only keep the user from unrelated work. */
export function changesNothing(facts: TransitionFacts): boolean {
  return keepsPolicy(facts) || restores(facts);
}

export function txtId(live: TransitionFacts["live"]["policy"]): string | undefined {
  return live.state === "notAsked" ? undefined : live.id;
}

/** The same, with those of name servers that do not agree yet. */
export function txtIds(live: TransitionFacts["live"]["policy"]): readonly string[] {
  return (live.state === "unreachable" ? live.ids : undefined) ?? [txtId(live) ?? []].flat();
}

export interface MxChange {
  added: string[];
  removed: string[];
}

/** Patterns that one policy has and the other has not. */
export function mxChange(previous: Policy | undefined, next: Policy | undefined): MxChange {
  const before = previous?.mx ?? [];
  const after = next?.mx ?? [];
  return {
    added: after.filter((pattern) => !before.includes(pattern)),
    removed: before.filter((pattern) => !after.includes(pattern)),
  };
}

export function removedPatterns(facts: TransitionFacts): string[] {
  return mxChange(previousPolicy(facts), facts.next?.policy).removed;
}

/** Live MX hosts that the next policy does not name. Empty where the live set is not known. */
export function uncovered({ next, live: { mx } }: TransitionFacts): string[] {
  return next === undefined || !("hosts" in mx) ? [] : uncoveredHosts(hostNames(mx.hosts), next.policy.mx);
}

/** Those of them that the previous policy named: the ones that this step would cut off. */
export function newlyUncovered(facts: TransitionFacts): string[] {
  const before = uncoveredHosts(uncovered(facts), previousPolicy(facts)?.mx ?? []);
  return uncovered(facts).filter((host) => !before.includes(host));
}

function hostNames(hosts: readonly { host: string }[]): string[] {
  return hosts.map(({ host }) => host);
}

/** "a", "a and b", "a, b and c". */
export function listed(names: readonly string[]): string {
  if (names.length < 2) return names[0] ?? "none";
  return `${names.slice(0, -1).join(", ")} and ${names.at(-1) ?? ""}`;
}

/** Seconds as people say them: "7 days", "90 minutes", "45 seconds". */
export function spell(seconds: number): string {
  const units = [
    { size: 86400, name: "day" },
    { size: 3600, name: "hour" },
    { size: 60, name: "minute" },
    { size: 1, name: "second" },
  ];
  const unit = units.find(({ size }) => seconds >= size && seconds % size === 0) ?? { size: 1, name: "second" };
  const count = seconds / unit.size;
  return `${count} ${unit.name}${count === 1 ? "" : "s"}`;
}
