import * as path from "node:path";
import { Analyzer } from "@pulumi/pulumi/provider/experimental/analyzer";
import packageJson from "../package.json";

const root = path.join(__dirname, "..");

describe("Pulumi's schema analyzer", () => {
  // What it refuses, programs in Python, Go, C# and YAML could not use.
  const schema = new Analyzer(
    root,
    packageJson.name,
    { ...packageJson, main: "src/index.ts", exports: undefined },
    new Set(["MtaSts"]),
  ).analyze();

  it("accepts the component, with every argument and every output", () => {
    const { inputs, outputs } = schema.components.MtaSts!;
    expect(Object.keys(inputs).sort()).toMatchInlineSnapshot(`
     [
       "cloudflare",
       "cloudflareWorker",
       "cloudfront",
       "domain",
       "mailExchangers",
       "policy",
       "policyHost",
       "rollout",
       "route53",
       "tags",
       "tlsReporting",
       "ttl",
     ]
    `);
    expect(Object.keys(outputs).sort()).toMatchInlineSnapshot(`
     [
       "certificateArn",
       "distributionId",
       "mtaStsRecord",
       "policyId",
       "policyText",
       "policyUrl",
       "records",
       "tlsRptRecord",
     ]
    `);
  });

  it("keeps plain what decides which children exist, and takes Outputs for values", () => {
    expect(schema.components.MtaSts!.inputs.domain).toMatchObject({ type: "string", plain: true });
    const policy = schema.typeDefinitions.PolicyArgs!.properties!;
    expect(policy).toMatchInlineSnapshot(`
     {
       "maxAge": {
         "description": "For how long senders keep the policy, in seconds, 0 to 31557600. Defaults to 604800 (a week), with mode \`none\` to
     86400 (a day).",
         "optional": true,
         "type": "number",
       },
       "mode": {
         "$ref": "#/types/pulumi-mta-sts:index:MtaStsMode",
         "description": "\`testing\` first; \`enforce\` once the reports are clean; \`none\` to wind down.",
         "plain": true,
       },
       "mx": {
         "description": "The domain's MX hosts, or patterns whose left-most label is \`*\`, which stands for exactly one label. Order, case,
     duplicates and trailing dots change nothing. Needed unless the mode is \`none\` or \`mailExchangers\` names hosts; with
     those, name here only the hosts that are leaving or coming.",
         "items": {
           "type": "string",
         },
         "optional": true,
         "type": "array",
       },
       "revision": {
         "description": "An integer that is hashed into the policy id and not served. Raise it to make senders fetch again when an earlier
     policy returns. Defaults to none.",
         "optional": true,
         "plain": true,
         "type": "number",
       },
     }
    `);
    const { items, plain } = schema.components.MtaSts!.inputs.mailExchangers!;
    expect([items, plain]).toEqual([{ $ref: "#/types/pulumi-mta-sts:index:MailExchangerArgs", plain: true }, true]);
    const { host, preference } = schema.typeDefinitions.MailExchangerArgs!.properties!;
    expect(host).toMatchObject({ type: "string", plain: true });
    expect(preference).toMatchObject({ type: "number", optional: true });
    expect(preference).not.toHaveProperty("plain");
    expect(schema.typeDefinitions.MtaStsMode).toMatchObject({
      enum: [{ value: "none" }, { value: "testing" }, { value: "enforce" }],
    });
  });
});
