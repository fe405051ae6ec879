#!/usr/bin/env node
import { packageVersion } from "./packageVersion";

/** Loads the command line only where there is something to parse: `--version` is asked by scripts, often. */
async function main(argv: readonly string[]): Promise<void> {
  process.stdout.on("error", (error: Error & { code?: string }) => {
    if (error.code === "EPIPE") process.exit(); // `mta-sts … | head` has seen enough
    throw error;
  });
  if (argv.length === 1 && (argv[0] === "--version" || argv[0] === "-V")) {
    process.stdout.write(`${packageVersion()}\n`);
    return;
  }
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- loaded only where it is needed
  const { run } = require("./run") as typeof import("./run");
  process.exitCode = await run(argv);
}

void main(process.argv.slice(2));
