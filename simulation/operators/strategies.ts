import { componentHabits } from "../deploy/habits";
import { epoch } from "../world/virtualClock";
import type { Strategy } from "./strategy";

const day = 86400;

/** The component, and an operator who reads what it prints. */
export const ours: Strategy = {
  name: "ours",
  title: "pulumi-mta-sts",
  habits: componentHabits,
  heedsAdvice: true,
  ignores: [],
  mxLead: 0,
  begins: "testing",
};

/** The component, and an operator who is stopped by refusals only. */
export const adviceIgnored: Strategy = {
  ...ours,
  name: "adviceIgnored",
  title: "the same, advice ignored, refusals not",
  heedsAdvice: false,
};

const removal = ["remove-enforce", "remove-too-early", "remove-testing"];
const evidence = [
  "enforce-without-testing",
  "enforce-without-evidence",
  "enforce-insufficient-evidence",
  "enforce-not-ready",
];

/** Each differs from ours in the one habit that its name says. The last one has all that a plain program lacks. */
export const baselines: readonly Strategy[] = [
  {
    ...ours,
    name: "idForgotten",
    title: "id by hand, forgotten every other time",
    habits: { ...componentHabits, idOf: handId },
  },
  {
    ...ours,
    name: "timestampId",
    title: "timestamp id",
    habits: { ...componentHabits, idOf: ({ time, number }) => timestamp(time, number) },
  },
  {
    ...ours,
    name: "sameTime",
    title: "TXT and file at the same time",
    habits: { ...componentHabits, parallel: true, gate: false },
  },
  { ...ours, name: "cdn1h", title: "CDN caches 1 h", habits: { ...componentHabits, gate: false, edgeTtl: 3600 } },
  { ...ours, name: "cdn24h", title: "CDN caches 24 h", habits: { ...componentHabits, gate: false, edgeTtl: day } },
  {
    ...ours,
    name: "mxFirst",
    title: "MX a day before the policy",
    ignores: ["mx-uncovered-enforced", "mx-still-needed"],
    mxLead: day,
  },
  { ...ours, name: "deletedEnforced", title: "policy deleted while enforced", ignores: removal },
  { ...ours, name: "enforceDayOne", title: "enforce on day one", ignores: evidence, begins: "enforce" },
  {
    ...ours,
    name: "noGuards",
    title: "plain records, none of the rules",
    habits: {
      ...componentHabits,
      ...{ parallel: true, gate: false, waitsBeforeMx: false, waitsBeforeDrop: false },
      idOf: ({ time, number }) => timestamp(time, number),
    },
    heedsAdvice: false,
    ignores: "all",
  },
];

export const strategies: readonly Strategy[] = [ours, adviceIgnored, ...baselines];

/** As people write it: the day, and a number where it was changed. Every other change leaves it as it was. */
function handId({ before, time, number }: { before: string | undefined; time: number; number: number }): string {
  return before !== undefined && number % 2 === 0 ? before : timestamp(time, number);
}

/** In the form of the component's ids, so that its rules know the record for ours: only the id's source differs. */
function timestamp(time: number, number: number): string {
  const day = new Date(epoch + time * 1000).toISOString().replace(/\D/g, "").slice(0, 14);
  return `pms1${`${day}${number}`.padStart(28, "0")}`;
}
