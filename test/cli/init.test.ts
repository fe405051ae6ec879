import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createColors } from "picocolors";
import { mailHostsOf } from "../../src/cli/init/mailHost";
import { dnsHostOf } from "../../src/cli/init/dnsHost";
import { runInit, type InitFlags } from "../../src/cli/init/runInit";
import { runCli } from "./support/runCli";
import { startWorld, type DomainSetup, type World } from "../checks/support/world";

// A busy machine makes these slow; it must not make them fail.
jest.setTimeout(30_000);

let world: World;
let folder: string;
beforeAll(async () => {
  world = await startWorld();
});
beforeEach(() => {
  folder = join(mkdtempSync(join(tmpdir(), "mta-sts-init-")), "project");
});
afterEach(() => {
  rmSync(join(folder, ".."), { recursive: true });
});
afterAll(() => world.close());

async function init(label: string, setup: DomainSetup, flags: Partial<InitFlags> = {}) {
  const domain = world.publish(label, setup);
  let out = "";
  let err = "";
  const output = {
    out: (text: string) => {
      out += text;
    },
    err: (text: string) => {
      err += text;
    },
    colours: createColors(false),
    width: 100,
    progress: false,
  };
  const code = await runInit(domain, { name: "mail", out: folder, ...flags }, output, world.options());
  const read = (name: string) => readFileSync(join(folder, name), "utf8");
  return { code, out: out.replaceAll(folder, "project"), err: err.replaceAll(folder, "project"), read };
}

const nothing = { "_mta-sts": [], "_smtp._tls": [], "mta-sts": [] };

test("a domain with nothing starts with reporting, and the next stage stands ready", async () => {
  const { code, out, read } = await init("init-new", {
    records: { ...nothing, "@": ["300 MX 0 contoso-com.o-v1.mx.microsoft"] },
  });
  expect(code).toBe(0);
  expect(out).toMatchSnapshot();
  expect(readdirSync(folder).sort()).toEqual([
    ".gitignore",
    "Pulumi.yaml",
    "README.md",
    "index.ts",
    "package.json",
    "tsconfig.json",
  ]);
  expect(read("index.ts")).toMatchSnapshot();
  expect(read("README.md")).toMatchSnapshot();
});

test("a domain that enforces is taken over unchanged, with the import of what exists", async () => {
  const policy = "version: STSv1\r\nmode: enforce\r\nmx: mx1.%d\r\nmx: *.%d\r\nmax_age: 1209600\r\n";
  const { code, read } = await init("init-enforce", { policy }, { zoneId: "Z0123456789EXAMPLE" });
  expect(code).toBe(0);
  expect(read("index.ts")).toMatchSnapshot();
  expect(JSON.parse(read("import.json"))).toEqual({
    resources: [
      { type: "pulumi-mta-sts:index:MtaSts", name: "mail", component: true },
      record("mail-smtp-tls", "Z0123456789EXAMPLE__smtp._tls.init-enforce.test_TXT"),
      record("mail-sts", "Z0123456789EXAMPLE__mta-sts.init-enforce.test_TXT"),
      record("mail-a", "Z0123456789EXAMPLE_mta-sts.init-enforce.test_A"),
      record("mail-aaaa", "Z0123456789EXAMPLE_mta-sts.init-enforce.test_AAAA"),
    ],
  });
  expect(read("Pulumi.yaml")).toContain('default: "Z0123456789EXAMPLE"');
});
function record(name: string, id: string) {
  return { type: "aws:route53/record:Record", name, id, parent: "mail" };
}

test("in Cloudflare the ids that DNS does not show are to be filled in", async () => {
  const { out, read } = await init(
    "init-cloudflare",
    { records: { "mta-sts": ["300 CNAME edge.%d"], edge: ["300 A 127.0.0.1"] } },
    { dns: "cloudflare", name: "sts" },
  );
  expect(JSON.parse(read("import.json"))).toEqual({
    resources: [
      { type: "pulumi-mta-sts:index:MtaSts", name: "sts", component: true },
      ...["TXT__smtp._tls", "TXT__mta-sts", "CNAME_mta-sts"].map((name, index) => ({
        type: "cloudflare:index/dnsRecord:DnsRecord",
        name: ["sts-smtp-tls", "sts-sts", "sts-cname"][index],
        id: `ZONE_ID/RECORD_ID_OF_${name}.init-cloudflare.test`,
        parent: "sts",
      })),
    ],
  });
  expect(out).toContain("fill in the ids in import.json");
  expect(read("package.json")).toContain('"@pulumi/cloudflare"');
});

