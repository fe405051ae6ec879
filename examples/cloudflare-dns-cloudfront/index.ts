import * as pulumi from "@pulumi/pulumi";
import { MtaSts, MtaStsMode } from "pulumi-mta-sts";

const config = new pulumi.Config();
const domain = config.require("domain");

const mail = new MtaSts("example", {
  domain,
  tlsReporting: { rua: [`mailto:tls-reports@${domain}`] },
  policy: { mode: MtaStsMode.Testing, mx: config.requireObject<string[]>("mx") },
  // The records are in Cloudflare; the policy, its certificate and the distribution are in AWS.
  cloudflare: { zoneId: config.require("zoneId") },
});

export const { policyId, policyUrl, records } = mail;
