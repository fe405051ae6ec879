import { accept, refuse, type Result } from "./result";

/** Whether a value can be a revision: a whole number from 0. */
export function isRevision(value: unknown): value is number {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0;
}

/** Reads `policy.revision`: it goes into the policy id and is not served. Absent is not the same as 0. */
export function parseRevision(value: unknown, path: string): Result<number | undefined> {
  if (value === undefined) return accept(undefined);
  if (isRevision(value)) return accept(value === 0 ? 0 : value); // 0, not -0
  return refuse(path, value, {
    code: "revision-integer",
    rule: "revision is a whole number from 0; a higher one gives the same policy a new id",
    remedy: "Leave it out, or count up from 1.",
  });
}
