import type { Fault } from "../../../sandbox/provider";
import type { Operation } from "../../../simulation/deploy/operations";
import type { Program } from "../../../simulation/deploy/program";
import type { CloudView } from "./cloudView";
import type { Place } from "./componentArgs";

/** The provider's operations that stand for one of the model's. */
export function faultsAt(
  { kind, action, host, zone }: Operation,
  lost: boolean,
  { exchangers = [] }: Program,
  place: Place,
  view: CloudView,
): Fault[] {
  const { name } = place;
  const fault = lost ? ("lostAnswer" as const) : ("fail" as const);
  const known = view.values("mx", "cloudflare");
  const fresh = exchangers.filter((each) => !known.includes(each));
  const leaving = known.filter((each) => !exchangers.includes(each));
  const ofMx = (hosts: string[], operation: "create" | "delete", how: Fault["kind"]): Fault[] =>
    hosts.map((each) => ({ kind: how, operation, name: `${name}-mx-${each}` }));
  // One domain's deploy ends with its first error, and deletes nothing; here the engine goes on for the others.
  const stays = ofMx(leaving, "delete", "fail");
  if (kind === "mx" && zone === "cloudflare")
    // One record a host: all that are new, or where none is, all that go.
    return fresh.length > 0 ? [...ofMx(fresh, "create", fault), ...stays] : ofMx(leaving, "delete", fault);
  const child = {
    ...{ tlsRpt: "smtp-tls", stsRecord: "sts", mx: "mx" },
    // What needs a distribution that failed is asked for without it, which ends the program for all domains.
    host: host === "cloudflareWorker" ? "worker" : "public-access-block",
    policyFile: host === "cloudflareWorker" ? "worker" : "policy",
    address: zone === "route53" ? "a" : "cname",
  }[kind];
  return [{ kind: fault, operation: action, name: `${name}-${child}` }, ...stays];
}
