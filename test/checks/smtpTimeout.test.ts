import { openNetwork } from "../../src/checks";
import { smtpProbes } from "../../src/checks/collect/mxFacts";
import { probeSmtp, type SmtpProbe, type SmtpProbeRequest } from "../../src/net/smtpProbe";

jest.mock<typeof import("../../src/net/smtpProbe")>("../../src/net/smtpProbe", () => ({
  probeSmtp: jest.fn(({ host, address }: SmtpProbeRequest) =>
    Promise.resolve<SmtpProbe>({ host, address, kind: "refused", seen: "" }),
  ),
}));

/** Postscreen and tarpits greet after many seconds: whoever gives --timeout means to wait for them. */
test.each([
  ["as long as --timeout says, also for more than ten seconds", 25_000],
  ["ten seconds without it, which is the probe's own default", undefined],
])("a mail server is waited for %s", async (_, timeoutMs) => {
  const host = { host: "mx1.example.com", addresses: ["192.0.2.1"], chain: [], tlsa: 0 };
  await smtpProbes([host], openNetwork({ dnsServer: "127.0.0.1:1", allowPrivate: true, timeoutMs }));
  expect(probeSmtp).toHaveBeenLastCalledWith(expect.objectContaining({ address: "192.0.2.1", timeoutMs }));
});
