import { MtaStsMode, type MailExchangerArgs, type MtaStsArgs } from "../src";
import { startSandbox, type Sandbox } from "../sandbox/sandbox";
import type { Outcome } from "./support/engine";
import { changesOf, cloudflareZone, mailStack, meant, route53Zone, type MailStack } from "./support/mailStack";
import { liveMxOf, pauseBetween, said } from "./support/mxStory";

jest.setTimeout(120_000);

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({
    route53: [{ name: "example.com", id: route53Zone }],
    cloudflare: [{ name: "example.net", id: cloudflareZone }],
  });
}, 600_000);
afterAll(() => sandbox.close());
afterEach(() => sandbox.providers.faults.clear());

const [mx1, mx2, mx3] = ["mx1.mail.example", "mx2.mail.example", "mx3.mail.example"];
const both: MailExchangerArgs[] = [{ host: mx1 }, { host: mx2, preference: 20 }];
const three = [...both, { host: mx3, preference: 30 }];
const tlsReporting = { rua: ["mailto:tls@example.org"] };
/** Of every record, in seconds: one second of the sandbox's time. */
const ttl = 60;

interface Case {
  zone: string;
  reporting: MtaStsArgs;
  /** What an edit of the MX records changes. */
  create: string[];
  addThird: string[];
  dropThird: string[];
  newPreference: string[];
}
const cases: Case[] = [
  {
    zone: "Route 53",
    reporting: { domain: "example.com", tlsReporting, ttl, route53: { zoneId: route53Zone } },
    create: ["create mail-mx"],
    addThird: ["update mail-mx"],
    dropThird: ["update mail-mx"],
    newPreference: ["update mail-mx"],
  },
  {
    zone: "Cloudflare",
    reporting: { domain: "example.net", tlsReporting, ttl, cloudflare: { zoneId: cloudflareZone } },
    create: [`create mail-mx-${mx1}`, `create mail-mx-${mx2}`],
    addThird: [`create mail-mx-${mx3}`],
    dropThird: [`delete mail-mx-${mx3}`],
    newPreference: [`update mail-mx-${mx2}`],
  },
];

