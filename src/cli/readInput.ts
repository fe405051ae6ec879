import { readFileSync } from "node:fs";
import { showValue } from "../protocol";

/** What the usual failures mean, and what to do. */
const failures: Record<string, string> = {
  ENOENT: "there is no such file. Check the path",
  ENOTDIR: "a part of the path is a file, not a folder. Check the path",
  EISDIR: "it is a folder. Name a file in it",
  EACCES: "this user may not read it. Change its permissions, or use a copy",
};

/**
 * Reads a file that the user named; "-" is standard input.
 *
 * @param what the option or argument that named it
 * @throws Error that names option, path, what is wrong and the remedy
 */
export function readInput(what: string, path: string): Buffer {
  try {
    return readFileSync(path === "-" ? 0 : path);
  } catch (error) {
    const { code = "", message } = error as NodeJS.ErrnoException;
    throw new Error(`${what} ${showValue(path)}: ${failures[code] ?? `it cannot be read (${message})`}.`, {
      cause: error,
    });
  }
}
