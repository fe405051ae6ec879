import type { Fault } from "./problem";
import { collect, refuse, type Result } from "./result";

/**
 * Reads a list, each element at its own path, and all problems at once.
 *
 * @param limit Elements that the list may have; more are refused unread, with the fault `tooLong`.
 */
export function parseList<T>(
  value: unknown,
  path: string,
  parseOne: (element: unknown, path: string) => Result<T>,
  { notList, limit, tooLong }: { notList: Fault; limit: number; tooLong: Fault },
): Result<T[]> {
  if (!Array.isArray(value)) return refuse(path, value, notList);
  if (value.length > limit) return refuse(path, value, tooLong);
  return collect(Array.from(value, (element: unknown, index) => parseOne(element, `${path}[${index}]`)));
}
