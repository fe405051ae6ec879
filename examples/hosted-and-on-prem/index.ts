import * as pulumi from "@pulumi/pulumi";
import { MtaSts, MtaStsMode } from "pulumi-mta-sts";

const config = new pulumi.Config();
const domain = config.require("domain");

const mail = new MtaSts("example", {
  domain,
  // Two readers: the relay's operators see the failures that their certificate causes.
  tlsReporting: { rua: [`mailto:tls-reports@${domain}`, `mailto:relay-operators@${domain}`] },
  // Every MX host is listed, the broken relay too: senders in testing report its certificate and deliver all the same.
  // A host that is left out would be refused by every sender from the day of enforce.
  policy: { mode: MtaStsMode.Testing, mx: config.requireObject<string[]>("mx"), maxAge: 86400 },
  route53: { zoneId: config.require("zoneId") },
  tags: { service: "mail" },
});

export const { policyId, policyUrl, mtaStsRecord, tlsRptRecord } = mail;
