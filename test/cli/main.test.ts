import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { version } from "../../package.json";
import { runCli } from "./support/runCli";

function spawnCli(...argv: string[]) {
  const main = join(__dirname, "../../src/cli/main.ts");
  const { status, stdout, stderr } = spawnSync(process.execPath, ["--import", "tsx", main, ...argv], {
    encoding: "utf8",
  });
  return { status, stdout, stderr };
}

test("--version prints the package's version and loads nothing", () => {
  expect(spawnCli("--version")).toEqual({ status: 0, stdout: `${version}\n`, stderr: "" });
}, 60_000);

test("an exit code reaches the shell", () => {
  const { status, stderr } = spawnCli("explain", "nothing-like-that");
  expect(status).toBe(2);
  expect(stderr).toBe(
    'error: no rule and no result type is named "nothing-like-that". `mta-sts explain` lists the names.\n',
  );
}, 60_000);

test("the help names every command, and each command shows examples and exit codes", async () => {
  const { code, out } = await runCli("--help");
  expect(code).toBe(0);
  const commands = [...out.matchAll(/^ {2}([a-z]+) .*\S$/gm)]
    .map((match) => match[1] ?? "")
    .filter((name) => name !== "help");
  expect(commands.sort()).toEqual(["check", "explain", "init", "policy", "ready", "reports"]);
  for (const command of commands) {
    const { out: help } = await runCli(command, "--help");
    expect(help).toContain("Examples:");
    expect(help).toMatch(/Exit codes: 0 .+, 2 /s);
  }
});

test("an unknown command exits with 2", async () => {
  const { code, err } = await runCli("chekc");
  expect(code).toBe(2);
  expect(err).toContain("unknown command 'chekc'");
});
