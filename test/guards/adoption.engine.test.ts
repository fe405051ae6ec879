import { MtaStsMode, renderPolicy } from "../../src";
import { hostFaults } from "../../sandbox/net";
import type { Sandbox } from "../../sandbox/sandbox";
import { seenBySender, startMailSandbox } from "../support/mailStack";
import { everyPair, guardedDomain, type GuardedDomain } from "./support/guardedDomain";
import { paste, printedCommand } from "./support/printedCommand";
import { refusalIn, steady } from "./support/steady";

jest.setTimeout(120_000);

let sandbox: Sandbox;
beforeAll(async () => (sandbox = await startMailSandbox()), 600_000);
afterAll(() => sandbox.close());

const enforce = { mode: MtaStsMode.Enforce, mx: ["mx1.example.com"] };
const wider = { ...enforce, mx: ["mx1.example.com", "mx2.example.com"] };
const testing = { ...enforce, mode: MtaStsMode.Testing };

describe.each(everyPair)("a domain that enforces already, at another host, on $zone", (zone) => {
  /** Where the new host is not. */
  const oldEdge = zone.slug === "worker" ? "cloudfront" : "cloudflare";
  let at: GuardedDomain;
  let host: string;

  beforeAll(async () => {
    at = await guardedDomain(sandbox, zone, "adoption");
    host = `mta-sts.${at.domain}`;
    const [address = ""] = sandbox.servers.https.edges[oldEdge].ipv4;
    sandbox.servers.dns.extraRecords.set("policies.old-host.test", [`A ${address}`]);
    const alias = { type: "CNAME", values: ["policies.old-host.test"] };
    sandbox.cloud.putRecord(at.zoneId, {
      name: host,
      ...(zone.slug !== "route53" ? alias : { type: "A", values: [address] }),
    });
    sandbox.cloud.putRecord(at.zoneId, {
      name: `_mta-sts.${at.domain}`,
      type: "TXT",
      values: ["v=STSv1; id=20240101;"],
    });
    oldHostServes();
  });

  /** At an address of its own: the new host is elsewhere, and serves what the stack says. */
  const oldHostServes = () => {
    const text = renderPolicy({ ...enforce, maxAge: 604800 });
    sandbox.servers.https.overrides.set(host, { edge: oldEdge, respond: hostFaults.plainText(text) });
  };
  const seen = () => seenBySender(sandbox, at.domain);

  it("refuses to adopt the policy and to change it in one deploy", async () => {
    expect(await at.refused(at.withPolicy(wider), zone.preparation)).toMatchSnapshot();
  });

  it("advises against a step back in the deploy that adopts it", async () => {
    const { warnings } = await at.mail.preview(at.withPolicy(testing));
    expect(warnings).toMatchSnapshot();
  });

  it("takes a policy that cannot be read for none, and says so", async () => {
    sandbox.servers.https.overrides.set(host, { edge: oldEdge, connection: "reset" });
    expect(refusalIn(await at.mail.preview(at.withPolicy(enforce)))).toMatchSnapshot("to enforce");
    const starting = await at.mail.preview(at.withPolicy(testing));
    expect(starting.warnings.map(steady)).toMatchSnapshot("to testing");
    oldHostServes();
  });

  it("takes a file that is no policy for none, and says so", async () => {
    const respond = hostFaults.plainText("version: STSv1\r\nmode: testing\r\n");
    sandbox.servers.https.overrides.set(host, { edge: oldEdge, respond });
    expect((await at.mail.preview(at.withPolicy(testing))).warnings.map(steady)).toMatchSnapshot();
    oldHostServes();
  });

  it("adopts it as it is, by the printed imports, without a step back to testing", async () => {
    const before = await seen();
    expect(before).toMatchObject({ id: "20240101", status: 200 });
    // Route 53 takes an address over that serves our very bytes; Cloudflare refuses the same name twice.
    for (const name of zone.slug !== "route53" ? [host, `_mta-sts.${at.domain}`] : [`_mta-sts.${at.domain}`]) {
      const { error } = await at.mail.preview(at.withPolicy(enforce));
      expect(error).toContain(`why:    ${name} has the record`);
      await paste(sandbox, at.mail, printedCommand(error));
    }
    expect(await seen()).toEqual(before);

    const { said, changes, outcome } = await at.allowed(at.withPolicy(enforce));
    expect(said).toMatchSnapshot("as it is");
    expect(changes.at(-1)).toBe("update mail-sts");
    expect(await seen()).toMatchObject({ id: outcome.outputs.policyId, policy: before?.policy, status: 200 });
  });

  it("puts a lost file back without ceremony", async () => {
    sandbox.servers.https.overrides.clear();
    for (const bucket of sandbox.cloud.state.buckets.values()) bucket.objects.clear();
    sandbox.cloud.state.workerScripts.clear();
    await at.mail.refresh();
    const { said, changes } = await at.allowed(at.withPolicy(enforce));
    expect(said).toMatchSnapshot();
    expect(changes).toEqual([`create ${zone.file}`]);
    expect(await seen()).toMatchObject({ status: 200 });
  });
});
