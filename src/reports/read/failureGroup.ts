/** Failures of one entry with the same result type, receiving MX and reason. */
export interface FailureGroup {
  /** Lower case; empty when left out. */
  readonly resultType: string;
  /** The receiving MX; undefined when the sender names none. */
  readonly mx: string | undefined;
  readonly reason: string | undefined;
  readonly sessions: number;
}

/** The same without the number: one object per combination, so that it can be compared by identity. */
export interface FailureKind {
  readonly resultType: string;
  readonly mx: string | undefined;
  readonly reason: string | undefined;
  /** The groups of this kind made so far, by their number of sessions. */
  readonly groups: Map<number, FailureGroup>;
}

/** Combinations, and groups, that are remembered; beyond, objects are made anew and nothing breaks. */
const MOST = 20_000;

type ByReason = Map<string | undefined, FailureKind>;
const kinds = new Map<string, Map<string | undefined, ByReason>>();
let kindCount = 0;
let groupCount = 0;

/** The one object for a combination. Thousands of reports repeat a few combinations: each is kept once. */
export function failureKind(resultType: string, mx: string | undefined, reason: string | undefined): FailureKind {
  const known = kinds.get(resultType)?.get(mx)?.get(reason);
  if (known !== undefined) return known;
  if (kindCount >= MOST) {
    kinds.clear();
    kindCount = 0;
    groupCount = 0;
  }
  const kind: FailureKind = { resultType, mx, reason, groups: new Map() };
  const byMx = kinds.get(resultType) ?? new Map<string | undefined, ByReason>();
  const byReason: ByReason = byMx.get(mx) ?? new Map<string | undefined, FailureKind>();
  kinds.set(resultType, byMx);
  byMx.set(mx, byReason);
  byReason.set(reason, kind);
  kindCount++;
  return kind;
}

/** The one object for a kind and a number of sessions. */
export function failureGroup(kind: FailureKind, sessions: number): FailureGroup {
  const known = kind.groups.get(sessions);
  if (known !== undefined) return known;
  const { resultType, mx, reason } = kind;
  const group: FailureGroup = { resultType, mx, reason, sessions };
  if (groupCount++ < MOST) kind.groups.set(sessions, group);
  return group;
}
