import { delegatedElsewhere, providerOf } from "../../src/rollout/nameServers";

test.each([
  ["ns-2048.awsdns-64.com", "route53"],
  ["NS-1.AwsDNS-01.co.uk.", "route53"],
  ["ada.ns.cloudflare.com.", "cloudflare"],
  ["ns1.example.com", undefined],
  ["awsdns-01.com.example.com", undefined],
  ["ns.cloudflare.com.example.com", undefined],
])("%s is a server of %s", (server, provider) => {
  expect(providerOf(server)).toBe(provider);
});

test("a delegation to both providers at once is not elsewhere", () => {
  const both = ["ns-1.awsdns-01.net", "ada.ns.cloudflare.com"];
  expect(delegatedElsewhere(["ada.ns.cloudflare.com"], both)).toBe(false);
  expect(delegatedElsewhere(["ns-1.awsdns-01.net"], both)).toBe(false);
  expect(delegatedElsewhere([], both)).toBe(false);
});

test("another zone of the same provider is not for this rule: its records are created, and judged then", () => {
  expect(delegatedElsewhere(["eve.ns.cloudflare.com"], ["ada.ns.cloudflare.com"])).toBe(false);
});
