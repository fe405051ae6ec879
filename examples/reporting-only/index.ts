import * as pulumi from "@pulumi/pulumi";
import { MtaSts } from "pulumi-mta-sts";

const config = new pulumi.Config();
const domain = config.require("domain");

// No policy yet: one TXT record, and the senders' reports say what their mail to this domain meets.
const mail = new MtaSts("example", {
  domain,
  tlsReporting: { rua: [`mailto:tls-reports@${domain}`] },
  route53: { zoneId: config.require("zoneId") },
});

export const { tlsRptRecord } = mail;
