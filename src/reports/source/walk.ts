import { type Dirent, readdirSync } from "node:fs";
import { join, sep } from "node:path";
import { messageOf } from "../errorText";
import { LIMITS } from "../limits";
import { ReportError } from "../parse/reportError";

/** A file found in a directory, or why something there was not read. */
export type Found = { path: string } | { path: string; error: ReportError };

/**
 * All regular files below a directory, sorted by name. Links are not followed: they may lead out of it, or in circles.
 * `tmp` of a Maildir is left out, as its mails are still being written.
 */
export function* walk(directory: string, depth = 0): Generator<Found> {
  if (depth > LIMITS.directoryDepth) {
    const error = new ReportError("nested-containers", `more than ${LIMITS.directoryDepth} folders deep`);
    yield { path: directory, error };
    return;
  }
  let entries: Dirent[];
  try {
    entries = readdirSync(directory, { withFileTypes: true });
  } catch (error) {
    yield { path: directory, error: new ReportError("unreadable", messageOf(error)) };
    return;
  }
  entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  const prefix = join(directory, sep);
  const isMaildir = entries.some(({ name }) => name === "cur") && entries.some(({ name }) => name === "new");
  for (const entry of entries) {
    const path = prefix + entry.name;
    if (entry.isFile()) yield { path };
    else if (entry.isDirectory()) {
      if (!(isMaildir && entry.name === "tmp")) yield* walk(path, depth + 1);
    } else {
      const what = entry.isSymbolicLink() ? "a symbolic link, which is not followed" : "no regular file";
      yield { path, error: new ReportError("link", what) };
    }
  }
}
