import { renderStsRecord } from "../../src/protocol";
import { judgeExisting, type NewRecord } from "../../src/rollout/existingRecords";
import type { LiveTxt } from "../../src/net/liveTxt";
import type { PolicyFetch } from "../../src/net/policyFetch";
import type {
  HostFacts,
  LivePolicy,
  MxFacts,
  PreviousPolicy,
  ReadinessVerdict,
  TransitionFacts,
} from "../../src/rollout/facts";
import type { Finding } from "../../src/rollout/finding";
import { livePolicyOf } from "../../src/rollout/askLivePolicy";
import { askWhatStands } from "../../src/rollout/judgeWhatStands";
import type { Lookups } from "../../src/rollout/lookups";
import { previousForRemoval, previousPolicyOf } from "../../src/rollout/previousPolicy";
import { isoDay } from "../../src/rollout/retirement";
import { judgeStanding, judgeTransition } from "../../src/rollout/transition";
import { remembering } from "../remembering";
import type { ZoneKind } from "../scenario/scenario";
import { recordTtl } from "../senders/bounds";
import { epoch } from "../world/virtualClock";
import { nameServers } from "../world/worldLookups";
import { isProtected, type EngineState, type Operation } from "./operations";
import { publicationOf, type Program } from "./program";

/** What the rules say of a deploy: the codes of those that refuse, and of those that advise. */
export interface DeployVerdict {
  refused: string[];
  advised: string[];
}

export interface JudgeContext {
  domain: string;
  state: EngineState;
  /** The hosts that the program declared before, and the one that its address led to. */
  hostsBefore: HostFacts | undefined;
  lookups: Lookups;
  /** Until when resolvers may give the address that went before, seconds; undefined where it never moved. */
  oldAddressUntil: number | undefined;
  /** Seconds. */
  time: number;
  readiness: (mx: MxFacts) => ReadinessVerdict | undefined;
}

/**
 * Judges a deploy as the component does, by the component's own rules: what is left out in every run, a change of the
 * policy's file in the hook of its resource, and each new record in the hook of that record.
 */
export async function judgeDeploy(
  program: Program,
  operations: readonly Operation[],
  context: JudgeContext,
): Promise<DeployVerdict> {
  const findings: Finding[] = [];
  const { domain, lookups, state, time } = context;
  const publication = publicationOf(program);
  const common = {
    domain,
    ttl: recordTtl,
    tlsReporting: true,
    today: isoDay(epoch + time * 1000),
    ...(program.retireAfter === undefined ? {} : { retire: { after: program.retireAfter } }),
    ...(program.override === undefined ? {} : { override: { policyId: program.override, reason: "waited" } }),
  };
  const standing = await askWhatStands(
    {
      ...{ ...common, verifyPublication: true, checkLiveMx: true, declaresMx: program.exchangers !== undefined },
      ...(publication === undefined ? {} : { next: { policy: publication.policy, id: publication.id } }),
      zoneServers: program.zones.flatMap((zone) => nameServers(zone)),
    },
    lookups,
  );
  findings.push(...judgeStanding(standing).findings);
  if (publication === undefined) {
    const policy = await liveOf(domain, lookups);
    const facts = {
      ...common,
      previous: previousForRemoval(policy),
      live: { policy, mx: { kind: "notAsked" } },
    } as const;
    findings.push(...judgeTransition(facts).findings);
  } else {
    const { policy: next, id } = publication;
    for (const operation of operations) {
      if (operation.kind !== "policyFile" || operation.host === undefined) continue;
      const policy = await liveOf(domain, lookups);
      const mx: MxFacts = next.mode === "none" ? { kind: "notAsked" } : await lookups.mx(domain);
      const previous = previousOf(state.files.get(operation.host), policy);
      const readiness = next.mode === "enforce" ? context.readiness(mx) : undefined;
      const host = hostFacts(program, context);
      const facts: TransitionFacts = {
        ...{ ...common, previous, next: { policy: next, id }, live: { policy, mx } },
        ...(readiness === undefined ? {} : { readiness }),
        ...(host === undefined ? {} : { host }),
      };
      findings.push(...judgeTransition(facts).findings);
    }
    // Without a change of the file a move of hosts is judged by itself.
    if (operations.every(({ kind }) => kind !== "policyFile"))
      findings.push(...(await judgeMove(program, common, context)));
  }
  const refused = findings.filter(({ decision }) => decision === "refuse").map(({ code }) => code);
  const advised = findings.filter(({ decision }) => decision === "advise").map(({ code }) => code);
  for (const operation of operations) refused.push(...(await judgeRecord(operation, program, context)));
  if (operations.some((operation) => isProtected(operation, state))) refused.push("protected");
  return { refused: [...new Set(refused)], advised: [...new Set(advised)] };
}