describe.each(cases)("MX records that the component declares, on $zone", (story) => {
  const { zone, reporting } = story;
  const { domain } = reporting;
  const slug = zone.toLowerCase().replace(" ", "");
  const withPolicy = (mode: MtaStsMode, mailExchangers: MailExchangerArgs[], ...mx: string[]): MtaStsArgs => ({
    ...reporting,
    mailExchangers,
    policy: { mode, ...(mx.length === 0 ? {} : { mx }) },
  });
  /** The same under enforce; the override would name the hosts of the records too. */
  const enforced = (mailExchangers: MailExchangerArgs[], ...mx: string[]): MtaStsArgs => {
    const names = [...mailExchangers.map(({ host }) => host), ...mx];
    const { rollout } = meant({ ...reporting, policy: { mode: MtaStsMode.Enforce, mx: names } });
    return { ...withPolicy(MtaStsMode.Enforce, mailExchangers, ...mx), rollout };
  };
  /** Without the override that lets everything pass. */
  const held = (mailExchangers: MailExchangerArgs[], ...mx: string[]) =>
    withPolicy(MtaStsMode.Enforce, mailExchangers, ...mx);
  const servedMx = (outcome: Outcome) =>
    [...String(outcome.outputs.policyText).matchAll(/mx: (\S+)/g)].map(([, host]) => host);
  let mail: MailStack;
  beforeAll(async () => (mail = await mailStack(sandbox, `mx-${slug}`)));

  it("stand in stage one already, and wait for nothing", async () => {
    const args = { ...reporting, mailExchangers: both };
    const plan = ["create mail-smtp-tls", ...story.create];
    expect(changesOf(await mail.preview(args)).sort()).toEqual([...plan].sort());
    const up = await mail.up(args);
    expect(changesOf(up)[0]).toBe("create mail-smtp-tls");
    expect(changesOf(up).sort()).toEqual([...plan].sort());
    expect(said(up, /MX host/)).toEqual([]);
    expect(await liveMxOf(sandbox, domain)).toEqual([`10 ${mx1}`, `20 ${mx2}`]);
  });

  it("are the policy's list, together with policy.mx, and stay as they are when it comes", async () => {
    const up = await mail.up(withPolicy(MtaStsMode.Testing, both, "*.leaving.example"));
    expect(changesOf(up).filter((change) => change.includes("mail-mx"))).toEqual([]);
    expect(servedMx(up)).toEqual(["*.leaving.example", mx1, mx2]);
    expect(up.warnings).toEqual([]);
  });

  it("come after the policy under testing too, but wait for nothing", async () => {
    const up = await mail.up(withPolicy(MtaStsMode.Testing, three));
    expect(changesOf(up)).toEqual(["update mail-policy", "update mail-sts", ...story.addThird]);
    expect(said(up, /becomes an MX host/)).toEqual([]);
    const down = await mail.up(withPolicy(MtaStsMode.Testing, both));
    expect(changesOf(down)).toEqual(["update mail-policy", "update mail-sts", ...story.dropThird]);
  });

  it("change their preference in place, and the policy stays", async () => {
    await mail.up(enforced(both));
    const changed = enforced([{ host: mx1 }, { host: mx2, preference: 5 }]);
    const up = await mail.up(changed);
    expect(changesOf(up)).toEqual(story.newPreference);
    expect(said(up, /MX host/)).toEqual([]);
    expect(await liveMxOf(sandbox, domain)).toEqual([`10 ${mx1}`, `5 ${mx2}`]);
    expect(changesOf(await mail.up(enforced(both)))).toEqual(story.newPreference);
  });

  it("gain a host under enforce only when the TTL of the old _mta-sts record has passed", async () => {
    const preview = await mail.preview(held(three));
    expect(preview.error).toBe("");
    expect(changesOf(preview)).toEqual(["update mail-policy", "update mail-sts", ...story.addThird]);
    expect(said(preview, /becomes an MX host/)).toMatchSnapshot();
    sandbox.providers.log.length = 0;
    const up = await mail.up(held(three));
    expect(changesOf(up)).toEqual(["update mail-policy", "update mail-sts", ...story.addThird]);
    expect(said(up, /becomes an MX host/)).toEqual([
      expect.stringContaining(`${domain}: waiting, at most 1 minute: ${mx3} becomes an MX host`),
    ]);
    // The gate watches the file for 30 s; then the record; then its old TTL. The sandbox's time runs 60 times as fast.
    expect(pauseBetween(sandbox, "mail-policy", "mail-sts")).toBeGreaterThanOrEqual(30 / 60);
    expect(pauseBetween(sandbox, "mail-sts", story.addThird[0]!.split(" ")[1]!)).toBeGreaterThanOrEqual(ttl / 60);
    expect(await liveMxOf(sandbox, domain)).toContain(`30 ${mx3}`);
  });

  it("lose no host together with the policy under enforce: the two steps are named", async () => {
    for (const outcome of [await mail.preview(held(both)), await mail.up(held(both), { mayFail: true })]) {
      expect(outcome.ok).toBe(false);
      expect(outcome.changes).toEqual([]);
      expect(outcome.error).toMatchSnapshot();
    }
  });

  it("lose a host in two steps: first the record, the policy stays; later the policy", async () => {
    const first = await mail.up(held(both, mx3));
    expect(changesOf(first)).toEqual(story.dropThird);
    expect(servedMx(first)).toEqual([mx1, mx2, mx3]);

    // Somebody else's record brings it back.
    const zoneId = reporting.route53 === undefined ? cloudflareZone : route53Zone;
    const drifted = [`10 ${mx1}`, `20 ${mx2}`, `30 ${mx3}`];
    sandbox.cloud.removeRecord(zoneId, domain, "MX");
    sandbox.cloud.putRecord(zoneId, { name: domain, type: "MX", ttl, values: drifted });
    expect((await mail.preview(held(both))).error).toContain("(mx-still-needed)");
    sandbox.cloud.removeRecord(zoneId, domain, "MX");
    sandbox.cloud.putRecord(zoneId, { name: domain, type: "MX", ttl, values: drifted.slice(0, 2) });

    const second = await mail.up(held(both));
    expect(changesOf(second)).toEqual(["update mail-policy", "update mail-sts"]);
    expect(servedMx(second)).toEqual([mx1, mx2]);
    expect(second.warnings.join("\n")).toContain("(mx-dropped)");
  });
});
