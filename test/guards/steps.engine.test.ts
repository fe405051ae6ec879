import { MtaStsMode, type MtaStsArgs } from "../../src";
import type { Sandbox } from "../../sandbox/sandbox";
import { meant, startMailSandbox } from "../support/mailStack";
import { everyPair, guardedDomain, type GuardedDomain } from "./support/guardedDomain";

jest.setTimeout(120_000);

let sandbox: Sandbox;
beforeAll(async () => (sandbox = await startMailSandbox()), 600_000);
afterAll(() => sandbox.close());

const mx = ["mx1.example.com"];
const testing = { mode: MtaStsMode.Testing, mx };
const enforce = { mode: MtaStsMode.Enforce, mx };
const none = { mode: MtaStsMode.None };

describe.each(everyPair)("each step from stage to stage, on $zone", (zone) => {
  let at: GuardedDomain;
  beforeAll(async () => (at = await guardedDomain(sandbox, zone, "steps")));

  it("nothing to say of reports alone", async () => {
    expect((await at.allowed(at.reporting)).said).toEqual([]);
  });

  it("refuses to enforce what was never tested", async () => {
    expect(await at.refused(at.withPolicy(enforce), zone.preparation)).toMatchSnapshot();
  });

  it("starts a testing period, and says in one line what changes for mail", async () => {
    const { said, changes } = await at.allowed(at.withPolicy(testing));
    expect(said).toMatchSnapshot();
    expect(changes.at(-1)).toBe("create mail-sts");
    // No AWS resource on a Worker.
    const onRoute = ["mail-cname", "mail-sts", "mail-worker", "mail-worker-route"].map((name) => `create ${name}`);
    if (zone.slug === "worker") expect([...changes].sort()).toEqual(onRoute);
  });

  it("takes TLS-RPT away from under no policy: a program without it is no program", async () => {
    const { tlsReporting, ...without } = at.withPolicy(testing);
    expect(tlsReporting.rua).toHaveLength(1);
    expect(await at.refused(without as MtaStsArgs)).toMatchSnapshot();
    expect(await at.mail.resources()).toContain("mail-smtp-tls");
  });

  it("refuses to enforce without reports", async () => {
    expect(await at.refused(at.withPolicy(enforce))).toMatchSnapshot();
  });

  it("refuses to enforce with another MX set than the tested one", async () => {
    expect(
      await at.refused(at.withPolicy({ ...enforce, mx: ["mx1.example.com", "mx2.example.com"] })),
    ).toMatchSnapshot();
  });

  it("refuses to leave a policy out that senders may hold", async () => {
    expect(await at.refused(at.reporting)).toMatchSnapshot();
  });

  it("says of an override for another policy that it does nothing", async () => {
    const override = { policyId: "pms10000", reason: "agreed with the mail team" };
    expect((await at.previewed(at.withPolicy(testing, { override }))).said).toMatchSnapshot();
    expect((await at.mail.preview(at.withPolicy(enforce, { override }))).error).toContain("enforce-without-evidence");
  });

  it("enforces by an override, whose reason every run shows", async () => {
    const { said, changes } = await at.allowed(meant(at.withPolicy(enforce)));
    expect(said).toMatchSnapshot();
    expect(changes).toEqual([`update ${zone.file}`, "update mail-sts"]);
    expect((await at.previewed(meant(at.withPolicy(enforce)))).said).toMatchSnapshot("the next run");
  });

  it("advises against a short max_age, and reminds of the longer one that senders hold", async () => {
    expect((await at.allowed(at.withPolicy({ ...enforce, maxAge: 3600 }))).said).toMatchSnapshot();
  });

  it("steps back to testing at once, with the advice on revision", async () => {
    expect((await at.allowed(at.withPolicy(testing))).said).toMatchSnapshot();
  });

  it("winds down, and starts again with the advice on revision, but not by enforcing", async () => {
    const { said } = await at.allowed(at.withPolicy(none));
    expect(said).toMatchSnapshot("testing to none");
    expect(await at.refused(at.withPolicy(enforce))).toMatchSnapshot("none to enforce");
    expect((await at.allowed(at.withPolicy({ ...testing, revision: 1 }))).said).toMatchSnapshot("none to testing");
  });

  it("lets a testing policy go on the user's word that no sender holds another one", async () => {
    const gone = (after: string) => ({ ...at.reporting, rollout: { retire: { after } } });
    // Of an earlier removal: this policy came after that day.
    expect(await at.refused(gone("2026-01-31"))).toContain("(remove-testing)");
    const yesterday = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10);
    const { changes } = await at.allowed(gone(yesterday));
    expect(changes[0]).toBe("delete mail-sts");
    expect(await at.mail.resources()).toEqual(["mail", "mail-smtp-tls"]);
  });

  it("advises against a first policy that only winds down", async () => {
    expect((await at.previewed(at.withPolicy(none))).said).toMatchSnapshot();
  });
});
