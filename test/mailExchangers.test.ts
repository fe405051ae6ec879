import * as pulumi from "@pulumi/pulumi";
import { MtaSts, MtaStsMode, type MtaStsArgs } from "../src";
import { mockEngine, valueOf, type Registered } from "./support/mocks";

const reporting: MtaStsArgs = { domain: "example.com", tlsReporting: { rua: ["mailto:tls@example.com"] } };
const onRoute53: MtaStsArgs = { ...reporting, route53: { zoneId: "ZEXAMPLE" } };
const onCloudflare: MtaStsArgs = { ...reporting, cloudflare: { zoneId: "cfexample" } };
const mailExchangers = [{ host: "MX1.example.com." }, { host: "mx2.example.com", preference: pulumi.output(20) }];
const testing = { policy: { mode: MtaStsMode.Testing } };

async function declare(args: MtaStsArgs): Promise<{ mail: MtaSts; mx: Registered[] }> {
  const registered = mockEngine({
    route53: { ZEXAMPLE: { name: "example.com" } },
    cloudflare: { cfexample: { name: "example.com" } },
  });
  const mail = new MtaSts("mail", args);
  await valueOf(mail.records);
  for (let seen = -1; seen !== registered.length;) {
    seen = registered.length;
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
  return { mail, mx: registered.filter(({ name }) => name.startsWith("mail-mx")) };
}

describe("the MX records", () => {
  it("are one set in Route 53", async () => {
    const { mx } = await declare({ ...onRoute53, mailExchangers });
    expect(mx).toEqual([
      expect.objectContaining({ type: "aws:route53/record:Record", name: "mail-mx", parent: "mail" }),
    ]);
    expect(mx[0]!.inputs).toEqual({
      zoneId: "ZEXAMPLE",
      name: "example.com",
      type: "MX",
      ttl: 300,
      allowOverwrite: true,
      records: ["10 mx1.example.com", "20 mx2.example.com"],
    });
  });

  it("are one record a host in Cloudflare, named after it, so that their order changes nothing", async () => {
    const { mx } = await declare({ ...onCloudflare, mailExchangers });
    const record = { zoneId: "cfexample", name: "example.com", type: "MX", ttl: 300, proxied: false };
    expect(mx.map(({ type, name, parent, inputs }) => [type, name, parent, inputs])).toEqual([
      [
        "cloudflare:index/dnsRecord:DnsRecord",
        "mail-mx-mx1.example.com",
        "mail",
        { ...record, content: "mx1.example.com", priority: 10 },
      ],
      [
        "cloudflare:index/dnsRecord:DnsRecord",
        "mail-mx-mx2.example.com",
        "mail",
        { ...record, content: "mx2.example.com", priority: 20 },
      ],
    ]);
  });

  it.each<[string, Partial<MtaStsArgs>, string]>([
    ["stage one", {}, "mail-smtp-tls"],
    ["a policy", testing, "mail-sts"],
  ])("wait, with %s, for the record that tells senders of it", async (_stage, stage, awaited) => {
    for (const zone of [onRoute53, onCloudflare]) {
      const { mx } = await declare({ ...zone, ...stage, mailExchangers });
      for (const { dependencies } of mx) expect(dependencies).toContain(awaited);
      expect(mx.length).toBeGreaterThan(0);
    }
  });

  it("are not there where mailExchangers is left out", async () => {
    expect(
      (await declare({ ...onRoute53, ...testing, policy: { ...testing.policy, mx: ["mx1.example.com"] } })).mx,
    ).toEqual([]);
  });

  it("stand among the outputs' records, in each zone", async () => {
    const { mail } = await declare({ ...onRoute53, ...onCloudflare, mailExchangers });
    const records = (await valueOf(mail.records)).filter(({ type }) => type === "MX");
    expect(records.map(({ zoneId, name, values }) => [zoneId, name, ...values])).toEqual([
      ["ZEXAMPLE", "example.com", "10 mx1.example.com", "20 mx2.example.com"],
      ["cfexample", "example.com", "10 mx1.example.com"],
      ["cfexample", "example.com", "20 mx2.example.com"],
    ]);
  });
});

describe("the policy", () => {
  it.each<[string, MtaStsArgs["policy"], string]>([
    ["names the hosts of the records", { mode: MtaStsMode.Testing }, "mx: mx1.example.com\r\nmx: mx2.example.com\r\n"],
    [
      "names those of policy.mx too, each once",
      { mode: MtaStsMode.Enforce, mx: ["old.example.net", "MX2.example.com"] },
      "mx: mx1.example.com\r\nmx: mx2.example.com\r\nmx: old.example.net\r\n",
    ],
    [
      "takes a policy.mx that arrives later",
      { mode: MtaStsMode.Testing, mx: pulumi.output(["old.example.net"]) },
      "mx: mx1.example.com\r\nmx: mx2.example.com\r\nmx: old.example.net\r\n",
    ],
  ])("%s", async (_name, policy, expected) => {
    const { mail } = await declare({ ...onRoute53, mailExchangers, policy });
    const text = (await valueOf(mail.policyText)) ?? "";
    expect(text.slice(text.indexOf("mx: "), text.indexOf("max_age"))).toBe(expected);
  });

  it("names none of them with mode none", async () => {
    const { mail, mx } = await declare({ ...onRoute53, mailExchangers, policy: { mode: MtaStsMode.None } });
    expect(await valueOf(mail.policyText)).toBe("version: STSv1\r\nmode: none\r\nmax_age: 86400\r\n");
    expect(mx).toHaveLength(1);
  });

  it("does not name a host that only proves the ownership of the domain", async () => {
    const proof = { host: "ms12345678.msv1.invalid", preference: 32767 };
    const { mail, mx } = await declare({ ...onRoute53, ...testing, mailExchangers: [...mailExchangers, proof] });
    expect(await valueOf(mail.policyText)).not.toContain("invalid");
    expect(mx[0]!.inputs.records).toContain("32767 ms12345678.msv1.invalid");
  });
});
