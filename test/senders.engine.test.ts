import { MtaStsMode, type MtaStsArgs } from "../src";
import type { Sandbox } from "../sandbox/sandbox";
import { installSenders, mailauthSender, postfixSender, type SandboxNetwork, type Sender } from "../sandbox/senders";
import { cloudflareZone, mailStack, meant, route53Zone, startMailSandbox, type MailStack } from "./support/mailStack";

jest.setTimeout(120_000);

let sandbox: Sandbox;
beforeAll(async () => {
  await installSenders();
  sandbox = await startMailSandbox();
}, 900_000);
afterAll(() => sandbox.close());

const senders: [string, (network: SandboxNetwork) => Sender][] = [
  ["mailauth", mailauthSender],
  ["postfix-mta-sts-resolver", postfixSender],
];
const zones: [string, MtaStsArgs][] = [
  [
    "Route 53",
    { domain: "example.com", tlsReporting: { rua: ["mailto:tls@example.com"] }, route53: { zoneId: route53Zone } },
  ],
  [
    "Cloudflare",
    {
      domain: "example.net",
      tlsReporting: { rua: ["mailto:tls@example.com"] },
      cloudflare: { zoneId: cloudflareZone },
    },
  ],
];

describe.each(zones)("what real senders see after each deploy, on %s", (zone, reporting) => {
  const policy = (mode: MtaStsMode, ...mx: string[]): MtaStsArgs => ({ ...reporting, policy: { mode, mx } });
  const fetches = () =>
    sandbox.servers.https.requests.list().filter(({ host }) => host === `mta-sts.${reporting.domain}`).length;
  let mail: MailStack;
  beforeAll(async () => (mail = await mailStack(sandbox, `senders-${zone.toLowerCase().replace(" ", "")}`)));

  it.each(senders)(
    "%s: a valid policy; same id, no fetch; new id, new policy; none, delivery without one",
    async (_, make) => {
      const sender = make(sandbox.servers);
      await mail.up(reporting);
      expect((await sender.fetchPolicy(reporting.domain)).status).not.toBe("found");

      const first = await mail.up(policy(MtaStsMode.Testing, "mx1.example.com"));
      const known = await sender.fetchPolicy(reporting.domain);
      expect(known).toMatchObject({
        status: "found",
        id: first.outputs.policyId,
        policy: { mode: "testing", mx: ["mx1.example.com"], maxAge: 604800 },
      });

      await mail.up({ ...policy(MtaStsMode.Testing, "MX1.example.com."), tags: { team: "mail" } });
      const before = fetches();
      const again = await sender.fetchPolicy(reporting.domain, known.known);
      expect(again.id).toBe(first.outputs.policyId);
      expect(fetches()).toBe(before);

      const second = await mail.up(meant(policy(MtaStsMode.Enforce, "mx1.example.com", "*.example.org")));
      // The deploy's own gate has fetched too.
      const deployed = fetches();
      const renewed = await sender.fetchPolicy(reporting.domain, again.known);
      expect(fetches()).toBe(deployed + 1);
      expect(renewed).toMatchObject({
        id: second.outputs.policyId,
        policy: { mode: "enforce", mx: ["*.example.org", "mx1.example.com"] },
      });
      expect(await sender.validateMx("mx1.example.com", renewed.policy!)).toBe(true);
      expect(await sender.validateMx("mx.example.org", renewed.policy!)).toBe(true);
      expect(await sender.validateMx("mx9.example.com", renewed.policy!)).toBe(false);

      const third = await mail.up(policy(MtaStsMode.None));
      const wound = await sender.fetchPolicy(reporting.domain, renewed.known);
      expect(wound).toMatchObject({ id: third.outputs.policyId, policy: { mode: "none", maxAge: 86400 } });

      await mail.up(meant({ ...policy(MtaStsMode.None), rollout: { retire: { after: "2026-01-01" } } }));
      await mail.destroy();
    },
  );
});
