import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const root = join(__dirname, "../../..");
const rooms = ["protocol", "net", "reports"];
const folders: string[] = [];

/** The reports room as JavaScript, in a folder that is gone after the tests: threads and child processes need it so. */
export function compiledReports(): string {
  const folder = mkdtempSync(join(tmpdir(), "reports-compiled-"));
  folders.push(folder);
  const sources = rooms.flatMap((room) =>
    readdirSync(join(root, "src", room), { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(".ts"))
      .map((name) => join(root, "src", room, name)),
  );
  const options = ["--format=cjs", "--platform=node", "--target=node20", `--outbase=${root}/src`, "--log-level=error"];
  execFileSync(join(root, "node_modules/.bin/esbuild"), [...sources, ...options, `--outdir=${folder}`]);
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
  return join(folder, "reports");
}

/** Runs a program in a process of its own, with `lib` as the compiled reports room; its answer is what it returns. */
export function inProcess(lib: string, program: string, ...args: string[]): unknown {
  const script = `
    const lib = require(${JSON.stringify(lib)});
    const args = process.argv.slice(1);
    // The most memory that this program ever had. On Linux maxRSS also counts the process that started this one.
    const peakMegabytes = () => {
      if (process.platform !== "linux") return process.resourceUsage().maxRSS / 1024;
      return Number(/VmHWM:\\s+(\\d+)/.exec(require("node:fs").readFileSync("/proc/self/status", "utf8"))[1]) / 1024;
    };
    (async () => { ${program} })().then(
      (answer) => console.log(JSON.stringify(answer ?? null)),
      (error) => { console.error(error); process.exitCode = 1; },
    );`;
  const output = execFileSync(process.execPath, ["-e", script, "--", ...args], {
    encoding: "utf8",
    maxBuffer: 1 << 28,
  });
  return JSON.parse(output);
}

afterAll(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});
