import { execFile } from "node:child_process";
import { existsSync, readdirSync, statSync, utimesSync, mkdirSync } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import { cacheFolder } from "../../sandbox/engine/cacheFolder";
import { EngineMissingError } from "../../sandbox/engine/engineMissing";
import { type Engine, findEngine } from "../../sandbox/engine/findEngine";
import { readEngineModule } from "../../sandbox/engine/engineModule";
import { fakeGo, type FakeMachine, fakeMachine, fakePulumi } from "./fakeTools";

let machine: FakeMachine;
let progress: string;
beforeEach(() => {
  machine = fakeMachine();
  progress = "";
});
afterEach(() => {
  machine.remove();
});

function find(): Promise<Engine> {
  const stream = {
    isTTY: false,
    write: (text: string | Uint8Array) => Boolean((progress += String(text))),
  };
  return findEngine({ env: machine.env, progress: stream });
}

async function findError(): Promise<string> {
  const error: unknown = await find().catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(EngineMissingError);
  return (error as EngineMissingError).message;
}

describe("an engine on the PATH", () => {
  test("is used if it is recent and has a language host beside it", async () => {
    const executable = machine.install("pulumi", fakePulumi("v3.260.1"));
    machine.install("pulumi-language-nodejs", "");
    await expect(find()).resolves.toMatchObject({ executable, version: "v3.260.1", origin: "path", passedOver: [] });
    expect(progress).toBe("");
  });

  test("is used if its language host is elsewhere on the PATH", async () => {
    machine.install("pulumi", fakePulumi("3.184.0"), "a/bin");
    machine.install("pulumi-language-nodejs", "", "b/bin");
    await expect(find()).resolves.toMatchObject({ version: "3.184.0", origin: "path" });
  });

  test("is passed over if it is too old, for the next one", async () => {
    machine.install("pulumi", fakePulumi("v3.183.9"), "old/bin");
    machine.install("pulumi-language-nodejs", "", "old/bin");
    const executable = machine.install("pulumi", fakePulumi("v3.190.0"), "new/bin");
    const engine = await find();
    expect(engine.executable).toBe(executable);
    expect(engine.passedOver).toEqual([
      expect.stringMatching(/old\/bin\/pulumi \(v3\.183\.9\): older than 3\.184\.0$/),
    ]);
  });

  test.each([
    ["prints no version", "console.log('hello')", "`pulumi version` does not print a version"],
    ["cannot be run", "process.exit(1)", "`pulumi version` does not print a version"],
    ["is of another major version", fakePulumi("v4.0.0"), "the Automation API here works with Pulumi 3 only"],
    ["has no language host", fakePulumi("v3.250.0"), "no pulumi-language-nodejs beside it or on the PATH"],
  ])("is passed over if it %s", async (_, source, reason) => {
    const file = machine.install("pulumi", source);
    const message = await findError();
    expect(message).toContain(`  - ${file}`);
    expect(message).toContain(`: ${reason}\n`);
  });

  test("is passed over if the Automation API could not start it", async () => {
    machine.install("pulumi", fakePulumi("v3.250.0"), "opt/pulumi");
    machine.install("pulumi-language-nodejs", "", "opt/pulumi");
    expect(await findError()).toContain("opt/pulumi/pulumi (v3.250.0): not in a folder named bin\n");
  });
});

describe("without engine and Go", () => {
  test("the error says what was looked at and how to install either", async () => {
    const { version, goVersion } = readEngineModule();
    expect(await findError()).toBe(
      `No usable Pulumi CLI, and none can be built here:
  - pulumi: not on the PATH
  - go: not on the PATH

Do one of these, then run the command again:
  1. Install the Pulumi CLI, 3.184.0 or later:
       curl -fsSL https://get.pulumi.com | sh      (Linux, macOS)
       brew install pulumi/tap/pulumi              (macOS)
       winget install pulumi                       (Windows)
     and put it on your PATH: https://www.pulumi.com/docs/iac/download-install/
  2. Install Go ${goVersion} or later: https://go.dev/doc/install
     Pulumi ${version} is then built once (about four minutes on two cores) and kept in
     ${cacheFolder(machine.env)}`,
    );
  });

  test("a Go that cannot fetch a newer toolchain is too old", async () => {
    const go = machine.install("go", fakeGo(machine, { version: "go1.20.14" }));
    expect(await findError()).toContain(`  - ${go} (go1.20.14): older than ${readEngineModule().goVersion}\n`);
  });
});

