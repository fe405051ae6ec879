import { fileOf } from "./askLivePolicy";
import type { TransitionFacts, ZoneFacts } from "./facts";
import { formatAdvice, formatRefusal } from "./formatFindings";
import { judgeLivePolicy } from "./livePolicy";
import type { Lookups } from "./lookups";
import { transitionFacts, type ProgramFacts, type Verdict } from "./programFacts";
import { judgeStanding } from "./transition";

/** Judges what is live against the program, whatever the state says: the rules of every run. */
export async function judgeWhatStands(program: ProgramFacts, lookups: Lookups): Promise<Verdict> {
  const facts = await askWhatStands(program, lookups);
  const { decision, findings } = judgeStanding(facts);
  return {
    ...{ notes: [], warnings: formatAdvice(findings), previous: facts.previous },
    ...(decision === "refuse" ? { refusal: formatRefusal(findings, facts) } : {}),
  };
}

/** Looks up what these rules go by: the record and, where it has the program's id, the file. */
export async function askWhatStands(program: ProgramFacts, lookups: Lookups): Promise<TransitionFacts> {
  const { domain, next, declaresMx = false, zoneServers, verifyPublication, checkLiveMx } = program;
  const facts = { ...transitionFacts(program), previous: { from: "none" } } as const;
  const mx = { kind: "notAsked" } as const;
  // A pipeline without internet; and reports alone, which are nobody's loss.
  if ((!verifyPublication && !checkLiveMx) || (next === undefined && !declaresMx))
    return { ...facts, live: { policy: { state: "notAsked" }, mx } };
  const txt = await lookups.txt(`_mta-sts.${domain}`);
  const announced = judgeLivePolicy(txt, undefined);
  // A file behind another id is the business of the step that changes the id.
  const isCurrent = verifyPublication && "id" in announced && announced.id === next?.id;
  const policy = isCurrent ? judgeLivePolicy(txt, await fileOf(domain, lookups)) : announced;
  const delegated = txt.ok && txt.zone !== undefined ? txt.servers.map(({ server }) => server) : [];
  const zones: ZoneFacts | undefined = zoneServers && { own: zoneServers, delegated };
  return { ...facts, live: { policy, mx }, ...(zones === undefined ? {} : { zones }) };
}
