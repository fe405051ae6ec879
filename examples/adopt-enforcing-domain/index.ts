import * as pulumi from "@pulumi/pulumi";
import { MtaSts, MtaStsMode } from "pulumi-mta-sts";

const config = new pulumi.Config();
const domain = config.require("domain");
const hosts = config.requireObject<string[]>("mx");

// The live policy as it is: the first deploy moves it to another host, and must not change it. The component compares
// with what senders find, so that enforce needs no new testing period.
const mail = new MtaSts("example", {
  domain,
  tlsReporting: { rua: [`mailto:tls-reports@${domain}`] },
  policy: { mode: config.require<MtaStsMode>("mode"), maxAge: config.requireNumber("maxAge") },
  mailExchangers: hosts.map((host, index) => ({ host, preference: 10 * (index + 1) })),
  route53: { zoneId: config.require("zoneId") },
});

export const { policyId, policyText, records } = mail;
