import * as pulumi from "@pulumi/pulumi";
import { MtaSts, MtaStsMode } from "pulumi-mta-sts";

const config = new pulumi.Config();
const domain = config.require("domain");
const from = config.requireObject<string[]>("from");
const to = config.requireObject<string[]>("to");

/** One `pulumi up` each, in this order: which hosts are MX records, and which the policy still names beside them. */
const steps = {
  old: { records: from, leaving: [] },
  // The policy names the new hosts before they become MX hosts; under enforce the update waits in between.
  both: { records: [...from, ...to], leaving: [] },
  // The old hosts get no new mail, but resolvers may still give them: the policy names them until that is over.
  leaving: { records: to, leaving: from },
  new: { records: to, leaving: [] },
};
const step = config.require("step", { allowedValues: ["old", "both", "leaving", "new"] as const });
const mode = config.require<MtaStsMode>("mode", { allowedValues: [MtaStsMode.Testing, MtaStsMode.Enforce] });
/** Only for the step from testing to enforce without reports: the refusal prints it. */
const override = config.getObject<{ policyId: string; reason: string }>("override");

const mail = new MtaSts("example", {
  domain,
  tlsReporting: { rua: [`mailto:tls-reports@${domain}`] },
  mailExchangers: steps[step].records.map((host, index) => ({ host, preference: 10 * (index + 1) })),
  policy: { mode, mx: steps[step].leaving },
  route53: { zoneId: config.require("zoneId") },
  ...(override === undefined ? {} : { rollout: { override } }),
});

export const { policyId, policyText, records } = mail;
