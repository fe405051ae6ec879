import { DEFAULT_MAX_AGE, DEFAULT_MAX_AGE_NONE, MtaStsMode } from "../../protocol";
import type { InitPlan } from "./runInit";

/** `index.ts` of the project. */
export function programText(plan: InitPlan): string {
  const { name, domain, dns, rua, policy } = plan;
  const imports = policy ? "MtaSts, MtaStsMode" : "MtaSts";
  const outputs = policy ? "policyId, policyUrl, mtaStsRecord, tlsRptRecord" : "tlsRptRecord";
  return `import * as pulumi from "@pulumi/pulumi";
import { ${imports} } from "pulumi-mta-sts";

const config = new pulumi.Config();

const mail = new MtaSts(${quoted(name)}, {
  domain: ${quoted(domain)},
  tlsReporting: { rua: [${rua.map(quoted).join(", ")}] },
${policyLines(plan)}  ${dns}: { zoneId: config.require("zoneId") },
});

export const { ${outputs} } = mail;
`;
}

function policyLines(plan: InitPlan): string {
  const { policy, mailHosts, mxHosts } = plan;
  const notes = mailHosts.flatMap(({ name, note }) => (note === undefined ? [] : [`${name}: ${note}`]));
  const comment = (text: string) => `  // ${text}\n`;
  if (!policy) {
    // Stage one is reports alone; the next stage stands ready.
    return [
      comment(
        "Next, once reports arrive: a policy that asks senders to report what would fail, and to deliver all the same.",
      ),
      comment("Add MtaStsMode to the import for it."),
      ...notes.map(comment),
      comment(`policy: { mode: MtaStsMode.Testing, mx: [${mxHosts.map(quoted).join(", ")}] },`),
    ].join("");
  }
  const mode = { testing: "Testing", enforce: "Enforce", none: "None" }[policy.mode];
  const mx = policy.mx.length > 0 ? `, mx: [${policy.mx.map(quoted).join(", ")}]` : "";
  const usual = policy.mode === MtaStsMode.None ? DEFAULT_MAX_AGE_NONE : DEFAULT_MAX_AGE;
  const maxAge = policy.maxAge === usual ? "" : `, maxAge: ${policy.maxAge}`;
  return [
    comment("As it is published now: this program takes it over unchanged."),
    ...notes.map(comment),
    `  policy: { mode: MtaStsMode.${mode}${mx}${maxAge} },\n`,
  ].join("");
}

/** A string literal; every value is a host name or URI of ASCII by now. */
function quoted(text: string): string {
  return JSON.stringify(text);
}
