import type { PolicyFetch } from "../net/policyFetch";
import type { HostFacts } from "./facts";

/** The fetch that stands for the host: the first good one, else the first that says something about it. */
export function mainFetch({ fetches }: HostFacts): PolicyFetch | undefined {
  return fetches.find(({ ok }) => ok) ?? fetches.find(({ status }) => status !== undefined) ?? fetches[0];
}
