import { MtaSts, MtaStsMode } from "../../src";
import { changesCloud } from "../../sandbox/provider";
import type { Sandbox } from "../../sandbox/sandbox";
import { deployment, stackCli } from "../support/engine";
import { meant, seenBySender, startMailSandbox } from "../support/mailStack";
import { bothZones, everyPair, guardedDomain, type GuardedDomain } from "./support/guardedDomain";
import { saidBy } from "./support/steady";

jest.setTimeout(120_000);

let sandbox: Sandbox;
beforeAll(async () => (sandbox = await startMailSandbox()), 600_000);
afterAll(() => sandbox.close());
afterEach(() => {
  sandbox.servers.https.overrides.clear();
  sandbox.servers.dns.overrides.clear();
});

const mx = ["mx1.example.com"];
const enforce = { mode: MtaStsMode.Enforce, mx };
const none = { mode: MtaStsMode.None };
const longAgo = { after: "2026-01-31" };
const day = (ahead: number) => new Date(Date.now() + ahead * 86_400_000).toISOString().slice(0, 10);

const deletions = () =>
  sandbox.providers.log.filter((done) => changesCloud(done) && done.operation === "delete").map(({ name }) => name);

describe.each(everyPair)("the way out of a policy, on $zone", (zone) => {
  let at: GuardedDomain;
  beforeAll(async () => {
    at = await guardedDomain(sandbox, zone, "removal");
    await at.mail.up(meant(at.withPolicy(enforce)));
  });

  /** Destroys as the CLI does it: with a preview first. */
  const destroyByHand = ({ mail }: GuardedDomain) => stackCli(sandbox, mail, ["destroy", "--yes"]);

  it("refuses to leave out a policy that senders enforce, with our message and not the engine's", async () => {
    const message = await at.refused(at.reporting);
    expect(message).toMatchSnapshot();
    expect(message).not.toContain("cannot be deleted");
  });

  it("leaves it to the engine's protection where the live policy cannot be read", async () => {
    sandbox.servers.dns.overrides.set("resolver", ({ name }) =>
      name === `_mta-sts.${at.domain}` || name === at.domain ? { rcode: "SERVFAIL" } : undefined,
    );
    const before = deletions().length;
    const update = await at.mail.up(at.reporting, { mayFail: true });
    sandbox.servers.dns.overrides.clear();
    expect(saidBy(update)).toMatchSnapshot();
    expect(update.error).toContain("mail-sts");
    expect(update.error).toContain("protected");
    expect(deletions().slice(before)).toEqual([]);
  });

  it("refuses it while name servers do not agree on the record and the host serves a policy", async () => {
    const { hostedZones, cloudflareZones } = sandbox.cloud.state;
    const [late = ""] = (hostedZones.get(at.zoneId) ?? cloudflareZones.get(at.zoneId))?.nameServers ?? [];
    const name = `_mta-sts.${at.domain}`;
    const older = ['300 TXT "v=STSv1; id=20250101;"'];
    sandbox.servers.dns.overrides.set(late, (query) => (query.name === name ? { answers: older } : undefined));
    const message = await at.refused(at.reporting);
    sandbox.servers.dns.overrides.clear();
    expect(message).toMatchSnapshot();
  });

  it("is protected while senders enforce: a refused destroy deletes nothing, with a preview before it and without", async () => {
    const before = deletions().length;
    const seen = await seenBySender(sandbox, at.domain);
    const withoutPreview = await at.mail.destroy({ mayFail: true });
    expect(withoutPreview.ok).toBe(false);
    expect(withoutPreview.error).toContain("protected");
    const withPreview = await destroyByHand(at);
    expect(withPreview.code).not.toBe(0);
    expect(withPreview.text).toContain("protected");
    expect(deletions().slice(before)).toEqual([]);
    expect(await seenBySender(sandbox, at.domain)).toEqual(seen);
  });

  it("says of retire under enforce that it does nothing yet", async () => {
    const args = meant(at.withPolicy(enforce));
    expect(
      (await at.previewed({ ...args, policy: { ...enforce, maxAge: 1_209_600 }, rollout: { retire: longAgo } })).said,
    ).toMatchSnapshot();
  });

  it("refuses a date of retire that comes before the old policy ends", async () => {
    expect(await at.refused(at.withPolicy(none, { retire: longAgo }))).toMatchSnapshot();
  });

  it("winds down, and prints the date from which the policy may go", async () => {
    const { said, outcome } = await at.allowed(at.withPolicy(none));
    expect(said).toMatchSnapshot();
    // A week of max_age, five minutes of TTL, and the rest of today.
    expect(outcome.warnings.join("\n")).toContain(`rollout: { retire: { after: "${day(8)}" } }`);
  });

  it("refuses to leave it out before that date, and to destroy it", async () => {
    expect(await at.refused(at.reporting)).toMatchSnapshot("without a date");
    expect(await at.refused({ ...at.reporting, rollout: { retire: { after: day(8) } } })).toMatchSnapshot("too early");
    const before = deletions().length;
    expect((await at.mail.destroy({ mayFail: true })).error).toContain("protected");
    expect(deletions().slice(before)).toEqual([]);
  });

  it("refuses the date of an earlier winding down, added later", async () => {
    // A Worker gives no Last-Modified: there nobody can tell.
    if (zone.slug === "worker") return;
    expect(await at.refused(at.withPolicy(none, { retire: longAgo }))).toMatchSnapshot();
    expect(await at.refused({ ...at.reporting, rollout: { retire: longAgo } })).toMatchSnapshot("left out");
    // From here on the policy "none" is an old one.
    for (const bucket of sandbox.cloud.state.buckets.values())
      for (const object of bucket.objects.values()) object.lastModified = new Date("2020-01-01T00:00:00Z");
  });

  it("stays protected in a deploy that names the date and leaves the policy out at once", async () => {
    const before = deletions().length;
    const update = await at.mail.up({ ...at.reporting, rollout: { retire: longAgo } }, { mayFail: true });
    expect(update.error).toContain("protected");
    expect(deletions().slice(before)).toEqual([]);
  });

  it("lets it go after the date, in two deploys, the record first", async () => {
    const { said, changes } = await at.allowed(at.withPolicy(none, { retire: longAgo }));
    expect([said, changes]).toEqual([[], []]);
    const gone = await at.allowed({ ...at.reporting, rollout: { retire: longAgo } });
    expect(gone.changes[0]).toBe("delete mail-sts");
    expect(await at.mail.resources()).toEqual(["mail", "mail-smtp-tls"]);
    expect(await seenBySender(sandbox, at.domain)).toBeUndefined();
  });
});

it.each(bothZones)("does not cancel protection that the user asked for, on $zone", async (zone) => {
  const args = { domain: `own.${zone.apex}`, tlsReporting: { rua: ["mailto:tls@example.com"] } };
  const zones = zone.slug === "route53" ? { route53: { zoneId: zone.id } } : { cloudflare: { zoneId: zone.id } };
  const policy = { mode: MtaStsMode.Testing, mx };
  const program = () => {
    new MtaSts("mail", { ...args, ...zones, policy }, { protect: true });
    return Promise.resolve();
  };
  const stack = await deployment(sandbox, program, { stackName: `protected-${zone.slug}` });
  sandbox.servers.dns.extraRecords.set(args.domain, ["MX 10 mx1.example.com"]);
  await stack.up();
  const before = deletions().length;
  expect((await stack.destroy({ mayFail: true })).error).toContain("protected");
  expect(deletions().slice(before)).toEqual([]);
});
