import { MtaStsMode, type MtaStsArgs } from "../src";
import type { Sandbox } from "../sandbox/sandbox";
import { changesOf, mailStack, meant, seenBySender, startMailSandbox } from "./support/mailStack";
import { accountId, atCloudflare } from "./support/worker";

jest.setTimeout(120_000);

let sandbox: Sandbox;
beforeAll(async () => (sandbox = await startMailSandbox()), 600_000);
afterAll(() => sandbox.close());

const args = (mode: MtaStsMode, mx: string[]): MtaStsArgs => ({
  ...atCloudflare,
  cloudflareWorker: { accountId, route: true },
  policy: { mode, mx },
});

// After a refresh the policy is a secret within a secret in the state.
it("after a refresh a Worker's policy is still this stack's: an MX host is added without ceremony", async () => {
  const mail = await mailStack(sandbox, "refreshed");
  await mail.up(args(MtaStsMode.Testing, ["mx1.example.com"]));
  await mail.up(meant(args(MtaStsMode.Enforce, ["mx1.example.com"])));

  const both = args(MtaStsMode.Enforce, ["mx1.example.com", "mx2.example.com"]);
  const outcome = await mail.up(both, { refresh: true });
  expect(changesOf(outcome)).toEqual(expect.arrayContaining(["update mail-worker", "update mail-sts"]));
  expect(outcome.warnings.join("\n")).not.toContain("adopt-changed");
  expect((await seenBySender(sandbox, atCloudflare.domain))?.policy).toContain("mx: mx2.example.com");
});

it("after a refresh a step that loses mail is still refused", async () => {
  const mail = await mailStack(sandbox, "refreshed");
  const without = args(MtaStsMode.Enforce, ["mx2.example.com"]);
  const outcome = await mail.up(without, { refresh: true, mayFail: true });
  expect(outcome.error).toContain("mx-still-needed");
});