/** The id of a policy in the state matters to overrides only, and finding it out may take ten thousand hashes. */
function previousOf(file: string | undefined, live: LivePolicy): PreviousPolicy {
  return file === undefined ? previousPolicyOf(undefined, live) : previousInState(file);
}

const previousInState = remembering((file) => previousPolicyOf(file, { state: "notAsked" }));

/** What is live, read once for the same answers. */
async function liveOf(domain: string, lookups: Lookups): Promise<LivePolicy> {
  const txt = await lookups.txt(`_mta-sts.${domain}`);
  const file = await lookups.policy(`mta-sts.${domain}`);
  const known = live.get(txt);
  if (known?.file === file) return known.policy;
  const policy = await livePolicyOf(domain, lookups);
  live.set(txt, { file, policy });
  return policy;
}

const live = new WeakMap<LiveTxt, { file: PolicyFetch; policy: LivePolicy }>();

function hostFacts({ hosts }: Program, { hostsBefore, oldAddressUntil, time }: JudgeContext): TransitionFacts["host"] {
  const [address] = hosts;
  if (hostsBefore === undefined || address === undefined) return undefined;
  // As in the component: known of an address that leads to a Worker, whose record says when it changed.
  const isFresh = hostsBefore.address === "cloudflareWorker" && oldAddressUntil !== undefined && oldAddressUntil > time;
  return {
    ...{ previous: hostsBefore, next: { declared: hosts, address } },
    ...(isFresh ? { oldAddressUntil: new Date(epoch + oldAddressUntil * 1000).toISOString() } : {}),
  };
}

async function judgeMove(
  program: Program,
  common: Pick<TransitionFacts, "domain" | "ttl" | "tlsReporting" | "today" | "retire">,
  context: JudgeContext,
): Promise<Finding[]> {
  const publication = publicationOf(program);
  const host = hostFacts(program, context);
  const [file] = context.state.files.values();
  if (publication === undefined || host === undefined || file === undefined) return [];
  if (host.previous.address === host.next.address && host.oldAddressUntil === undefined) return [];
  const policy = await liveOf(context.domain, context.lookups);
  return judgeTransition({
    ...{ ...common, host, previous: previousOf(file, policy) },
    ...{ next: { policy: publication.policy, id: publication.id }, live: { policy, mx: { kind: "notAsked" } } },
  }).findings;
}

async function judgeRecord(
  { kind, zone, action }: Operation,
  program: Program,
  { domain, lookups }: JudgeContext,
): Promise<string[]> {
  if (zone === undefined || action !== "create" || kind === "mx") return [];
  const record: NewRecord = {
    ...recordOf(kind, domain, program),
    provider: zone,
    zoneServers: nameServers(zone),
    otherZoneServers: program.zones.filter((other) => other !== zone).flatMap((other: ZoneKind) => nameServers(other)),
  };
  const verdict = judgeExisting(record, await lookups.name(record.name, record.type));
  if (verdict.decision !== "refuse") return [];
  // The hook of a Route 53 address asks whether our own policy is behind it.
  const fetched = await lookups.policy(`mta-sts.${domain}`);
  const ours = fetched.ok && fetched.bytes.toString("utf8") === publicationOf(program)?.text;
  return zone === "route53" && record.type !== "TXT" && ours ? [] : [verdict.code];
}

function recordOf(
  kind: Operation["kind"],
  domain: string,
  program: Program,
): Pick<NewRecord, "name" | "type" | "text"> {
  switch (kind) {
    case "tlsRpt":
      return { name: `_smtp._tls.${domain}`, type: "TXT", text: "rua" };
    case "stsRecord":
      return { name: `_mta-sts.${domain}`, type: "TXT", text: renderStsRecord(publicationOf(program)?.id ?? "") };
    default:
      return { name: `mta-sts.${domain}`, type: "CNAME" };
  }
}
