import { MtaStsMode, type MtaStsArgs } from "../src";
import { startSandbox, type Sandbox } from "../sandbox/sandbox";
import { changesOf, mailStack, meant, route53Zone, type MailStack } from "./support/mailStack";
import { liveMxOf, pauseBetween, said } from "./support/mxStory";

jest.setTimeout(120_000);

let sandbox: Sandbox;
let twin: string;
beforeAll(async () => {
  sandbox = await startSandbox({ route53: [{ name: "example.com", id: route53Zone }] });
  twin = sandbox.cloud.addCloudflareZone("example.com").id;
}, 600_000);
afterAll(() => sandbox.close());

const [mx1, mx2, mx3] = ["mx1.mail.example", "mx2.mail.example", "mx3.mail.example"];
const hosts = (...names: string[]) => names.map((host) => ({ host }));
const tlsReporting = { rua: ["mailto:tls@example.org"] };
const ttl = 60;
const policy = (mode: MtaStsMode) => ({ policy: { mode } });

describe("a domain in two zones", () => {
  let args: MtaStsArgs;
  let mail: MailStack;
  beforeAll(async () => {
    args = { domain: "example.com", tlsReporting, ttl, route53: { zoneId: route53Zone }, cloudflare: { zoneId: twin } };
    mail = await mailStack(sandbox, "twins");
  });

  it("has the same MX records in both, after both _mta-sts records", async () => {
    const up = await mail.up({ ...args, mailExchangers: hosts(mx1, mx2), ...policy(MtaStsMode.Testing) });
    expect(changesOf(up).slice(-5, -3)).toEqual(["create mail-sts", "create mail-sts"]);
    expect(changesOf(up).slice(-3).sort()).toEqual(
      ["mail-mx", `mail-mx-${mx1}`, `mail-mx-${mx2}`].map((name) => `create ${name}`),
    );
    const inRoute53 = await liveMxOf(sandbox, "example.com");
    sandbox.cloud.delegate("example.com", twin);
    expect(await liveMxOf(sandbox, "example.com")).toEqual(inRoute53);
    sandbox.cloud.delegate("example.com", route53Zone);
  });

  it("gains a host in both after one wait, and none where a zone only catches up with what is live", async () => {
    const { rollout } = meant({ ...args, policy: { mode: MtaStsMode.Enforce, mx: [mx1, mx2] } });
    await mail.up({ ...args, mailExchangers: hosts(mx1, mx2), ...policy(MtaStsMode.Enforce), rollout });
    const next = { ...args, mailExchangers: hosts(mx1, mx2, mx3), ...policy(MtaStsMode.Enforce) };
    sandbox.providers.log.length = 0;
    sandbox.providers.faults.inject({ kind: "fail", operation: "create", name: `mail-mx-${mx3}` });
    const died = await mail.up(next, { mayFail: true });
    expect(changesOf(died).sort()).toEqual(
      ["mail-mx", "mail-policy", "mail-sts", "mail-sts"].map((name) => `update ${name}`),
    );
    expect(pauseBetween(sandbox, "mail-sts", "mail-mx")).toBeGreaterThanOrEqual(ttl / 60);

    const up = await mail.up(next);
    expect(changesOf(up)).toEqual([`create mail-mx-${mx3}`]);
    expect(said(up, /waiting/)).toEqual([]);
  });

  it("leaves one of them: the other keeps its MX records", async () => {
    const { cloudflare: dropped, ...left } = args;
    const testing = { mailExchangers: hosts(mx1, mx2, mx3), ...policy(MtaStsMode.Testing) };
    await mail.up({ ...left, cloudflare: dropped, ...testing });
    const up = await mail.up({ ...left, ...testing });
    expect(changesOf(up).filter((change) => change.includes("mail-mx"))).toEqual(
      expect.arrayContaining([mx1, mx2, mx3].map((host) => `delete mail-mx-${host}`)),
    );
    expect(await liveMxOf(sandbox, "example.com")).toEqual([mx1, mx2, mx3].map((host) => `10 ${host}`));
    await mail.destroy();
  });
});

