import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { createColors } from "picocolors";
import { runCli } from "../../sandbox/engine/cli";
import { hostFaults } from "../../sandbox/net";
import { startSandbox, type Sandbox } from "../../sandbox/sandbox";
import { fetchAsSender } from "../../sandbox/senders";
import { runInit, type InitFlags } from "../../src/cli/init/runInit";
import { parsePolicyFile, policyId, renderPolicy, type Policy } from "../../src/protocol";
import { packPackage } from "../support/packedPackage";

/** The user's way from `mta-sts init` to a deployment: the commands of the README that it writes, by the real CLI. */

jest.setTimeout(180_000);

const zones = {
  route53: "Z0123456789EXAMPLE",
  cloudflare: "0123456789abcdef0123456789abcdef",
  secondCloudflare: "fedcba9876543210fedcba9876543210",
};
/** Where another host serves policies: the address of an edge that the component does not use. */
const elsewhere = "127.0.0.2";
const policyOf = (mode: string, domain: string) =>
  `version: STSv1\r\nmode: ${mode}\r\nmx: mx1.${domain}\r\nmx: *.backup.${domain}\r\nmax_age: 1209600\r\n`;

let sandbox: Sandbox;
let packageFolder: string;
beforeAll(async () => {
  sandbox = await startSandbox({
    route53: ["com", "org", "info", "dev"].map((tld, index) => ({
      name: `example.${tld}`,
      id: `${zones.route53}${index}`,
    })),
    cloudflare: [
      { name: "example.net", id: zones.cloudflare },
      { name: "example.app", id: zones.secondCloudflare },
    ],
    servers: {
      extraRecords: { ...mx("com", "org", "info", "dev", "net", "app"), "policies.elsewhere.test": [`A ${elsewhere}`] },
    },
  });
  packageFolder = (await packPackage(sandbox.newFolder("package"))).folder;
}, 600_000);
afterAll(() => sandbox.close(), 60_000);

function mx(...tlds: string[]): Record<string, string[]> {
  const domains = tlds.map((tld) => `example.${tld}`);
  return Object.fromEntries(domains.map((domain) => [domain, [`MX 10 mx1.${domain}`, `MX 20 mx2.backup.${domain}`]]));
}

/** A policy as another host serves it, with records made by hand. */
function publish(zoneId: string, domain: string, mode: string, hostType = zoneId === zones.cloudflare ? "CNAME" : "A") {
  const policy = policyOf(mode, domain);
  const put = (name: string, type: string, ...values: string[]) => {
    sandbox.cloud.putRecord(zoneId, { name: `${name}.${domain}`, type, values });
  };
  put("_mta-sts", "TXT", "v=STSv1; id=20260101T000000;");
  put("_smtp._tls", "TXT", `v=TLSRPTv1; rua=mailto:old-reports@${domain}`);
  put("mta-sts", hostType, hostType === "CNAME" ? "policies.elsewhere.test" : elsewhere);
  const respond = hostFaults.plainText(policy);
  sandbox.servers.https.overrides.set(`mta-sts.${domain}`, { edge: "cloudflare", respond });
}

/** The project that `mta-sts init` writes, and the commands of its README. */
async function init(domain: string, flags: Partial<InitFlags> = {}) {
  const folder = path.join(sandbox.newFolder("init"), "project");
  const { dns, https, ca } = sandbox.servers;
  let said = "";
  const write = (text: string) => {
    said += text;
  };
  const output = { out: write, err: write, colours: createColors(false), width: 100, progress: false };
  const code = await runInit(domain, { name: "mail", out: folder, ...flags }, output, {
    ...{ dnsServer: dns.server, askAuthoritative: true, allowPrivate: true, ca: ca.certPem },
    ports: { https: https.port, dns: dns.port },
  });
  expect({ code, said }).toMatchObject({ code: 0 });
  link(folder);
  const readme = readFileSync(path.join(folder, "README.md"), "utf8");
  const block = /```sh\n([\s\S]*?)```/.exec(readme)?.[1] ?? "";
  return { folder, readme, commands: block.trim().split("\n") };
}

