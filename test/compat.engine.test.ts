import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { installedSenders } from "../sandbox/senders/install";
import { dependencies } from "./compat/package.json";
import { newestSdk } from "./compat/newestSdk";

const root = path.join(__dirname, "..");
const version = dependencies["@pulumi/pulumi"];

/** What depends on the SDK or on Node.js, and takes seconds: the component, its inputs, its schema, the rules, the protocol. */
const suites = [
  "test/compat/runtime.check.ts",
  "test/mtaSts.test.ts",
  "test/schema.test.ts",
  "test/policyPack/rules.test.ts",
  "test/protocol/",
  "test/rollout/",
];

interface FileResult {
  name: string;
  message: string;
  assertionResults: { status: string }[];
}

let results: FileResult[];
beforeAll(async () => {
  const [{ node }, sdk] = await Promise.all([installedSenders(), newestSdk()]);
  const folder = await mkdtemp(path.join(tmpdir(), "pulumi-mta-sts-compat-"));
  const output = path.join(folder, "results.json");
  const jest = [require.resolve("jest/bin/jest"), "--config", "test/compat/jest.config.js", "--json", "--ci"];
  const env = { ...process.env, COMPAT_SDK: sdk, COMPAT_SDK_VERSION: version };
  try {
    // A failing test ends it with 1: what the results say counts.
    const ended = promisify(execFile)(node, [...jest, "--outputFile", output, ...suites], { cwd: root, env });
    const { stderr } = await ended.catch((error: unknown) => error as { stderr: string });
    results = await readResults(output, stderr);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}, 600_000);

async function readResults(output: string, stderr: string): Promise<FileResult[]> {
  const text = await readFile(output, "utf8").catch(() => {
    throw new Error(`The tests did not run: ${stderr}`);
  });
  return (JSON.parse(text) as { testResults: FileResult[] }).testResults;
}

test.each(suites)(`%s passes with @pulumi/pulumi ${version} on Node.js 22`, (suite) => {
  const own = results.filter(({ name }) => path.relative(root, name).startsWith(path.normalize(suite)));
  expect(own.map(({ message }) => message).filter(Boolean)).toEqual([]);
  const statuses = new Set(own.flatMap(({ assertionResults }) => assertionResults.map(({ status }) => status)));
  expect([...statuses]).toEqual(["passed"]);
});
