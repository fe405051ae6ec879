import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

/** A machine of our own making: a home without caches, and a PATH with exactly the tools that a test puts on it. */
export interface FakeMachine {
  /** PATH, HOME and nothing else. */
  env: NodeJS.ProcessEnv;
  /** Puts a program on the PATH, after those before; `source` is the body of a Node.js script. Returns its path. */
  install(name: string, source: string, folder?: string): string;
  /** What fake tools appended to a log, by line. */
  log(name: string): string[];
  /** The path of that log, for `appendFileSync` in a script. */
  logFile(name: string): string;
  remove(): void;
}

export function fakeMachine(): FakeMachine {
  const root = mkdtempSync(path.join(tmpdir(), "fake-machine-"));
  const folders: string[] = [];
  const env: NodeJS.ProcessEnv = { PATH: "", HOME: path.join(root, "home") };
  const logFile = (name: string): string => path.join(root, `${name}.log`);
  return {
    env,
    install(name, source, folder = "tools/bin") {
      const bin = path.join(root, folder);
      mkdirSync(bin, { recursive: true });
      if (!folders.includes(bin)) folders.push(bin);
      env.PATH = folders.join(path.delimiter);
      const file = path.join(bin, name);
      writeFileSync(file, `#!${process.execPath}\n${source}\n`, { mode: 0o755 });
      return file;
    },
    log(name) {
      try {
        return readFileSync(logFile(name), "utf8").split("\n").filter(Boolean);
      } catch {
        return [];
      }
    },
    logFile,
    remove: () => {
      rmSync(root, { recursive: true, force: true });
    },
  };
}

/** A `pulumi` that knows its version and nothing else. */
export function fakePulumi(version: string): string {
  return `console.log(${JSON.stringify(version)});`;
}

/** A `go` that logs its calls and environment, and "builds" a `pulumi` in so many milliseconds. */
export function fakeGo(machine: FakeMachine, { version = "go1.26.0", fails = "", milliseconds = 50 } = {}): string {
  return `
const { appendFileSync, writeFileSync } = require("node:fs");
const [command, ...args] = process.argv.slice(2);
const { GOFLAGS, GOWORK, GOTOOLCHAIN, GOOS } = process.env;
appendFileSync(${JSON.stringify(machine.logFile("go"))}, JSON.stringify({ command, GOFLAGS, GOWORK, GOTOOLCHAIN, GOOS }) + "\\n");
if (command === "version") console.log("go version ${version} linux/amd64");
if (command === "list") console.log("errors\\nfmt\\nexample.com/a/b");
if (command === "build") {
  console.error("fmt\\nexample.com/a/b");
  const failure = ${JSON.stringify(fails)};
  if (failure) {
    console.error(failure);
    process.exit(1);
  }
  const output = args[args.indexOf("-o") + 1];
  setTimeout(() => writeFileSync(output, "#!${process.execPath}\\nconsole.log('v3.250.0')", { mode: 0o755 }), ${milliseconds});
}`;
}