test("in Route 53 a CNAME of the policy host is put in addresses first, and those are imported", async () => {
  const { out, read } = await init(
    "init-alias",
    { records: { "mta-sts": ["300 CNAME edge.%d"], edge: ["300 A 127.0.0.1"] } },
    { zoneId: "Z0123456789EXAMPLE" },
  );
  expect(out).toContain("mta-sts.init-alias.test is a record of another type than the program's");
  expect(read("README.md")).toContain("`mta-sts.init-alias.test` is a CNAME for `edge.init-alias.test`");
  expect(read("README.md")).toContain("so that the policy stays where senders find it: `A 127.0.0.1`.");
  const { resources } = JSON.parse(read("import.json")) as { resources: { name: string }[] };
  expect(resources.map(({ name }) => name)).toEqual(["mail", "mail-smtp-tls", "mail-sts", "mail-a"]);
});

test("what a hostile domain says reaches neither the program nor the terminal as it is", async () => {
  const { code, out, read } = await init("init-hostile", {
    policy: "version: STSv1\r\nmode: \u001b[31mred\r\nmax_age: 1\r\n",
    records: {
      "@": ["300 MX 10 mx1.%d", "300 MX 20 a\u2028evil\\(\\).%d"],
      "_mta-sts": ['300 TXT "v=STSv1; id=1;"'],
    },
  });
  expect(code).toBe(0);
  expect(out).toContain("it was left out, for it is no host name: the MX");
  // eslint-disable-next-line no-control-regex -- that is what is looked for
  const unprintable = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028\u2029]/;
  for (const text of [out, read("README.md"), read("index.ts")]) expect(text).not.toMatch(unprintable);
  expect(read("index.ts")).toContain('mx: ["mx1.init-hostile.test"]');
  expect(read("index.ts")).not.toContain("evil");
});

test("a record without a policy behind it is said, and reporting comes first", async () => {
  const { code, out, read } = await init("init-broken", { policy: "nonsense" });
  expect(code).toBe(0);
  expect(out).toContain("there is an _mta-sts record but no policy");
  expect(read("index.ts")).not.toMatch(/^ {2}policy:/m);
  expect(read("import.json")).not.toContain("mail-sts");
});

test("mode none and a published rua are kept", async () => {
  const { read } = await init("init-leaving", {
    policy: "version: STSv1\r\nmode: none\r\nmax_age: 86400\r\n",
    records: { "_smtp._tls": ['300 TXT "v=TLSRPTv1; rua=mailto:a@%d,https://reports.example.net/v1"'] },
  });
  expect(read("index.ts")).toContain("  policy: { mode: MtaStsMode.None },\n");
  expect(read("index.ts")).toContain('rua: ["mailto:a@init-leaving.test", "https://reports.example.net/v1"]');
});

test("the command reaches a policy on a private address only where it is told to, and then takes it over", async () => {
  const domain = world.publish("init-split", {
    policy: "version: STSv1\r\nmode: enforce\r\nmx: mx1.%d\r\nmax_age: 604800\r\n",
  });
  const { dns, https, ca } = world.servers;
  const pem = join(folder, "..", "ca.pem");
  writeFileSync(pem, ca.certPem);
  const argv = [
    "init",
    domain,
    "--out",
    folder,
    "--dns-server",
    dns.server,
    "--ca",
    pem,
    "--ports",
    `https=${https.port}`,
  ];
  const refused = await runCli(...argv);
  expect(refused).toMatchObject({ code: 2, out: "" });
  expect(refused.err).toContain(
    "127.0.0.1 is not a public address (loopback); in a split network give --allow-private",
  );
  expect(existsSync(folder)).toBe(false);
  expect(await runCli(...argv, "--allow-private")).toMatchObject({ code: 0, err: "" });
  expect(readFileSync(join(folder, "index.ts"), "utf8")).toContain("policy: { mode: MtaStsMode.Enforce");
});

