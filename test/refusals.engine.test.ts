import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { MtaSts, MtaStsMode, type MtaStsArgs } from "../src";
import { openProject } from "../sandbox/engine/cliProject";
import { exampleZones } from "../sandbox/exampleZones";
import { startSandbox, type Sandbox } from "../sandbox/sandbox";
import { deployment } from "./support/engine";

jest.setTimeout(120_000);

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({
    route53: [...exampleZones.route53, { name: "example.com", id: "ZPRIVATE", private: true }],
    cloudflare: exampleZones.cloudflare,
  });
}, 600_000);
afterAll(() => sandbox.close());

const zoneId = "Z0123456789EXAMPLE";
const good: MtaStsArgs = {
  domain: "example.com",
  tlsReporting: { rua: ["mailto:tls@example.com"] },
  policy: { mode: MtaStsMode.Testing, mx: ["mx1.example.com"] },
  route53: { zoneId },
};

/** Every operation that would change the cloud. */
const changesToCloud = () =>
  sandbox.providers.log.filter(({ operation, preview }) => operation === "create" && !preview);

describe("what is refused on the real engine", () => {
  it.each<[string, () => MtaStsArgs, RegExp[]]>([
    ["plain values, all at once", () => ({ ...good, domain: "exa mple", ttl: -1 }), [/domain: "exa mple"/, /ttl: -1/]],
    ["a zone that does not exist", () => ({ ...good, route53: { zoneId: "ZNONE" } }), [/route53\.zoneId: "ZNONE"/]],
    ["a private zone", () => ({ ...good, route53: { zoneId: "ZPRIVATE" } }), [/"ZPRIVATE"/, /is private/]],
    [
      "a zone that does not hold the domain",
      () => ({ ...good, route53: { zoneId: "Z0123456789SAMPLE2" } }),
      [/This zone is example\.org/],
    ],
    [
      "a Cloudflare zone that does not hold the domain",
      () => ({ ...good, cloudflare: { zoneId: "0123456789abcdef0123456789abcdef" } }),
      [/cloudflare\.zoneId/, /This zone is example\.net/],
    ],
    [
      "both zones, all at once",
      () => ({ ...good, route53: { zoneId: "ZNONE" }, cloudflare: { zoneId: "0123456789abcdef0123456789abcdef" } }),
      [/2 inputs cannot be accepted/, /route53\.zoneId: "ZNONE"/, /This zone is example\.net/],
    ],
    [
      "values that arrive as Outputs, all at once",
      () => ({
        ...good,
        policy: { mode: MtaStsMode.Testing, mx: pulumi.output(["10.0.0.1"]), maxAge: pulumi.output(-3) },
      }),
      [/policy\.mx\[0\]: "10\.0\.0\.1"/, /policy\.maxAge: -3/],
    ],
    [
      "a zone id that arrives as an Output",
      () => ({ ...good, route53: { zoneId: pulumi.output("ZNONE") } }),
      [/route53\.zoneId: "ZNONE"/],
    ],
    [
      "an empty zone id that arrives as an Output",
      () => ({ ...good, route53: { zoneId: pulumi.output("") } }),
      [/route53\.zoneId: ""/],
    ],
  ])("%s: in the preview and in an update, before anything is changed", async (name, args, messages) => {
    const program = () => {
      new MtaSts("mail", args());
      return Promise.resolve();
    };
    const stack = await deployment(sandbox, program, { stackName: name.replace(/[^a-z]+/gi, "-").toLowerCase() });
    const before = changesToCloud().length;
    for (const outcome of [await stack.preview({ mayFail: true }), await stack.up({ mayFail: true })]) {
      expect(outcome.ok).toBe(false);
      for (const message of messages) expect(outcome.error).toMatch(message);
      expect(outcome.error).not.toMatch(/\n\s+at /);
      expect(outcome.changes).toEqual([]);
    }
    expect(changesToCloud()).toHaveLength(before);
  });

  it("a second component for the same domain, however it is written", async () => {
    const program = () => {
      new MtaSts("mail", good);
      new MtaSts("other", { ...good, domain: "EXAMPLE.com." });
      return Promise.resolve();
    };
    const stack = await deployment(sandbox, program, { stackName: "twice" });
    const { ok, error } = await stack.preview({ mayFail: true });
    expect(ok).toBe(false);
    expect(error).toMatch(/component "mail" of this program already declares this domain/);
  });

  it("does not take the preview and the update of one program for two components", async () => {
    const program = () => {
      new MtaSts("mail", { ...good, domain: "once.example.com" });
      return Promise.resolve();
    };
    const stack = await deployment(sandbox, program, { stackName: "once" });
    expect((await stack.preview()).ok).toBe(true);
    expect((await stack.up()).ok).toBe(true);
    await stack.destroy();
  });

  it("leaves a zone that the same program creates to the update", async () => {
    const program = () => {
      const zone = new aws.route53.Zone("zone", { name: "new.example" });
      new MtaSts("mail", {
        domain: "new.example",
        tlsReporting: { rua: ["mailto:tls@example.com"] },
        route53: { zoneId: zone.zoneId },
      });
      return Promise.resolve();
    };
    const stack = await deployment(sandbox, program, { stackName: "newzone" });
    expect((await stack.preview()).changes.map(({ name }) => name)).toEqual(["zone", "mail-smtp-tls"]);
    expect((await stack.up()).changes.map(({ name }) => name)).toEqual(["zone", "mail-smtp-tls"]);
    await stack.destroy();
  });

  it.each([
    ["a plain value", "domain=exa_mple.com", /domain: "exa_mple\.com" \(domain-underscore\)/],
    ["a zone that the look-up refuses", "zoneId=ZNONE", /route53\.zoneId: "ZNONE" \(zone-not-found\)/],
  ])("prints one error without a stack trace in the CLI, for %s", async (_, config, message) => {
    const project = await openProject(sandbox, ".", `refused-${config.split("=")[0]!.toLowerCase()}`);
    const { code, text } = await project.run(["preview", "--config", config]);
    expect(code).not.toBe(0);
    const details = text.slice(text.indexOf("Diagnostics:"));
    expect(details.match(/^ +error:/gm)).toHaveLength(1);
    expect(details).toMatch(/error: MtaSts "example": \d inputs? cannot be accepted; nothing was changed\./);
    expect(details).toMatch(message);
    expect(text).not.toMatch(/\n\s+at /);
  });
});
