import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { installSenders } from "../../sandbox/senders";

/** npm and Python by name only: they write down that they were called, and make what they would make. */
const NPM = `#!/bin/sh
echo npm "$1" >> "$CALLS"
sleep 0.2
if [ -n "$FAIL_NPM" ]; then echo "the registry is away" >&2; exit 1; fi
mkdir node_modules
`;
const PYTHON = `#!/bin/sh
if [ "$1" = --version ]; then echo Python 3.12.1; exit 0; fi
echo python "$2" >> "$CALLS"
if [ "$2" = venv ]; then mkdir -p venv/bin; cp "$0" venv/bin/python; fi
`;

let home: string;
let env: NodeJS.ProcessEnv;
let shown: string;
const progress = { write: (text: string) => Boolean((shown += text)), isTTY: false };

beforeEach(() => {
  home = mkdtempSync(path.join(tmpdir(), "senders-"));
  mkdirSync(path.join(home, "bin"));
  writeFileSync(path.join(home, "bin", "npm"), NPM, { mode: 0o755 });
  writeFileSync(path.join(home, "bin", "python3"), PYTHON, { mode: 0o755 });
  shown = "";
  env = {
    PATH: `${path.join(home, "bin")}:/usr/bin:/bin`,
    XDG_CACHE_HOME: path.join(home, "cache"),
    CALLS: path.join(home, "calls"),
  };
});
afterEach(() => {
  rmSync(home, { recursive: true, force: true });
});

const calls = () => (existsSync(env["CALLS"]!) ? readFileSync(env["CALLS"]!, "utf8").trim().split("\n") : []);
const cache = () => path.join(home, "cache", "pulumi-mta-sts");

it("the senders are installed once, into the user's cache, with progress", async () => {
  const { root, python } = await installSenders({ env, progress });
  expect(path.dirname(root)).toBe(cache());
  expect(existsSync(python)).toBe(true);
  expect(readdirSync(root).sort()).toEqual(
    ["README", "node_modules", "package-lock.json", "package.json", "requirements.txt", "venv"].sort(),
  );
  expect(calls()).toEqual(["npm ci", "python venv", "python pip"]);
  expect(shown).toMatch(/^Installing the real senders, once: npm ci .*\n.*The real senders: ready/s);
  shown = "";
  await expect(installSenders({ env, progress })).resolves.toMatchObject({ root });
  expect(calls()).toHaveLength(3);
  expect(shown).toBe("");
});

it("of several that want them at once, one installs and the others wait", async () => {
  const all = await Promise.all([1, 2, 3].map(() => installSenders({ env, progress })));
  expect(new Set(all.map(({ root }) => root)).size).toBe(1);
  expect(calls()).toEqual(["npm ci", "python venv", "python pip"]);
  expect(readdirSync(cache())).toHaveLength(1);
});

it("a failure says which step failed and with what words, and leaves nothing behind", async () => {
  await expect(installSenders({ env: { ...env, FAIL_NPM: "1" }, progress })).rejects.toThrow(
    'Installing the real senders failed at "npm ci": the registry is away',
  );
  expect(readdirSync(cache())).toEqual([]);
  await installSenders({ env, progress });
});

it("what a killed installation left is removed", async () => {
  const { root } = await installSenders({ env, progress });
  rmSync(root, { recursive: true });
  mkdirSync(`${root}.installing-dead`);
  await installSenders({ env, progress });
  expect(readdirSync(cache())).toEqual([path.basename(root)]);
});

it("without Python nothing is begun", async () => {
  rmSync(path.join(home, "bin", "python3"));
  await expect(installSenders({ env: { ...env, PATH: path.join(home, "bin") }, progress })).rejects.toThrow(
    /python3 cannot be run.*Install Python 3\.11 or newer/,
  );
  expect(calls()).toEqual([]);
});