test("files that exist are left alone, and nothing else is written beside them", async () => {
  mkdirSync(folder);
  writeFileSync(join(folder, "index.ts"), "mine");
  const { code, err } = await init("init-again", {});
  expect({ code, err }).toEqual({
    code: 1,
    err: "error: project/index.ts exists already, and nothing was written. Move it away, or give another folder with --out.\n",
  });
  expect(readdirSync(folder)).toEqual(["index.ts"]);
  expect(readFileSync(join(folder, "index.ts"), "utf8")).toBe("mine");
});

test.each<[string, DomainSetup, number, string]>([
  ["init-null", { records: { "@": ["300 MX 0 ."] } }, 1, "takes no mail (null MX, RFC 7505)"],
  [
    "init-dark",
    {
      dns: ["ns1.other-hosts.test", "ns2.other-hosts.test"].map((server) => ({
        server,
        name: "@",
        type: "MX",
        fault: { rcode: "SERVFAIL" },
      })),
    },
    2,
    "SERVFAIL",
  ],
  ...(["_mta-sts", "_smtp._tls"] as const).map((name): [string, DomainSetup, number, string] => [
    `init-dark${name.replaceAll(/[._]/g, "-")}`,
    {
      dns: ["ns1.other-hosts.test", "ns2.other-hosts.test"].map((server) => ({
        ...{ server, name, type: "TXT" },
        fault: { rcode: "SERVFAIL" },
      })),
    },
    2,
    "could not be looked at: TXT of",
  ]),
  [
    "init-dark-host",
    { dns: ["A", "AAAA"].map((type) => ({ server: "resolver", name: "mta-sts", type, fault: { rcode: "SERVFAIL" } })) },
    2,
    "Nothing was written: a program would begin in the wrong stage.",
  ],
])("%s: nothing is written", async (label, setup, expected, message) => {
  const { code, err } = await init(label, setup);
  expect(code).toBe(expected);
  expect(err).toContain(message);
  expect(existsSync(folder)).toBe(false);
});

test.each([
  [{ name: "1st" }, '--name "1st": a letter, then at most 60 letters, digits, - and _. Give another name.'],
  [{ dns: "bind" }, '--dns "bind": it is route53 or cloudflare.'],
  [{ zoneId: "example.com" }, '--zone-id "example.com": letters and digits alone'],
  [{ out: `${__filename}/x` }, "the folder cannot be made, a file stands in its way. Give another one."],
  [{ rua: ["tls@example.com"] }, "mailto:"],
])("wrong usage is refused: %j", async (flags, message) => {
  await expect(init("init-usage", {}, flags)).rejects.toThrow(message);
});

test.each([
  ["contoso-com.mail.protection.outlook.com", "Microsoft 365"],
  ["contoso-com.o-v1.mx.microsoft", "Microsoft 365"],
  ["smtp.google.com", "Google Workspace"],
  ["alt1.aspmx.l.google.com", "Google Workspace"],
  ["aspmx3.googlemail.com", "Google Workspace"],
  ["mxa-001.gslb.pphosted.com", "Proofpoint"],
  ["route1.mx.cloudflare.net", "Cloudflare Email Routing"],
  ["inbound-smtp.eu-west-1.amazonaws.com", "Amazon SES"],
  ["in1-smtp.messagingengine.com", "Fastmail"],
  ["notgoogle.com", undefined],
  ["mail.example.com", undefined],
])("the MX host %s belongs to %s", (host, name) => {
  expect(mailHostsOf([host])[0]?.name).toBe(name);
});

test.each([
  ["ns-512.awsdns-00.net", "route53"],
  ["ns-1707.awsdns-21.co.uk", "route53"],
  ["ada.ns.cloudflare.com", "cloudflare"],
  ["ns1.example.com", undefined],
])("the name server %s belongs to %s", (server, expected) => {
  expect(dnsHostOf([server])).toBe(expected);
});
