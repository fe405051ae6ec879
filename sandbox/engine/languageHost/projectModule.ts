import { createRequire } from "node:module";
import path from "node:path";

/** Finds a module as the project in `folder` would load it: each project runs on the SDK that it installed. */
export function projectModule(name: string, folder: string): string {
  try {
    return createRequire(path.join(folder, "package.json")).resolve(name);
  } catch {
    throw new Error(`${folder} has no ${name}: install its dependencies with npm install`);
  }
}