/** What `npm install` would fetch, from this checkout; the package as it would be published. */
function link(folder: string): void {
  const own = path.join(__dirname, "../../node_modules");
  const modules = path.join(folder, "node_modules");
  mkdirSync(modules);
  for (const name of ["@pulumi", "typescript"]) symlinkSync(path.join(own, name), path.join(modules, name));
  symlinkSync(packageFolder, path.join(modules, "pulumi-mta-sts"));
}

/** Runs the commands in their order up to the one given, and returns what was said. */
async function follow(folder: string, commands: string[], end: string): Promise<{ all: string; last: string }> {
  const said: string[] = [];
  for (const command of commands.slice(0, commands.indexOf(end) + 1)) {
    if (command === "npm install" || command.startsWith("#")) continue;
    const [pulumi, ...args] = command.split(" ");
    expect(pulumi).toBe("pulumi");
    // Without a terminal nobody can be asked.
    const { code, text } = await pulumiIn(folder, ...args, ...(args[0] === "import" ? ["--yes"] : []));
    if (code !== 0) throw new Error(`${command}: ${text}`);
    said.push(text);
  }
  return { all: said.join(""), last: said.at(-1) ?? "" };
}

const pulumiIn = (folder: string, ...args: string[]) => runCli(sandbox, args, { cwd: folder });

/** `create mail-bucket`, from the CLI's list. */
function planned(text: string): string[] {
  const rows = text.matchAll(
    /^ {0,3}(?:\+|~|-|\+-|-\+|\+\/-|=|<) {1,4}(\S+) (\S+) (create|update|delete|replace|import)/gm,
  );
  return [...rows].flatMap(([, type = "", name = "", operation = ""]) =>
    type.startsWith("pulumi:") ? [] : [`${operation} ${name}`],
  );
}

const hosting = [
  "bucket",
  "bucket-policy",
  "certificate",
  "certificate-validation",
  "certificate-validation-record",
  "distribution",
  "origin-access-control",
  "policy",
  "public-access-block",
].map((name) => `create mail-${name}`);

interface Case {
  name: string;
  domain: string;
  zoneId: string;
  mode?: string;
  flags?: Partial<InitFlags>;
  /** The type of the policy host's record before. Default: the one that the program declares. */
  hostType?: "A" | "CNAME";
  /** What the README tells to do before the import. */
  firstStep?: () => void;
  imported: number;
  changes: string[];
}

const cases: Case[] = [
  {
    name: "a domain of Route 53 that enforces a policy from elsewhere",
    domain: "example.com",
    zoneId: `${zones.route53}0`,
    mode: "enforce",
    flags: { zoneId: `${zones.route53}0` },
    imported: 4,
    changes: [...hosting, "create mail-aaaa", "update mail-a", "update mail-smtp-tls", "update mail-sts"],
  },
  {
    name: "a domain of Route 53 in testing, its zone to be filled in",
    domain: "example.org",
    zoneId: `${zones.route53}1`,
    mode: "testing",
    imported: 4,
    changes: [...hosting, "create mail-aaaa", "update mail-a", "update mail-smtp-tls", "update mail-sts"],
  },
  {
    name: "a domain of Cloudflare that enforces, its ids to be filled in",
    domain: "example.net",
    zoneId: zones.cloudflare,
    mode: "enforce",
    imported: 4,
    changes: [...hosting, "update mail-cname", "update mail-sts"],
  },
  {
    name: "a domain of Route 53 whose policy host is a CNAME, put in addresses first",
    domain: "example.dev",
    zoneId: `${zones.route53}3`,
    mode: "enforce",
    flags: { zoneId: `${zones.route53}3` },
    hostType: "CNAME",
    firstStep: () => {
      const zoneId = `${zones.route53}3`;
      sandbox.cloud.removeRecord(zoneId, "mta-sts.example.dev", "CNAME");
      sandbox.cloud.putRecord(zoneId, { name: "mta-sts.example.dev", type: "A", values: [elsewhere] });
    },
    imported: 4,
    changes: [...hosting, "create mail-aaaa", "update mail-a", "update mail-smtp-tls", "update mail-sts"],
  },
  {
    name: "a domain of Cloudflare whose policy host has an address, put behind a CNAME first",
    domain: "example.app",
    zoneId: zones.secondCloudflare,
    mode: "enforce",
    hostType: "A",
    firstStep: () => {
      const zoneId = zones.secondCloudflare;
      const put = (name: string, type: string, value: string) => {
        sandbox.cloud.putRecord(zoneId, { name, type, values: [value] });
      };
      put("mta-sts-old.example.app", "A", elsewhere);
      sandbox.cloud.removeRecord(zoneId, "mta-sts.example.app", "A");
      put("mta-sts.example.app", "CNAME", "mta-sts-old.example.app");
    },
    imported: 4,
    changes: [...hosting, "update mail-cname", "update mail-sts"],
  },
  {
    name: "a domain with nothing yet",
    domain: "example.info",
    zoneId: `${zones.route53}2`,
    flags: { zoneId: `${zones.route53}2` },
    imported: 0,
    changes: ["create mail", "create mail-smtp-tls"],
  },
];

