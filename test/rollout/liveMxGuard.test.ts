import { MtaStsMode } from "../../src/protocol";
import type { MxFacts } from "../../src/rollout/facts";
import { judgeLiveMx, waitBeforeMx, type HeldPolicy } from "../../src/rollout/liveMxGuard";
import { hosts, policy } from "./facts";

const enforce = policy({ mode: MtaStsMode.Enforce });

describe("judgeLiveMx", () => {
  test.each<[string, MtaStsMode, MxFacts]>([
    ["covered hosts", MtaStsMode.Enforce, hosts("mx1.example.com")],
    ["mode none", MtaStsMode.None, hosts("other.example.net")],
    ["a look-up that is switched off", MtaStsMode.Enforce, { kind: "notAsked" }],
  ])("is silent about %s", (_name, mode, mx) => {
    expect(judgeLiveMx("example.com", policy({ mode }), mx)).toEqual([]);
  });

  test("warns loudly of hosts that an enforce policy does not cover", () => {
    expect(judgeLiveMx("example.com", enforce, hosts("mx1.example.com", "a.b.example.com", "old.example.net"))).toEqual(
      [
        "example.com has live MX hosts a.b.example.com and old.example.net, but the policy covers only mx1.example.com: " +
          "MAIL IS BEING HELD BACK: senders under enforce do not deliver to a host that matches no pattern " +
          "(RFC 8461 §4.1). Add it to policy.mx, or take it out of the MX records.",
      ],
    );
  });

  test("warns under testing of what enforce would do", () => {
    const [warning] = judgeLiveMx("example.com", policy(), {
      kind: "implicit",
      hosts: [{ host: "example.com", ttl: 0 }],
    });
    expect(warning).toMatch(/is its own mail host .* under enforce, senders would not deliver/);
  });

  test.each<[MxFacts, RegExp]>([
    [{ kind: "failed", reason: "SERVFAIL" }, /could not be looked up \(SERVFAIL\)/],
    [{ kind: "absent", reason: "example.com does not exist in DNS" }, /does not exist in DNS/],
    [{ kind: "null" }, /a null MX is live/],
  ])("warns of %j", (mx, message) => {
    expect(judgeLiveMx("example.com", enforce, mx)).toEqual([expect.stringMatching(message)]);
  });
});

describe("waitBeforeMx", () => {
  const pair = ["mx1.example.com", "mx2.example.com"];

  test("waits for the old TXT record's TTL before a host that the enforced policy does not cover", () => {
    expect(waitBeforeMx(pair, enforce, 300)).toEqual({
      seconds: 300,
      why:
        "mx2.example.com becomes an MX host once the TTL of the old _mta-sts record has passed (RFC 8461 §8.1): the " +
        "policy that senders may follow until then does not name it",
    });
  });

  test("waits where the policy of before is not known, for hosts that get no mail yet", () => {
    expect(waitBeforeMx([...pair, "mx3.example.com"], "unknown", 60, ["mx1.example.com"])).toEqual({
      seconds: 60,
      why:
        "mx2.example.com and mx3.example.com become MX hosts once the TTL of the old _mta-sts record has passed (RFC " +
        "8461 §8.1): the policy file does not change in this deploy, and an earlier one that changed it may just have stopped",
    });
  });

  test.each<[string, string[], HeldPolicy, string[]]>([
    ["hosts that are covered already", ["mx1.example.com"], enforce, []],
    ["a host that gets mail already, covered or not", ["mx2.example.com"], enforce, ["mx2.example.com"]],
    ["hosts that get mail already, whatever the policy was", pair, "unknown", pair],
    ["a policy that was testing", ["mx2.example.com"], policy(), []],
    ["a policy that was none", ["mx2.example.com"], policy({ mode: MtaStsMode.None, mx: [] }), []],
    ["a first policy", ["mx2.example.com"], undefined, []],
  ])("does not wait for %s", (_name, names, previous, before) => {
    expect(waitBeforeMx(names, previous, 300, before)).toEqual({ seconds: 0 });
  });
});
