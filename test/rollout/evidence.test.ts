import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { MtaStsMode } from "../../src/protocol";
import { evidenceOf, type EvidenceContext } from "../../src/rollout/evidence";
import { bytesOf, googleReport, microsoftReport } from "../reports/support/samples";

const NOW = Date.parse("2026-03-21T06:00:00Z");
const MX = ["mx1.example.com", "mx2.example.com"];
const policy = { mode: MtaStsMode.Testing, mx: MX, maxAge: 604800 };
let root: string;
let before: string;

/** A project with two clean weeks of reports in `reports`. */
beforeEach(() => {
  before = process.cwd();
  root = realpathSync(mkdtempSync(join(tmpdir(), "evidence-")));
  mkdirSync(join(root, "reports"));
  for (let back = 1; back <= 16; back++) {
    const day = new Date(NOW - back * 86_400_000).toISOString().slice(0, 10);
    writeFileSync(join(root, "reports", `google-${day}.json`), bytesOf(googleReport({ day, mx: MX })));
    writeFileSync(join(root, "reports", `microsoft-${day}.json`), bytesOf(microsoftReport({ day, mx: MX })));
  }
});
afterEach(() => {
  jest.restoreAllMocks();
  process.chdir(before);
  rmSync(root, { recursive: true, force: true });
});

function evidence(): ReturnType<typeof evidenceOf> {
  const hosts = MX.map((host) => ({ host, preference: 10 }));
  const lookups = { mx: () => Promise.resolve({ kind: "hosts", hosts }) } as unknown as EvidenceContext["lookups"];
  return evidenceOf({
    domain: "example.com",
    rollout: { reports: "reports", evidence: { trusted: true } },
    lookups,
    now: () => NOW,
  });
}

const rootIs = (directory: string): void =>
  void jest.spyOn(pulumi.runtime, "getRootDirectory").mockReturnValue(directory);

test("rollout.reports starts at the folder of Pulumi.yaml, wherever the program runs", async () => {
  rootIs(root);
  process.chdir(tmpdir());
  expect((await evidence().verdict(policy))?.state).toBe("ready");
});

test.each([".", "{{ .ProjectRoot }}", ""])(
  "where the engine gives the placeholder %p, it starts where the program was started",
  async (placeholder) => {
    rootIs(placeholder);
    process.chdir(root);
    expect((await evidence().verdict(policy))?.state).toBe("ready");
  },
);

test("and nowhere else: a folder that is not there is named", async () => {
  rootIs(".");
  process.chdir(tmpdir());
  const verdict = await evidence().verdict(policy);
  expect(verdict?.state).toBe("insufficientEvidence");
  expect(verdict?.reasons[0]).toContain(`there is nothing at ${join(realpathSync(tmpdir()), "reports")}`);
});
