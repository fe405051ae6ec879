import { MtaStsMode, type MtaStsArgs } from "../../src";
import type { Sandbox } from "../../sandbox/sandbox";
import { meant, route53Zone, seenBySender, startMailSandbox } from "../support/mailStack";
import { bothZones, everyPair, guardedDomain, type GuardedDomain } from "./support/guardedDomain";
import { paste } from "./support/printedCommand";
import { refusalIn, saidBy } from "./support/steady";

jest.setTimeout(120_000);

let sandbox: Sandbox;
let at: GuardedDomain;
let twin: string;
beforeAll(async () => {
  sandbox = await startMailSandbox();
  twin = sandbox.cloud.addCloudflareZone("example.com").id;
  at = await guardedDomain(sandbox, bothZones[0], "moving");
}, 600_000);
afterAll(() => sandbox.close());

const policy = { mode: MtaStsMode.Enforce, mx: ["mx1.example.com"] };
const oldZone = () => meant(at.withPolicy(policy));
const bothOfThem = (): MtaStsArgs => ({ ...oldZone(), cloudflare: { zoneId: twin } });
const inNewZone = (args: MtaStsArgs): MtaStsArgs => ({ ...args, route53: undefined, cloudflare: { zoneId: twin } });
/** The override is mentioned in every run. */
const warnings = (said: string[]) => said.filter((line) => !line.includes("rollout.override"));

describe("a domain that moves from Route 53 to Cloudflare while it enforces", () => {
  it("is prepared: the new zone gets the same records, though nobody asks it yet", async () => {
    await at.mail.up(oldZone());
    const before = await seenBySender(sandbox, at.domain);
    const { said, changes } = await at.allowed(bothOfThem());
    expect(warnings(said)).toEqual([]);
    expect([...changes].sort()).toEqual(
      ["certificate-validation-record", "cname", "smtp-tls", "sts"].map((name) => `create mail-${name}`),
    );
    expect(await seenBySender(sandbox, at.domain)).toEqual(before);
  });

  it("keeps the old zone until the delegation has moved", async () => {
    // Without the override by which it came to enforce: that would let this pass too.
    expect(await at.refused(inNewZone(at.withPolicy(policy)))).toMatchSnapshot();
  });

  it("is delegated: senders see no change, and nor does a preview", async () => {
    const before = await seenBySender(sandbox, at.domain);
    sandbox.cloud.delegate("example.com", twin);
    expect(await seenBySender(sandbox, at.domain)).toEqual(before);
    const { said, changes } = await at.previewed(bothOfThem());
    expect([warnings(said), changes]).toEqual([[], []]);
  });

  it("changes its policy in both zones at once", async () => {
    const changed = meant({ ...bothOfThem(), policy: { ...policy, maxAge: 1_209_600 } });
    expect((await at.allowed(changed)).changes).toEqual(["update mail-policy", "update mail-sts", "update mail-sts"]);
    expect((await at.allowed(bothOfThem())).changes).toHaveLength(3);
  });

  it("leaves the old zone, once its protection is taken back with the command that the engine prints", async () => {
    const before = await seenBySender(sandbox, at.domain);
    const args = inNewZone(bothOfThem());
    const { error, changes } = await at.mail.up(args, { mayFail: true });
    expect(changes).toEqual([]);
    const command = /`(pulumi state unprotect '[^']+')`/.exec(error)?.[1];
    expect(command).toContain("aws:route53/record:Record::mail-sts");
    await paste(sandbox, at.mail, command ?? "");
    const left = (await at.mail.up(args)).changes.map(({ operation, type }) => `${operation} ${type}`);
    expect(new Set(left)).toEqual(new Set(["delete aws:route53/record:Record"]));
    expect(await seenBySender(sandbox, at.domain)).toEqual(before);
  });
});

test("a move of zones in one deploy is refused while senders ask the old zone", async () => {
  sandbox.cloud.delegate("example.com", route53Zone);
  const hasty = await guardedDomain(sandbox, bothZones[0], "hasty");
  const args = hasty.withPolicy({ ...policy, mode: MtaStsMode.Testing });
  await hasty.mail.up(args);
  expect(
    await hasty.refused(inNewZone(args), ["mail-certificate-validation-record", "mail-smtp-tls", "mail-cname"]),
  ).toMatchSnapshot();
});

test("a zone that is not delegated to yet gets records of a new domain with a word of warning", async () => {
  const early = await guardedDomain(sandbox, bothZones[0], "early");
  const preview = await early.mail.preview(inNewZone(early.reporting));
  expect(refusalIn(preview)).toBe("");
  expect(saidBy(preview)).toMatchSnapshot();
});

describe.each(everyPair)("a program in a zone that the domain is not delegated to, on $zone", (zone) => {
  let at: GuardedDomain;
  let elsewhere: string;
  beforeAll(async () => {
    at = await guardedDomain(sandbox, zone, "undelegated");
    const { cloud } = sandbox;
    elsewhere = (zone.slug === "route53" ? cloud.addCloudflareZone(at.domain) : cloud.addHostedZone(at.domain)).id;
    cloud.delegate(at.domain, elsewhere);
  });

  it("is warned that nobody asks for its MX records", async () => {
    const { said } = await at.previewed({ ...at.reporting, mailExchangers: [{ host: "mx1.example.com" }] });
    expect(said).toMatchSnapshot();
  });

  it("is refused where a record of this library is live in the other zone", async () => {
    const values = [`v=STSv1; id=pms1${"0".repeat(28)};`];
    sandbox.cloud.putRecord(elsewhere, { name: `_mta-sts.${at.domain}`, type: "TXT", values });
    const testing = at.withPolicy({ ...policy, mode: MtaStsMode.Testing });
    expect(await at.refused(testing)).toMatchSnapshot();
  });
});
