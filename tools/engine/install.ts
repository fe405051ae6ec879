import { EngineMissingError } from "../../sandbox/engine/engineMissing";
import { findEngine } from "../../sandbox/engine/findEngine";

/** `npm run engine`: makes sure that there is a Pulumi CLI, and prints its path as the last line. */
findEngine().then(
  ({ executable, version, origin, passedOver }) => {
    if (origin === "path") for (const line of passedOver) process.stderr.write(`Passed over: ${line}\n`);
    process.stderr.write(`Pulumi ${version}, ${origin === "path" ? "from the PATH" : "built from tools/engine"}\n`);
    process.stdout.write(`${executable}\n`);
  },
  (error: unknown) => {
    process.stderr.write(`${error instanceof EngineMissingError ? error.message : String(error)}\n`);
    process.exitCode = 1;
  },
);