describe("building", () => {
  test("puts an engine and a language host into the cache, with progress, and is silent from then on", async () => {
    machine.install("go", fakeGo(machine));
    const engine = await find();
    expect(engine).toMatchObject({ version: readEngineModule().version, origin: "built" });
    expect(engine.root.startsWith(cacheFolder(machine.env))).toBe(true);
    expect(readdirSync(path.join(engine.root, "bin")).sort()).toEqual(["pulumi", "pulumi-language-nodejs"]);
    expect(progress).toContain("resolving modules (0 s)");
    expect(progress).toMatch(/: ready \(\d s\)\n$/);

    progress = "";
    await expect(find()).resolves.toEqual(engine);
    expect(progress).toBe("");
    expect(machine.log("go").filter((line) => line.includes('"build"'))).toHaveLength(1);
  });

  test("needs no Go once it is done", async () => {
    const go = machine.install("go", fakeGo(machine));
    const { executable } = await find();
    machine.env.PATH = path.dirname(path.dirname(go));
    await expect(find()).resolves.toMatchObject({ executable });
  });

  test("does not heed the Go settings of the user's own projects", async () => {
    machine.install("go", fakeGo(machine));
    Object.assign(machine.env, { GOFLAGS: "-mod=vendor", GOWORK: "/elsewhere/go.work", GOOS: "plan9" });
    await find();
    const build = machine.log("go").find((line) => line.includes('"build"'));
    expect(JSON.parse(build!)).toMatchObject({ GOFLAGS: "-mod=readonly", GOWORK: "off", GOOS: process.platform });
  });

  test("lets a Go that is older than the engine fetch the toolchain that it needs", async () => {
    machine.install("go", fakeGo(machine, { version: "go1.22.1" }));
    machine.env.GOTOOLCHAIN = "local";
    await find();
    const build = machine.log("go").find((line) => line.includes('"build"'));
    expect(JSON.parse(build!)).toMatchObject({ GOTOOLCHAIN: "auto" });
  });

  test("that fails says why and leaves nothing behind", async () => {
    machine.install("go", fakeGo(machine, { fails: "no space left on device" }));
    await expect(find()).rejects.toThrow(/go build ended with 1:\n[^]*no space left on device/);
    expect(readdirSync(cacheFolder(machine.env))).toEqual([]);
  });

  test("waits no longer than half a minute for a builder that was killed, and clears up after it", async () => {
    machine.install("go", fakeGo(machine));
    const folder = path.join(cacheFolder(machine.env), `engine-${readEngineModule().key}`);
    for (const left of [`${folder}.lock`, `${folder}.building-x`]) mkdirSync(left, { recursive: true });
    const halfMinuteAgo = Date.now() / 1000 - 31;
    utimesSync(`${folder}.lock`, halfMinuteAgo, halfMinuteAgo);
    await find();
    expect(existsSync(`${folder}.building-x`)).toBe(false);
    expect(existsSync(`${folder}.lock`)).toBe(false);
  });

  test("happens once when two processes need it at the same time", async () => {
    machine.install("go", fakeGo(machine, { milliseconds: 1500 }));
    const install = path.join(__dirname, "../../tools/engine/install.ts");
    const tsx = path.join(__dirname, "../../node_modules/tsx/dist/cli.mjs");
    const run = (): Promise<{ stdout: string; stderr: string }> =>
      promisify(execFile)(process.execPath, [tsx, install], { env: machine.env });
    const [first, second] = await Promise.all([run(), run()]);
    expect(first.stdout).toBe(second.stdout);
    expect(statSync(first.stdout.trim()).mode & 0o111).toBe(0o111);
    expect([first.stderr, second.stderr].filter((text) => text.includes("another process is building"))).toHaveLength(
      1,
    );
    expect(machine.log("go").filter((line) => line.includes('"build"'))).toHaveLength(1);
  }, 30_000);
});
