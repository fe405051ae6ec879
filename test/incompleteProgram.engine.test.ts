import * as pulumi from "@pulumi/pulumi";
import { MtaSts, MtaStsMode, type MtaStsArgs } from "../src";
import type { Sandbox } from "../sandbox/sandbox";
import { deployment } from "./support/engine";
import { changesOf, route53Zone, startMailSandbox } from "./support/mailStack";

jest.setTimeout(120_000);

let sandbox: Sandbox;
beforeAll(async () => (sandbox = await startMailSandbox()), 600_000);
afterAll(() => sandbox.close());

const reporting = (domain: string): MtaStsArgs => ({
  domain,
  tlsReporting: { rua: ["mailto:tls@example.com"] },
  route53: { zoneId: route53Zone },
});
const policy = { mode: MtaStsMode.Testing, mx: ["mx1.example.com"] };
/** An error as a program has it from a command that ended with 1, which is gRPC's code for "cancelled". */
const failing = () => Promise.reject<number>(Object.assign(new Error("the command failed"), { code: 1 }));

/**
 * An inline program that returns nothing, or one output, updated by the Automation API without a preview: the SDK takes a
 * program of which a part failed for a complete one, and all that it did not declare for left out.
 */
describe.each([
  ["that returns nothing", false],
  ["that returns outputs", true],
])("an inline program %s, of which a component is refused", (name, returns) => {
  it.each<[string, (good: MtaStsArgs) => MtaStsArgs, RegExp]>([
    ["by a rollout rule", ({ domain }) => reporting(domain), /\(remove-testing\)/],
    ["by its zone", (good) => ({ ...good, route53: { zoneId: "ZNONE" } }), /route53\.zoneId: "ZNONE"/],
    ["by an Output that cannot be accepted", (good) => ({ ...good, ttl: pulumi.output(-1) }), /ttl: -1/],
    [
      "by an Output that fails with an error that the SDK keeps to itself",
      (good) => ({ ...good, ttl: pulumi.output(failing()) }),
      /the command failed/,
    ],
  ])("deletes nothing, and says why: %s", async (how, change, message) => {
    const label = `${returns ? "returns" : "silent"}-${how.length}`;
    const good = { ...reporting(`${label}.example.com`), policy };
    let current: MtaStsArgs = good;
    const program = () => {
      const { policyId } = new MtaSts("mail", current);
      return Promise.resolve(returns ? { policyId } : {});
    };
    const stack = await deployment(sandbox, program, { stackName: label });
    await stack.up();
    const before = await stack.resources();
    expect(before).toContain("mail-sts");

    current = change(good);
    const refused = await stack.up({ mayFail: true });
    expect(refused.ok).toBe(false);
    expect(refused.error).toMatch(message);
    expect(changesOf(refused)).toEqual([]);
    expect(await stack.resources()).toEqual(before);

    current = good;
    expect(changesOf(await stack.up())).toEqual([]);
  });
});