describe.each(cases)("$name", ({ domain, zoneId, mode, flags, hostType, firstStep, imported, changes }) => {
  let project: Awaited<ReturnType<typeof init>>;
  beforeAll(async () => {
    if (mode !== undefined) publish(zoneId, domain, mode, hostType);
    project = await init(domain, flags);
    expect(project.readme.includes("## Before the import")).toBe(firstStep !== undefined);
    firstStep?.();
    fillIn(project, zoneId, domain);
  });

  it("is imported, and the preview replaces and deletes nothing", async () => {
    const { folder, commands } = project;
    expect(commands.some((command) => command.startsWith("pulumi import"))).toBe(imported > 0);
    const { all, last } = await follow(folder, commands, "pulumi preview");
    if (imported > 0) expect(all).toContain(`${imported} imported`);
    expect(last).not.toMatch(/warning:|error:/);
    expect(planned(last).sort()).toEqual([...changes].sort());
    // What senders hold stays the policy that it was.
    const id = mode === undefined ? undefined : policyId(renderPolicy(parsed(policyOf(mode, domain))));
    if (id !== undefined) expect(last).toContain(`${domain}: id 20260101T000000 → ${id}`);
  });

  it("is deployed, and then there is nothing to change", async () => {
    const { folder } = project;
    expect(await pulumiIn(folder, "up", "--yes", "--skip-preview")).toMatchObject({ code: 0 });
    expect(await pulumiIn(folder, "preview", "--expect-no-changes")).toMatchObject({ code: 0 });
    const seen = await fetchAsSender(sandbox.servers, domain);
    if (mode === undefined) expect(seen.txt).toEqual([]);
    else expect(parsed(seen.policy ?? "")).toEqual(parsed(policyOf(mode, domain)));
    if (mode !== undefined) expect(seen.id).toBe(policyId(seen.policy ?? ""));
  });
});

/** The policy in a file that is strictly valid. */
function parsed(text: string): Policy {
  const { policy, violations } = parsePolicyFile(text);
  if (!policy || violations.length > 0) throw new Error(JSON.stringify(violations));
  return policy;
}

/** Puts the ids that DNS does not show where the README says that they belong. */
function fillIn({ folder, commands }: Awaited<ReturnType<typeof init>>, zoneId: string, domain: string): void {
  for (const [index, command] of commands.entries()) {
    commands[index] = command.replace(/<the id of the (?:Route 53|Cloudflare) zone>/, zoneId);
  }
  const file = path.join(folder, "import.json");
  if (!existsSync(file)) return;
  const records = sandbox.cloud.state.cloudflareZones.get(zoneId)?.records ?? [];
  const filled = readFileSync(file, "utf8")
    .replaceAll("ZONE_ID", zoneId)
    .replace(/RECORD_ID_OF_([A-Z]+)_([a-z0-9._-]+)/g, (_, type: string, name: string) => {
      const record = records.find((each) => each.type === type && each.name === name);
      return record?.id ?? `no ${type} at ${name} of ${domain}`;
    });
  writeFileSync(file, filled);
}
