import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { cacheFolder } from "../../../sandbox/engine/cacheFolder";

const CORPUS = join(__dirname, "../../../tools/corpus");

/** A Python with the independent generator and parser, installed once outside of the checkout. */
export function toolPython(): string {
  const pins = readFileSync(join(CORPUS, "requirements.txt"));
  const folder = join(cacheFolder(), `report-tools-${createHash("sha256").update(pins).digest("hex").slice(0, 16)}`);
  const path = join(folder, "bin/python");
  if (existsSync(path)) return path;
  const staging = `${folder}.${process.pid}`;
  try {
    execFileSync("python3", ["-m", "venv", "--copies", staging], { stdio: "pipe" });
    const install = [
      "-m",
      "pip",
      "install",
      "--quiet",
      "--disable-pip-version-check",
      "-r",
      join(CORPUS, "requirements.txt"),
    ];
    execFileSync(join(staging, "bin/python"), install, { stdio: "pipe" });
    renameSync(staging, folder);
  } catch (error) {
    rmSync(staging, { recursive: true, force: true });
    if (existsSync(path)) return path;
    throw new Error(
      "the independent report tools cannot be installed: this test needs Python 3.11 or newer with its venv module " +
        `(Debian, Ubuntu: python3-venv) and a package index. ${(error as Error).message}`,
    );
  }
  return path;
}

export interface Sums {
  reports: number;
  successes: number;
  failures: number;
  types: Record<string, number>;
}

/** Runs a script of tools/corpus; it prints its sums last. */
export function corpusTool(script: "generate.py" | "parse.py", ...args: string[]): Sums {
  const output = execFileSync(toolPython(), [join(CORPUS, script), ...args], {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "ignore"],
    maxBuffer: 1 << 26,
  });
  return JSON.parse(output.trim().split("\n").at(-1) ?? "") as Sums;
}
