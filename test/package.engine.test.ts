import { execFile } from "node:child_process";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { promisify } from "node:util";
import packageJson from "../package.json";
import { openProject } from "../sandbox/engine/cliProject";
import { exampleZones } from "../sandbox/exampleZones";
import { type Sandbox, startSandbox } from "../sandbox/sandbox";
import { packPackage } from "./support/packedPackage";

const run = promisify(execFile);
const npmInstall = ["install", "--prefer-offline", "--no-audit", "--no-fund", "--loglevel=error"];
const { devDependencies } = packageJson;
const zoneId = exampleZones.route53[0]!.id;

/** As many Pulumi projects have it: subpaths of packages are resolved the old way, without `exports`. */
const compilerOptions = {
  strict: true,
  outDir: "bin",
  target: "es2020",
  module: "commonjs",
  moduleResolution: "node",
  types: ["node"],
  noEmit: true,
};

const program = `
import { MtaSts, MtaStsMode } from "pulumi-mta-sts";
import { parsePolicyFile } from "pulumi-mta-sts/protocol";

const mail = new MtaSts("example", {
  domain: "example.com",
  tlsReporting: { rua: ["mailto:tls-reports@example.com"] },
  policy: { mode: MtaStsMode.Testing, mx: ["mx1.example.com"] },
  route53: { zoneId: "${zoneId}" },
});
export const mode = mail.policyText.apply((text) => parsePolicyFile(text ?? "").policy?.mode);
export const { policyId } = mail;
`;

const cloudflareProgram = `
import { MtaSts } from "pulumi-mta-sts";

new MtaSts("example", {
  domain: "example.com",
  tlsReporting: { rua: ["mailto:tls-reports@example.com"] },
  cloudflare: { zoneId: "0123456789abcdef0123456789abcdef" },
});
`;

let sandbox: Sandbox;
let project: string;
beforeAll(async () => {
  const servers = { extraRecords: { "example.com": ["MX 10 mx1.example.com"] } };
  sandbox = await startSandbox({ ...exampleZones, servers });
  const { tarball } = await packPackage(sandbox.newFolder("package"));
  project = sandbox.newFolder("project");
  writeJson("package.json", {
    name: "fresh",
    private: true,
    main: "index.ts",
    dependencies: {
      "@pulumi/aws": devDependencies["@pulumi/aws"],
      "@pulumi/pulumi": devDependencies["@pulumi/pulumi"],
      "pulumi-mta-sts": `file:${tarball}`,
    },
    devDependencies: { "@types/node": devDependencies["@types/node"], typescript: devDependencies.typescript },
  });
  writeJson("tsconfig.json", { compilerOptions, files: ["index.ts"] });
  writeFile("Pulumi.yaml", "name: fresh\nruntime: nodejs\n");
  writeFile("index.ts", program);
  await run("npm", npmInstall, { cwd: project });
}, 600_000);
afterAll(() => sandbox.close(), 60_000);

function writeFile(name: string, text: string): void {
  const file = path.join(project, name);
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, text);
}

function writeJson(name: string, value: unknown): void {
  writeFile(name, JSON.stringify(value));
}

/** Runs a command that the project has installed. */
function installed(command: string, ...args: string[]): Promise<{ stdout: string }> {
  return run(path.join(project, "node_modules", ".bin", command), args, { cwd: project });
}

test("installing the package brings no provider SDK that the program does not ask for", () => {
  const inProject = (name: string): boolean => existsSync(path.join(project, "node_modules", name));
  expect(inProject("pulumi-mta-sts")).toBe(true);
  for (const name of ["@pulumi/cloudflare", "@pulumi/policy", "@aws-sdk/client-s3", "mailauth"])
    expect(`${name}: ${String(inProject(name))}`).toBe(`${name}: false`);
});

test("the installed command runs", async () => {
  const { stdout } = await installed("mta-sts", "--version");
  expect(stdout).toBe(`${packageJson.version}\n`);
}, 60_000);

test("a fresh project type-checks against the package's declarations", async () => {
  await expect(installed("tsc", "-p", ".")).resolves.toMatchObject({ stdout: "" });
}, 240_000);

test("a fresh project on Route 53 previews", async () => {
  const { code, text } = await (await openProject(sandbox, project, "route53")).run(["preview"]);
  expect(text).toMatch(/pulumi-mta-sts:index:MtaSts example create/);
  expect(text).toMatch(/mode *: "testing"/);
  expect(text).toMatch(/policyId *: "pms1[0-9a-f]{28}"/);
  expect(text).toContain("+ 15 to create");
  expect(text).not.toMatch(/warning|error/i);
  expect(code).toBe(0);
}, 120_000);

test("a program that uses Cloudflare without its SDK is told which package to install", async () => {
  writeFile("index.ts", cloudflareProgram);
  const { code, text } = await (await openProject(sandbox, project, "cloudflare")).run(["preview"]);
  expect(text).toContain("npm install @pulumi/cloudflare");
  expect(text).not.toMatch(/^\s+at .*\(/m);
  expect(code).not.toBe(0);
}, 120_000);
