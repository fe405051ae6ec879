import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { type CliProject, openProject } from "../../sandbox/engine/cliProject";
import { installWithLanguageHost } from "../../sandbox/engine/languageHostFile";
import { type Sandbox, startSandbox } from "../../sandbox/sandbox";

const fixtures = path.join(__dirname, "fixtures");

let sandbox: Sandbox;
let project: CliProject;
beforeAll(async () => {
  sandbox = await startSandbox();
  project = await openProject(sandbox, path.join(fixtures, "program"), "trial");
}, 60_000);
afterAll(() => sandbox.close());

async function configure(...args: string[]): Promise<void> {
  expect(await project.run(["config", "set", ...args])).toMatchObject({ code: 0 });
}

test("a program gets its configuration, secrets, names and node arguments, and its output is shown", async () => {
  await configure("--secret", "secret", "hush");
  const { code, text } = await project.run(["up", "--yes", "--skip-preview", "--show-full-output"]);
  expect(text).toContain("printed by the program");
  expect(text).toContain('label       : "from-pulumi-yaml"');
  expect(text).toContain("secret      : [secret]");
  expect(text).toContain('stack       : "trial"');
  expect(text).toContain('project     : "fixture-program"');
  expect(text).toContain('organization: "organization"');
  expect(text).toContain('title       : "from-nodeargs"');
  expect(code).toBe(0);
}, 60_000);

test("a program that throws fails with its error", async () => {
  await configure("label", "throw");
  const { code, text } = await project.run(["preview"]);
  expect(text).toContain("Error: thrown by the program");
  expect(code).not.toBe(0);
}, 60_000);

test("a program that ends its process fails with the exit code", async () => {
  await configure("label", "exit");
  const { code, text } = await project.run(["preview"]);
  expect(text).toContain("Program exited with non-zero exit code: 7");
  expect(code).not.toBe(0);
}, 60_000);

test("a project without its dependencies fails with what to do", async () => {
  const folder = sandbox.newFolder("bare");
  writeFileSync(path.join(folder, "Pulumi.yaml"), "name: bare\nruntime: nodejs\n");
  const bare = await openProject(sandbox, folder);
  const { code, text } = await bare.run(["preview"]);
  expect(text).toMatch(/npm install/);
  expect(code).not.toBe(0);
}, 60_000);

test("a policy pack is run, and judges", async () => {
  const withPolicies = ["preview", "--policy-pack", path.join(fixtures, "policyPack")];
  await configure("label", "forbidden");
  const refused = await project.run(withPolicies);
  expect(refused.text).toContain("the label is forbidden");
  expect(refused.code).not.toBe(0);
  await configure("label", "allowed");
  const passed = await project.run(withPolicies);
  expect(passed.text).toMatch(/✅ fixture@v0\.0\.1/);
  expect(passed.code).toBe(0);
}, 60_000);

test("a component of another package is made by its own process", async () => {
  await configure("label", "component");
  const { code, text } = await project.run(["preview"]);
  expect(text).toContain("fixture:index:Labelled remote create");
  expect(text).toContain("aws:s3:Bucket remote-bucket create");
  expect(code).toBe(0);
}, 60_000);

test("the language host ends with the engine that started it, even if that was killed", async () => {
  const cache = mkdtempSync(path.join(tmpdir(), "language-host-"));
  try {
    writeFileSync(path.join(cache, "engine"), "");
    const root = await installWithLanguageHost(path.join(cache, "engine"), "none", cache);
    const host = path.join(root, "bin/pulumi-language-nodejs");
    const source = `
      const host = require("node:child_process").spawn(process.argv[1], ["127.0.0.1:1"]);
      host.stdout.once("data", () => console.log(host.pid));`;
    const engine = spawn(process.execPath, ["-e", source, host], { stdio: ["ignore", "pipe", "inherit"] });
    const pid = Number(await new Promise<string>((resolve) => engine.stdout.once("data", resolve)));
    expect(isRunning(pid)).toBe(true);
    engine.kill("SIGKILL");
    for (let tries = 0; tries < 50 && isRunning(pid); tries++) await sleep(100);
    expect(isRunning(pid)).toBe(false);
  } finally {
    rmSync(cache, { recursive: true, force: true });
  }
}, 60_000);

/** A process that nobody has waited for yet still has an id, but runs no more. */
function isRunning(pid: number): boolean {
  try {
    if (process.platform !== "linux") return process.kill(pid, 0);
    return !readFileSync(`/proc/${pid}/stat`, "utf8").includes(") Z ");
  } catch {
    return false;
  }
}
