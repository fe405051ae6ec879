import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { MtaStsMode, type RolloutArgs } from "../../src";
import type { Sandbox } from "../../sandbox/sandbox";
import { bytesOf, failure, googleReport, microsoftReport, type Json } from "../reports/support/samples";
import { startMailSandbox } from "../support/mailStack";
import { everyPair, guardedDomain, type GuardedDomain } from "./support/guardedDomain";

jest.setTimeout(120_000);

let sandbox: Sandbox;
beforeAll(async () => (sandbox = await startMailSandbox()), 600_000);
afterAll(() => sandbox.close());

const mx = ["mx1.example.com"];
const testing = { mode: MtaStsMode.Testing, mx };
const enforce = { mode: MtaStsMode.Enforce, mx };

describe.each(everyPair)("testing to enforce by the reports that arrived, on $zone", (zone) => {
  let at: GuardedDomain;
  let reports: string;
  const rollout = (): RolloutArgs => ({ reports, evidence: { trusted: true } });

  beforeAll(async () => {
    at = await guardedDomain(sandbox, zone, "evidence");
    reports = sandbox.newFolder("reports");
    await at.mail.up(at.withPolicy(testing));
  });

  /** Replaces what has arrived. */
  const receive = (arrived: readonly Json[]) => {
    rmSync(reports, { recursive: true });
    mkdirSync(reports);
    for (const [index, report] of arrived.entries())
      writeFileSync(path.join(reports, `${index}.json`), bytesOf(report));
  };
  const day = (back: number) => new Date(Date.now() - back * 86_400_000).toISOString().slice(0, 10);
  const clean = (days: number) =>
    Array.from({ length: days }, (_, index) => ({ domain: at.domain, mx, day: day(index + 1) })).flatMap((about) => [
      googleReport(about),
      microsoftReport(about),
    ]);

  it("refuses while nothing is where the reports should be", async () => {
    const nowhere = { reports: path.join("reports", "of-nobody"), evidence: { trusted: true } };
    const { error } = await at.mail.preview(at.withPolicy(enforce, nowhere));
    expect(error).toContain("rollout.reports: reports/of-nobody: there is nothing at");
    expect(error).toContain("(enforce-insufficient-evidence)");
  });

  it("refuses on too few reports", async () => {
    receive(clean(2));
    expect(await at.refused(at.withPolicy(enforce, rollout()))).toMatchSnapshot();
  });

  it("refuses while senders report failures", async () => {
    const details = [failure("certificate-expired", "mx1.example.com", 7)];
    const failing = microsoftReport({ domain: at.domain, mx, day: day(1), id: "failing", failures: 7, details });
    receive([...clean(16), failing]);
    expect(await at.refused(at.withPolicy(enforce, rollout()))).toMatchSnapshot();
    expect((await at.previewed(at.withPolicy(testing, rollout()))).said).toMatchSnapshot("under testing");
  });

  it("refuses reports of which nobody vouches that they are true", async () => {
    receive(clean(16));
    expect((await at.mail.preview(at.withPolicy(enforce, { reports }))).error).toContain(
      "enforce-insufficient-evidence",
    );
  });

  it("says under testing that it is ready, and then enforces", async () => {
    receive(clean(16));
    expect((await at.previewed(at.withPolicy(testing, rollout()))).said).toMatchSnapshot("under testing");
    const { said, changes } = await at.allowed(at.withPolicy(enforce, rollout()));
    expect(said).toMatchSnapshot();
    expect(changes).toEqual([`update ${zone.file}`, "update mail-sts"]);
  });
});
