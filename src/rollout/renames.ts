import { listed } from "./changes";

/**
 * What is wrong with a change of names in place: the old domain loses its record or its policy host at once, while
 * senders still hold its policy (RFC 8461 §8.3). Undefined where every old name stays.
 */
export function judgeRename(what: string, before: readonly string[], after: readonly string[]): string | undefined {
  const gone = before.filter((name) => !after.includes(name));
  if (gone.length === 0) return undefined;
  return (
    `This deploy would rename ${what} from ${listed(gone)} to ${listed(after)}, which takes the old name away at once, ` +
    "while senders may hold its policy.\n\n" +
    "    rule:   RFC 8461 §8.3: publish none first, and remove it only when all policies ever served have expired\n" +
    "    remedy: Declare the new domain in a component of its own, beside this one, and wind this one down with " +
    '`policy: { mode: "none" }`.'
  );
}
