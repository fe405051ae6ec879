import * as pulumi from "@pulumi/pulumi";
import type { FoundZone } from "./zoneCheck";

/** A zone, and who is asked for it. */
export interface AskedZone {
  zoneId: string;
  /** The component, whose provider is asked where the zone has none of its own. */
  parent: pulumi.Resource;
  provider?: pulumi.ProviderResource | undefined;
  /** The provider's package. */
  kind: "aws" | "cloudflare";
}

type Answers = Map<string, Promise<FoundZone>>;

/** By the program's root resource, for a process may run several programs; then by who was asked. */
const asked = new WeakMap<pulumi.Resource, Map<pulumi.ProviderResource | undefined, Answers>>();

/** Looks a zone up once for all the domains that a program keeps in it; in a component plugin for each component. */
export function lookUpZone(
  { zoneId, parent, provider, kind }: AskedZone,
  lookUp: () => Promise<FoundZone>,
): Promise<FoundZone> {
  const program = pulumi.runtime.getStackResource();
  if (program === undefined) return lookUp();
  const byProvider = asked.get(program) ?? new Map<pulumi.ProviderResource | undefined, Answers>();
  asked.set(program, byProvider);
  // The default providers of a program, one for each package, are undefined here.
  const who = provider ?? parent.getProvider(`${kind}:index:Zone`);
  const answers: Answers = byProvider.get(who) ?? new Map<string, Promise<FoundZone>>();
  byProvider.set(who, answers);
  const key = `${kind} ${zoneId}`;
  const answer = answers.get(key) ?? lookUp();
  answers.set(key, answer);
  return answer;
}
