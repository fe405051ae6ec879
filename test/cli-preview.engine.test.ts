import { existsSync, readdirSync, statSync } from "node:fs";
import path from "node:path";
import { openProject } from "../sandbox/engine/cliProject";
import { addExampleMx, exampleZones } from "../sandbox/exampleZones";
import { changesCloud } from "../sandbox/provider";
import { type Sandbox, startSandbox } from "../sandbox/sandbox";

const root = path.join(__dirname, "..");

const hosting = [
  "aws:acm:Certificate example-certificate",
  "aws:acm:CertificateValidation example-certificate-validation",
  "aws:cloudfront:Distribution example-distribution",
  "aws:cloudfront:OriginAccessControl example-origin-access-control",
  "aws:s3:Bucket example-bucket",
  "aws:s3:BucketObjectv2 example-policy",
  "aws:s3:BucketPolicy example-bucket-policy",
  "aws:s3:BucketPublicAccessBlock example-public-access-block",
];
const worker = [
  "cloudflare:index:WorkersCustomDomain example-worker-domain",
  "cloudflare:index:WorkersScript example-worker",
];
const records = (type: string, ...names: string[]) => names.map((name) => `${type} example-${name}`);
const route53 = records("aws:route53:Record", "a", "aaaa", "certificate-validation-record", "smtp-tls", "sts");
const cloudflare = records("cloudflare:index:DnsRecord", "cname", "certificate-validation-record", "smtp-tls", "sts");

/** By folder: what a first `pulumi preview` plans beside the stack and the component. */
const plans: Record<string, string[]> = {
  ".": [...hosting, ...route53],
  "examples/microsoft365-route53": [...hosting, ...route53],
  "examples/hosted-and-on-prem": [...hosting, ...route53],
  "examples/cloudflare-dns-cloudfront": [...hosting, ...cloudflare],
  "examples/cloudflare-worker": [...worker, ...records("cloudflare:index:DnsRecord", "smtp-tls", "sts")],
  "examples/provider-migration": [...hosting, ...route53, ...records("aws:route53:Record", "mx")],
  "examples/adopt-enforcing-domain": [...hosting, ...route53, ...records("aws:route53:Record", "mx")],
  "examples/reporting-only": records("aws:route53:Record", "smtp-tls"),
};

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox(exampleZones);
  addExampleMx(sandbox.cloud);
}, 60_000);
afterAll(() => sandbox.close());

test("every project among the examples has its plan here", () => {
  const folders = readdirSync(path.join(root, "examples")).map((name) => `examples/${name}`);
  const projects = folders.filter((folder) => existsSync(path.join(root, folder, "Pulumi.yaml")));
  expect(Object.keys(plans).sort()).toEqual([".", ...projects].sort());
});

test.each(Object.entries(plans))(
  "`pulumi preview` in %s plans its resources, warns of nothing and leaves nothing behind",
  async (name, plan) => {
    const folder = path.join(root, name);
    const before = contents(folder);
    const project = await openProject(sandbox, folder);
    const { code, text } = await project.run(["preview"]);
    expect(text).not.toMatch(/warning|error|deprecated/i);
    expect(code).toBe(0);
    const planned = [...text.matchAll(/^ \+ {2}(\S+ \S+) create *$/gm)].map((match) => match[1]!);
    const own = planned.filter((resource) => !/^pulumi(-mta-sts)?:/.test(resource));
    expect(own.sort()).toEqual([...plan].sort());
    expect(text).toContain("pulumi-mta-sts:index:MtaSts example create");
    expect(text).toContain(`+ ${plan.length + 2} to create`);
    expect(contents(folder)).toEqual(before);
    expect(sandbox.providers.log.filter(changesCloud)).toEqual([]);
  },
  120_000,
);

test.each(Object.keys(plans))(
  "`pulumi preview --policy-pack` in %s passes the pack among the examples",
  async (name) => {
    const pack = path.join(root, "examples/policy-pack");
    const before = contents(pack);
    const project = await openProject(sandbox, path.join(root, name), "policies");
    const { code, text } = await project.run(["preview", "--policy-pack", pack]);
    expect(text).toMatch(/^ *✅ mta-sts@v0\.0\.0 \(local: .*policy-pack\)$/m);
    expect(text).not.toMatch(/warning|error|deprecated/i);
    expect(code).toBe(0);
    expect(contents(pack)).toEqual(before);
  },
  120_000,
);

/** The files in a folder with their times; of the root only its own files, which others may be working beside. */
function contents(folder: string): string[] {
  const inside = readdirSync(folder, { recursive: folder !== root, withFileTypes: true });
  return inside
    .map((entry) => path.join(entry.parentPath, entry.name))
    .filter((file) => !file.includes("node_modules") && statSync(file).isFile())
    .map((file) => `${file} ${statSync(file).mtimeMs}`)
    .sort();
}
