import { MtaStsMode, policyId, type MtaStsArgs } from "../src";
import type { Sandbox } from "../sandbox/sandbox";
import type { FaultKind } from "../sandbox/provider/faults";
import { changesOf, cloudflareZone, mailStack, route53Zone, seenBySender, startMailSandbox } from "./support/mailStack";

jest.setTimeout(120_000);

let sandbox: Sandbox;
beforeAll(async () => (sandbox = await startMailSandbox()), 600_000);
afterAll(() => sandbox.close());
afterEach(() => sandbox.providers.faults.clear());

const kinds: FaultKind[] = ["fail", "lostAnswer"];
const hostNames = [
  "mail-smtp-tls",
  "mail-bucket",
  "mail-origin-access-control",
  "mail-certificate",
  "mail-certificate-validation-record",
  "mail-certificate-validation",
  "mail-distribution",
  "mail-public-access-block",
  "mail-bucket-policy",
  "mail-policy",
];
const zones: [string, (domain: string) => MtaStsArgs, string, string[]][] = [
  [
    "Route 53",
    (domain) => ({ domain, tlsReporting, route53: { zoneId: route53Zone } }),
    "example.com",
    [...hostNames, "mail-a", "mail-aaaa", "mail-sts"],
  ],
  [
    "Cloudflare",
    (domain) => ({ domain, tlsReporting, cloudflare: { zoneId: cloudflareZone } }),
    "example.net",
    // The host's resources are the same as above.
    ["mail-smtp-tls", "mail-certificate-validation-record", "mail-cname", "mail-sts"],
  ],
];
const tlsReporting = { rua: ["mailto:tls@example.com"] };
const first = { mode: MtaStsMode.Testing, mx: ["mx1.example.com"] };
const withMx = (host: string) => ({ mode: MtaStsMode.Testing, mx: ["mx1.example.com", host] });
/** The update that dies, what it declares, and the MX host that tells the new policy from the old one. */
const updates: [string, NonNullable<MtaStsArgs["policy"]>, string][] = [
  ["mail-policy", withMx("mx2.example.com"), "mx2.example.com"],
  ["mail-sts", withMx("mx3.example.com"), "mx3.example.com"],
];

describe.each(zones)("a deploy that dies, on %s", (zone, argsFor, parent, names) => {
  const slug = zone.toLowerCase().replace(" ", "");

  describe.each(kinds)("%s", (kind) => {
    const inject = (operation: "create" | "update" | "delete", name: string) =>
      sandbox.providers.faults.inject({ kind, operation, name });

    it.each(names)("at %s: senders see no policy or a whole one, and the next run completes", async (name) => {
      const domain = nextDomain(parent);
      const args = { ...argsFor(domain), policy: first };
      const mail = await mailStack(sandbox, `${slug}-${kind}-${name}`);

      inject("create", name);
      const died = await mail.up(args, { mayFail: true });
      expect(died.ok).toBe(false);
      expect(died.failed.map((change) => change.name)).toContain(name);
      await expectWhole(domain);
      if (kind === "lostAnswer") removeWhatNobodyKnows(domain, name);

      await mail.up(args);
      expect(await seenBySender(sandbox, domain)).toMatchObject({ status: 200, contentType: "text/plain" });
      expect(changesOf(await mail.preview(args))).toEqual([]);

      inject("delete", name);
      expect((await mail.destroy({ mayFail: true })).ok).toBe(false);
      await expectWhole(domain);
      // Cloudflare answers the deletion of what is gone with an error: only a refresh tells the engine.
      if (zone === "Cloudflare" && kind === "lostAnswer") await mail.refresh();
      await mail.destroy();
      expect(await mail.resources()).toEqual([]);
      expect(await seenBySender(sandbox, domain)).toBeUndefined();
    });

    it("updating: the id never runs ahead of the policy, and the next up completes", async () => {
      const domain = nextDomain(parent);
      const mail = await mailStack(sandbox, `${slug}-${kind}-update`);
      await mail.up({ ...argsFor(domain), policy: first });
      for (const [name, policy, host] of updates) {
        const args = { ...argsFor(domain), policy };
        const old = await seenBySender(sandbox, domain);
        inject("update", name);
        expect((await mail.up(args, { mayFail: true })).ok).toBe(false);

        const seen = await seenBySender(sandbox, domain);
        // New bytes under the old id are what RFC 8461 §8.1 has everybody see for a while; never the other way round.
        if (seen?.id !== old?.id) expect(seen?.id).toBe(policyId(seen!.policy!));
        expect(seen?.status).toBe(200);

        await mail.up(args);
        const completed = await seenBySender(sandbox, domain);
        expect(completed?.id).toBe(policyId(completed!.policy!));
        expect(completed?.policy).toContain(`mx: ${host}`);
      }
    });
  });
});

let domains = 0;
/** One domain a case, in a zone that all cases share. */
function nextDomain(parent: string): string {
  return `case-${++domains}.${parent}`;
}

async function expectWhole(domain: string): Promise<void> {
  const seen = await seenBySender(sandbox, domain);
  if (seen !== undefined)
    expect(seen).toMatchObject({ status: 200, contentType: "text/plain", id: policyId(seen.policy ?? "") });
}

/**
 * What was created in the cloud without the engine's knowledge, and would be refused as a twin, is the operator's to
 * remove or import: the README says so. Route 53 records overwrite their twin, and names with a random part have none.
 */
function removeWhatNobodyKnows(domain: string, name: string): void {
  const { distributions, cloudflareZones } = sandbox.cloud.state;
  if (name === "mail-distribution") {
    for (const [id, { aliases }] of distributions) if (aliases.includes(`mta-sts.${domain}`)) distributions.delete(id);
  }
  const isLost = recordNames[name];
  for (const zone of cloudflareZones.values())
    if (isLost) zone.records = zone.records.filter((record) => !isLost(record.name, domain));
}

const recordNames: Record<string, (name: string, domain: string) => boolean> = {
  "mail-smtp-tls": (name, domain) => name === `_smtp._tls.${domain}`,
  "mail-certificate-validation-record": (name, domain) => name.endsWith(`.mta-sts.${domain}`),
  "mail-cname": (name, domain) => name === `mta-sts.${domain}`,
  "mail-sts": (name, domain) => name === `_mta-sts.${domain}`,
};
