import path from "node:path";
import { openProject, type CliProject } from "../sandbox/engine/cliProject";
import { addExampleMx, exampleZones } from "../sandbox/exampleZones";
import { hostFaults } from "../sandbox/net";
import { startSandbox, type Sandbox } from "../sandbox/sandbox";
import { MtaStsMode, renderPolicy } from "../src";
import { seenBySender } from "./support/mailStack";
import { importArguments, liveMxOf } from "./support/mxStory";

jest.setTimeout(300_000);

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox(exampleZones);
  addExampleMx(sandbox.cloud);
}, 600_000);
afterAll(() => sandbox.close());

/** Runs the CLI in an example's folder; fails with what it printed. */
async function run(project: CliProject, ...args: string[]): Promise<string> {
  const { code, text } = await project.run(args);
  if (code !== 0) throw new Error(`pulumi ${args.join(" ")}: ${text}`);
  return text;
}

/** `update example-mx`, of an update's output, in the order in which the CLI prints them. */
function changesIn(text: string): string[] {
  const lines = text.matchAll(/^ [+~-] {2}\S+ example-(\S+) (created|updated|deleted)/gm);
  return [...new Set([...lines].map(([, name, done]) => `${String(done)} ${String(name)}`))];
}

const policyLines = async (domain: string) =>
  [...((await seenBySender(sandbox, domain))?.policy ?? "").matchAll(/(?:mode|mx): (\S+)/g)].map(([, value]) => value);

describe("the example provider-migration", () => {
  const domain = "moving.example";
  const [old1, old2, new1] = ["mx1.old-provider.example", "mx2.old-provider.example", "mx.new-provider.example"];
  let project: CliProject;
  /** Previews and deploys one step. */
  const step = async (name: string) => {
    await run(project, "config", "set", "step", name);
    await run(project, "preview");
    return run(project, "up", "--yes", "--skip-preview");
  };

  beforeAll(async () => {
    project = await openProject(sandbox, path.join(__dirname, "../examples/provider-migration"));
  });

  it("begins with the old provider, and enforces with the override that the refusal prints", async () => {
    await step("old");
    expect(await liveMxOf(sandbox, domain)).toEqual([`10 ${old1}`, `20 ${old2}`]);
    expect(await policyLines(domain)).toEqual(["testing", old1, old2]);

    await run(project, "config", "set", "mode", "enforce");
    const refused = await project.run(["preview"]);
    expect(refused.text).toContain("(enforce-without-evidence)");
    const id = /override: \{ policyId: "(\w+)"/.exec(refused.text)?.[1] ?? "";
    await run(project, "config", "set", "--path", "override.policyId", id);
    await run(project, "config", "set", "--path", "override.reason", "the mail team has read the reports");
    await run(project, "up", "--yes", "--skip-preview");
    expect(await policyLines(domain)).toEqual(["enforce", old1, old2]);
    await run(project, "config", "rm", "override");
  });

  it("adds the new provider: policy, record, a wait, MX records", async () => {
    const text = await step("both");
    expect(text).toContain("moving.example: waiting, at most 5 minutes: mx.new-provider.example becomes an MX host");
    expect(changesIn(text)).toEqual(["updated policy", "updated sts", "updated mx"]);
    expect(await liveMxOf(sandbox, domain)).toEqual([`10 ${old1}`, `20 ${old2}`, `30 ${new1}`]);
    expect(await policyLines(domain)).toEqual(["enforce", new1, old1, old2]);
  });

  it("takes no short cut to the new provider", async () => {
    await run(project, "config", "set", "step", "new");
    const { code, text } = await project.run(["preview"]);
    expect(code).not.toBe(0);
    expect(text).toContain("(mx-still-needed)");
    expect(text).toContain(
      `first take ${old1} and ${old2} out of the MX records and keep ${old1} and ${old2} in policy.mx`,
    );
  });

  it("takes the old provider out of the MX records, and later out of the policy", async () => {
    expect(changesIn(await step("leaving"))).toEqual(["updated mx"]);
    expect(await liveMxOf(sandbox, domain)).toEqual([`10 ${new1}`]);
    expect(await policyLines(domain)).toEqual(["enforce", new1, old1, old2]);

    const text = await step("new");
    expect(text).toContain("(mx-dropped)");
    expect(changesIn(text)).toEqual(["updated policy", "updated sts"]);
    expect(await policyLines(domain)).toEqual(["enforce", new1]);
  });
});

describe("the example adopt-enforcing-domain", () => {
  const domain = "adopting.example";
  const zoneId = "Z0123456789SAMPLE4";
  const mx = ["mx1.adopting.example", "mx2.adopting.example"];
  const live = renderPolicy({ mode: MtaStsMode.Enforce, mx, maxAge: 604800 });
  let project: CliProject;

  beforeAll(async () => {
    const { cloud, servers } = sandbox;
    const put = (name: string, type: string, ...values: string[]) => {
      cloud.putRecord(zoneId, { name, type, values, ttl: 3600 });
    };
    put(domain, "MX", ...mx.map((host, index) => `${10 * (index + 1)} ${host}`));
    put(`_smtp._tls.${domain}`, "TXT", "v=TLSRPTv1; rua=mailto:postmaster@adopting.example");
    put(`_mta-sts.${domain}`, "TXT", "v=STSv1; id=20250101T000000;");
    put(`mta-sts.${domain}`, "A", ...servers.https.edges.cloudflare.ipv4);
    servers.https.overrides.set(`mta-sts.${domain}`, { edge: "cloudflare", respond: hostFaults.plainText(live) });
    project = await openProject(sandbox, path.join(__dirname, "../examples/adopt-enforcing-domain"), "adopt");
    await run(project, "config", "set", "mode", "enforce");
  });

  it("takes in the records that stand, as each refusal says", async () => {
    expect(await seenBySender(sandbox, domain)).toMatchObject({ id: "20250101T000000", policy: live });
    const taken: string[] = [];
    for (let refusals = 0; refusals < 6; refusals++) {
      const { code, text } = await project.run(["preview"]);
      if (code === 0) break;
      expect(text).toContain("a record is in the way, and it was not touched.");
      taken.push(/"name":"(example-[^"]+)"/.exec(text)?.[1] ?? "");
      await run(project, ...importArguments(sandbox, text));
    }
    expect(taken.sort()).toEqual(["example-mx", "example-smtp-tls", "example-sts"]);
  });

  it("enforces from the first deploy on: same bytes before and after, under an id of its own", async () => {
    const preview = await run(project, "preview");
    expect(preview).not.toMatch(/refused|mode (testing|absent)/);
    const text = await run(project, "up", "--yes", "--skip-preview");
    // The MX set takes the component's TTL; it has the same hosts, so nothing is waited for.
    expect(changesIn(text).slice(-2)).toEqual(["updated sts", "updated mx"]);
    expect(text).not.toContain("waiting, at most");
    const seen = await seenBySender(sandbox, domain);
    expect(seen?.policy).toBe(live);
    expect(seen?.id).toMatch(/^pms1/);
    expect(await liveMxOf(sandbox, domain)).toEqual([`10 ${mx[0]!}`, `20 ${mx[1]!}`]);
    expect(await run(project, "preview")).not.toMatch(/to (create|update|delete)/);
  });
});
