import { MtaStsMode, renderPolicy } from "../../src";
import { hostFaults } from "../../sandbox/net";
import type { Sandbox } from "../../sandbox/sandbox";
import { seenBySender, startMailSandbox } from "../support/mailStack";
import { everyPair, guardedDomain, type GuardedDomain } from "./support/guardedDomain";
import { paste, printedCommand } from "./support/printedCommand";

jest.setTimeout(120_000);

let sandbox: Sandbox;
beforeAll(async () => (sandbox = await startMailSandbox()), 600_000);
afterAll(() => sandbox.close());

const enforce = { mode: MtaStsMode.Enforce, mx: ["mx1.example.com"] };
const labels = ["_smtp._tls", "_mta-sts", "mta-sts"];

describe.each(everyPair)("a domain that enforces through a service, all three names CNAMEs, on $zone", (zone) => {
  /** Where the new host is not. */
  const oldEdge = zone.slug === "worker" ? "cloudfront" : "cloudflare";
  let at: GuardedDomain;
  beforeAll(async () => {
    at = await guardedDomain(sandbox, zone, "hosted");
    const [address = ""] = sandbox.servers.https.edges[oldEdge].ipv4;
    const service: Record<string, string> = {
      "_smtp._tls": 'TXT "v=TLSRPTv1; rua=mailto:reports@service.test"',
      "_mta-sts": 'TXT "v=STSv1; id=20240101;"',
      "mta-sts": `A ${address}`,
    };
    for (const label of labels) {
      const target = `${label}.${zone.slug}.service.test`;
      sandbox.servers.dns.extraRecords.set(target, [service[label] ?? ""]);
      sandbox.cloud.putRecord(at.zoneId, { name: `${label}.${at.domain}`, type: "CNAME", values: [target] });
    }
    // The same policy in other bytes: no record may be taken over because its host serves ours.
    const text = renderPolicy({ ...enforce, maxAge: 604800 }).replaceAll("\r\n", "\n");
    const respond = hostFaults.plainText(text);
    sandbox.servers.https.overrides.set(`mta-sts.${at.domain}`, { edge: oldEdge, respond });
  });
  const seen = () => seenBySender(sandbox, at.domain);

  it("is taken over by following the refusals to the letter, without an override", async () => {
    const live = await seen();
    expect(live).toMatchObject({ id: "20240101", status: 200 });
    expect(await at.refused(at.withPolicy(enforce), zone.policyHost)).toMatchSnapshot();
    const followed: string[] = [];
    for (let step = 0; step < 8; step++) {
      const { ok, error } = await at.mail.preview(at.withPolicy(enforce));
      expect(error).not.toContain("enforce-without-testing");
      if (ok) break;
      const replaced = replaceCname(at, error);
      followed.push(replaced ?? "import");
      if (replaced === undefined) await paste(sandbox, at.mail, printedCommand(error));
      expect(await seen()).toEqual(live);
    }
    expect(followed.map((name) => name.replace(`.${at.domain}`, ""))).toMatchSnapshot("steps");

    const { changes, outcome } = await at.allowed(at.withPolicy(enforce));
    expect(changes.at(-1)).toBe("update mail-sts");
    const policy = live?.policy?.replaceAll("\n", "\r\n");
    expect(await seen()).toMatchObject({ status: 200, id: outcome.outputs.policyId, policy });
  });
});

/** Does what the first refusal of a CNAME says; returns its name, or undefined where there is none. */
function replaceCname({ zoneId }: GuardedDomain, error: string): string | undefined {
  const [, name = "", what = ""] = /delete the CNAME (\S+) and create \1 (.*?)\. Then deploy again/.exec(error) ?? [];
  if (name === "") return undefined;
  const records = [...what.matchAll(/\b(TXT|AAAA|A) ("(?:[^"\\]|\\.)*"|[^\s,]+)/g)];
  expect(records).not.toEqual([]);
  sandbox.cloud.removeRecord(zoneId, name, "CNAME");
  for (const [, type = "", value = ""] of records) {
    const plain = type === "TXT" ? (JSON.parse(value) as string) : value;
    sandbox.cloud.putRecord(zoneId, { name, type, values: [plain] });
  }
  return name;
}
