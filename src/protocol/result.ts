import { problemOf, type Fault, type Problem } from "./problem";

/** A value in its normal form, or every problem that keeps it from having one. */
export type Result<T> = { ok: true; value: T } | { ok: false; problems: Problem[] };

export function accept<T>(value: T): Result<T> {
  return { ok: true, value };
}

export function refuse<T>(path: string, value: unknown, ...faults: Fault[]): Result<T> {
  return { ok: false, problems: faults.map((fault) => problemOf(path, value, fault)) };
}

/** The problems of a result; none if it has a value. */
export function problemsOf(result: Result<unknown>): Problem[] {
  return result.ok ? [] : result.problems;
}

/** All values, or all problems of all results. */
export function collect<T>(results: readonly Result<T>[]): Result<T[]> {
  const problems = results.flatMap(problemsOf);
  return problems.length > 0
    ? { ok: false, problems }
    : accept(results.flatMap((result) => (result.ok ? [result.value] : [])));
}
