import { MtaStsMode, type MailExchangerArgs, type MtaStsArgs } from "../src";
import { startSandbox, type Sandbox } from "../sandbox/sandbox";
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
const hosts = (...names: string[]): MailExchangerArgs[] => names.map((host) => ({ host }));
const tlsReporting = { rua: ["mailto:tls@example.org"] };
/** Of every record, in seconds: one second of the sandbox's time. */
const ttl = 60;

/** What adds a host to the MX records of each zone. */
const zones: [string, MtaStsArgs, (host: string) => { operation: "create" | "update"; name: string }][] = [
  [
    "Route 53",
    { domain: "example.com", tlsReporting, ttl, route53: { zoneId: route53Zone } },
    () => ({ operation: "update", name: "mail-mx" }),
  ],
  [
    "Cloudflare",
    { domain: "example.net", tlsReporting, ttl, cloudflare: { zoneId: cloudflareZone } },
    (host) => ({ operation: "create", name: `mail-mx-${host}` }),
  ],
];

describe.each(zones)("a deploy that dies while it adds an MX host, on %s", (zone, reporting, additionOf) => {
  const { domain } = reporting;
  const policyOf = (mode: MtaStsMode, ...names: string[]): MtaStsArgs => ({
    ...reporting,
    mailExchangers: hosts(...names),
    policy: { mode },
  });
  let mail: MailStack;

  beforeAll(async () => {
    mail = await mailStack(sandbox, `interrupted-${zone.toLowerCase().replace(" ", "")}`);
    await mail.up(policyOf(MtaStsMode.Testing, mx1));
    const { rollout } = meant({ ...reporting, policy: { mode: MtaStsMode.Enforce, mx: [mx1] } });
    await mail.up({ ...policyOf(MtaStsMode.Enforce, mx1), rollout });
  }, 120_000);

  it("after the _mta-sts record: the next one waits the whole TTL again, and says why", async () => {
    const next = policyOf(MtaStsMode.Enforce, mx1, mx2);
    const addition = additionOf(mx2);
    sandbox.providers.faults.inject({ kind: "fail", ...addition });
    const died = await mail.up(next, { mayFail: true });
    expect(changesOf(died)).toEqual(["update mail-policy", "update mail-sts"]);
    expect(await liveMxOf(sandbox, domain)).toEqual([`10 ${mx1}`]);

    expect(said(await mail.preview(next), /becomes an MX host/)).toHaveLength(1);
    const started = performance.now();
    const up = await mail.up(next);
    expect(changesOf(up)).toEqual([`${addition.operation} ${addition.name}`]);
    expect(performance.now() - started).toBeGreaterThanOrEqual((ttl / 60) * 1000);
    expect(said(up, /waiting/)).toEqual([
      expect.stringContaining("the policy file does not change in this deploy, and an earlier one that changed it"),
    ]);
    expect(await liveMxOf(sandbox, domain)).toContain(`10 ${mx2}`);
  });

  it("before the _mta-sts record: the next one changes it, waits, and then adds the host", async () => {
    const next = policyOf(MtaStsMode.Enforce, mx1, mx2, mx3);
    const addition = additionOf(mx3);
    sandbox.providers.faults.inject({ kind: "fail", operation: "update", name: "mail-sts" });
    expect(changesOf(await mail.up(next, { mayFail: true }))).toEqual(["update mail-policy"]);

    sandbox.providers.log.length = 0;
    const up = await mail.up(next);
    expect(changesOf(up)).toEqual(["update mail-sts", `${addition.operation} ${addition.name}`]);
    expect(pauseBetween(sandbox, "mail-sts", addition.name)).toBeGreaterThanOrEqual(ttl / 60);
    expect(changesOf(await mail.preview(next))).toEqual([]);
  });

  it("and goes back to testing: senders may still enforce, so the next one waits all the same", async () => {
    const next = policyOf(MtaStsMode.Testing, mx1, mx2, mx3, "mx4.mail.example");
    const addition = additionOf("mx4.mail.example");
    sandbox.providers.faults.inject({ kind: "fail", ...addition });
    const died = await mail.up(next, { mayFail: true });
    expect(said(died, /waiting/)).toHaveLength(1);
    expect(changesOf(died)).toEqual(["update mail-policy", "update mail-sts"]);
    expect(said(await mail.up(next), /waiting/)).toHaveLength(1);
    expect(await liveMxOf(sandbox, domain)).toHaveLength(4);
  });

  it("created the record and could not note it: the next one is told how to take it in", async () => {
    const next = policyOf(MtaStsMode.Testing, mx1, mx2, mx3, "mx4.mail.example", "mx5.mail.example");
    const addition = additionOf("mx5.mail.example");
    sandbox.providers.faults.inject({ kind: "lostAnswer", ...addition });
    expect((await mail.up(next, { mayFail: true })).ok).toBe(false);
    expect(await liveMxOf(sandbox, domain)).toHaveLength(5);
    const again = await mail.up(next, { mayFail: true });
    if (addition.operation === "update") {
      // What is live already is waited for by nobody.
      expect(said(again, /waiting/)).toEqual([]);
      expect(changesOf(again)).toEqual(["update mail-mx"]);
    } else {
      expect(again.error).toContain("(record-not-recorded)");
      expect(again.error).toContain("pulumi import --file import.json");
    }
  });
});