describe("in two zones, a record that stands", () => {
  it.each([
    ["Cloudflare", "cloudflare:index/dnsRecord:DnsRecord"],
    ["Route 53", "aws:route53/record:Record"],
  ])("in that of %s, which the domain is delegated to, is refused with the import for it", async (zone, type) => {
    const zoneId = zone === "Cloudflare" ? twin : route53Zone;
    const domain = `${zone.toLowerCase().replace(" ", "")}.example.com`;
    sandbox.cloud.delegate("example.com", zoneId);
    sandbox.cloud.putRecord(zoneId, {
      name: `_smtp._tls.${domain}`,
      type: "TXT",
      values: ["v=TLSRPTv1; rua=mailto:a@b.example"],
    });
    const mail = await mailStack(sandbox, `standing-${zone.toLowerCase().replace(" ", "")}`);
    const preview = await mail.preview({
      domain,
      tlsReporting,
      route53: { zoneId: route53Zone },
      cloudflare: { zoneId: twin },
    });
    expect(preview.error).toContain("(record-exists)");
    expect(preview.error).toContain(`"type":"${type}"`);
    sandbox.cloud.delegate("example.com", route53Zone);
  });
});

describe("a name server that is late", () => {
  it("has the new _mta-sts record before the wait for an MX host begins", async () => {
    const args = { domain: "late.example.com", tlsReporting, ttl, route53: { zoneId: route53Zone } };
    const mail = await mailStack(sandbox, "late");
    await mail.up({ ...args, mailExchangers: hosts(mx1), ...policy(MtaStsMode.Testing) });
    const { rollout } = meant({ ...args, policy: { mode: MtaStsMode.Enforce, mx: [mx1] } });
    await mail.up({ ...args, mailExchangers: hosts(mx1), ...policy(MtaStsMode.Enforce), rollout });

    const [server] = sandbox.cloud.route53.getHostedZone(route53Zone).nameServers;
    const stale = structuredClone(sandbox.cloud.state);
    /** Half a minute of the sandbox's time. */
    const late = 500;
    sandbox.providers.log.length = 0;
    sandbox.servers.dns.overrides.set(server!, () => {
      const changed = sandbox.providers.log.find(
        ({ name, operation }) => name === "mail-sts" && operation === "update",
      );
      const ended = changed?.endedAt ?? Infinity;
      return performance.now() < ended + late ? { state: stale } : undefined;
    });
    const up = await mail.up({ ...args, mailExchangers: hosts(mx1, mx2), ...policy(MtaStsMode.Enforce) });
    sandbox.servers.dns.overrides.delete(server!);
    expect(changesOf(up)).toEqual(["update mail-policy", "update mail-sts", "update mail-mx"]);
    expect(pauseBetween(sandbox, "mail-sts", "mail-mx")).toBeGreaterThanOrEqual(late / 1000 + ttl / 60);
  });
});

describe("MX records in a zone that the domain is not delegated to", () => {
  it("are shown in the preview, with the hosts that really get the mail", async () => {
    sandbox.cloud.delegate("example.com", twin);
    sandbox.cloud.putRecord(twin, { name: "example.com", type: "MX", values: ["10 other.mail.example"] });
    const args = { domain: "example.com", tlsReporting, ttl, route53: { zoneId: route53Zone } };
    const mail = await mailStack(sandbox, "wrongzone");
    const declared = { ...args, mailExchangers: hosts(mx1), ...policy(MtaStsMode.Testing) };
    const preview = await mail.preview(declared);
    expect([...new Set(preview.warnings)].sort()).toMatchSnapshot();
    expect(preview.ok).toBe(true);

    const enforce = { ...declared, ...policy(MtaStsMode.Enforce) };
    expect((await mail.preview(enforce)).error).toContain(
      "other.mail.example is a live MX host of example.com, and no pattern of the policy covers it.",
    );
  });
});
