import { spawn } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { homedir, tmpdir } from "node:os";
import path from "node:path";

const root = path.join(__dirname, "../..");
const tsx = path.join(root, "node_modules/tsx/dist/cli.mjs");

interface Run {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** What `npm start` runs, with temporary files where the test can see them. */
function start(temporary: string, onOutput: (text: string, interrupt: () => void) => void = () => undefined) {
  // The home is the user's own: the engine was built into its cache.
  const env = { ...process.env, HOME: homedir(), TMPDIR: temporary };
  const child = spawn(process.execPath, [tsx, path.join(root, "sandbox/start.ts")], { cwd: temporary, env });
  const run: Run = { code: null, stdout: "", stderr: "" };
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    run.stdout += text;
    onOutput(run.stdout, () => child.kill("SIGINT"));
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => (run.stderr += text));
  return new Promise<Run>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => {
      resolve({ ...run, code });
    });
  });
}

let temporary: string;
beforeEach(() => {
  temporary = mkdtempSync(path.join(tmpdir(), "start-"));
});
afterEach(() => {
  rmSync(temporary, { recursive: true, force: true });
});

/** tsx keeps its compiler's cache in the temporary folder, for the next start. */
const left = () => readdirSync(temporary).filter((name) => !name.startsWith("tsx-"));

test("`npm start` shows two deployments: the id and what senders get change together", async () => {
  const projectFiles = readdirSync(root);
  const { code, stdout, stderr } = await start(temporary);
  expect(stderr).toBe("");
  expect(code).toBe(0);
  const headings = [...stdout.matchAll(/^(\d)\. .*\n─+$/gm)].map((match) => match[1]);
  expect(headings).toEqual(["1", "2", "3", "4", "5", "6"]);
  const commands = [...stdout.matchAll(/^\$ (\S+ \S+)/gm)].map((match) => match[1]);
  expect(commands).toEqual(
    ["preview", "up", "config", "config", "preview", "up"].map((command) => `pulumi ${command}`),
  );

  const records = [...stdout.matchAll(/^_mta-sts\.example\.com TXT\n {4}v=STSv1; id=(\w+);$/gm)].map(
    (match) => match[1],
  );
  const policies = [...stdout.matchAll(/^ {4}200 text\/plain\n((?: {4}.*\n)+)/gm)].map((match) => match[1]!);
  expect(records).toHaveLength(2);
  expect(records[0]).not.toBe(records[1]);
  expect(policies.map((policy) => policy.includes("mx: relay.example.com\n"))).toEqual([false, true]);
  expect(stdout).toContain(`The id went from ${records[0]}\n              to ${records[1]}\n`);
  expect(stdout).toContain("+ mx: relay.example.com");
  expect(stdout).toContain("~ 2 updated");

  // Nothing that only the engine needs, no escape sequences outside of a terminal, no runs of empty lines.
  expect(stdout).not.toMatch(/urn:pulumi|^@|\n\n\n|warning|error/m);
  expect(stdout).not.toContain("\u001b");
  expect(left()).toEqual([]);
  expect(readdirSync(root)).toEqual(projectFiles);
}, 120_000);

test("Ctrl-C ends `npm start` with 130 and leaves nothing behind", async () => {
  let interrupted = false;
  const { code, stderr } = await start(temporary, (stdout, interrupt) => {
    if (interrupted || !stdout.includes("$ pulumi up")) return;
    interrupted = true;
    interrupt();
  });
  expect(interrupted).toBe(true);
  expect(code).toBe(130);
  expect(stderr).toBe("");
  expect(left()).toEqual([]);
}, 120_000);
