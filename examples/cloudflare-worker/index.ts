import * as pulumi from "@pulumi/pulumi";
import { MtaSts, MtaStsMode } from "pulumi-mta-sts";

const config = new pulumi.Config();
const domain = config.require("domain");

const mail = new MtaSts("example", {
  domain,
  tlsReporting: { rua: [`mailto:tls-reports@${domain}`] },
  policy: { mode: MtaStsMode.Testing, mx: config.requireObject<string[]>("mx") },
  cloudflare: { zoneId: config.require("zoneId") },
  // Records, certificate and policy are all at Cloudflare: the project needs no AWS package.
  cloudflareWorker: { accountId: config.require("accountId"), route: config.requireBoolean("route") },
});

export const { policyId, policyUrl, records } = mail;
