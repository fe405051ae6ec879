import { homedir } from "node:os";
import path from "node:path";

/** Where built engines are kept: outside the checkout, shared by all checkouts of one user. */
export function cacheFolder(env: NodeJS.ProcessEnv = process.env): string {
  return path.join(userCache(env), "pulumi-mta-sts");
}

function userCache(env: NodeJS.ProcessEnv): string {
  // The XDG specification ignores relative paths.
  if (env.XDG_CACHE_HOME && path.isAbsolute(env.XDG_CACHE_HOME)) return env.XDG_CACHE_HOME;
  const home = env.HOME ?? homedir();
  return process.platform === "darwin" ? path.join(home, "Library/Caches") : path.join(home, ".cache");
}
