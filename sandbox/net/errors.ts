/** Errors as they come out of `catch`; told by what they are, since test runners load classes more than once. */
import { types } from "node:util";

export function asError(thrown: unknown): Error {
  return types.isNativeError(thrown) ? thrown : new Error(String(thrown));
}

/** Whether it is a system error with one of these codes. */
export function isErrno(thrown: unknown, ...codes: string[]): boolean {
  return (
    types.isNativeError(thrown) && "code" in thrown && typeof thrown.code === "string" && codes.includes(thrown.code)
  );
}
