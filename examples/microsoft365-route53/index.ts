import * as pulumi from "@pulumi/pulumi";
import { MtaSts, MtaStsMode } from "pulumi-mta-sts";

const config = new pulumi.Config();
const domain = config.require("domain");

const mail = new MtaSts("example", {
  domain,
  tlsReporting: { rua: [`mailto:tls-reports@${domain}`] },
  policy: { mode: MtaStsMode.Testing, mx: config.requireObject<string[]>("mx") },
  route53: { zoneId: config.require("zoneId") },
});

export const { policyId, policyUrl, mtaStsRecord, tlsRptRecord } = mail;
