import { MtaStsMode } from "../../src/protocol";
import { overrideNotice, overrideProblems } from "../../src/rollout/override";
import {
  hasExpired,
  protectMailExchangers,
  protectPolicy,
  retireDate,
  retireProblems,
} from "../../src/rollout/retirement";
import { policy } from "./facts";

describe("retireDate", () => {
  test("is the last day on which a sender may hold any of the policies, if today was the last day of serving them", () => {
    expect(retireDate("2026-11-22", [policy({ maxAge: 604800 })], 300)).toBe("2026-11-30");
    expect(retireDate("2026-11-22", [policy({ maxAge: 60 }), policy({ maxAge: 31557600 })], 300)).toBe("2027-11-23");
    expect(retireDate("2026-12-31", [], 300)).toBe("2027-01-01");
  });

  test("has passed on the day after, not on the day itself", () => {
    expect(hasExpired({ after: "2026-11-22" }, "2026-11-22")).toBe(false);
    expect(hasExpired({ after: "2026-11-22" }, "2026-11-23")).toBe(true);
    expect(hasExpired(undefined, "2026-11-23")).toBe(false);
  });
});

describe("protection", () => {
  test.each([
    [undefined, undefined, undefined],
    [MtaStsMode.Testing, undefined, undefined],
    [MtaStsMode.Enforce, undefined, true],
    [MtaStsMode.Enforce, "2026-01-01", true],
    [MtaStsMode.None, undefined, true],
    [MtaStsMode.None, "2026-11-22", true],
    [MtaStsMode.None, "2026-11-21", undefined],
  ])("of the policy, and of the MX set, with mode %s and retire %s is %s on 2026-11-22", (mode, after, expected) => {
    const retire = after === undefined ? undefined : { after };
    expect(protectPolicy(mode, retire, "2026-11-22")).toBe(expected);
    expect(protectMailExchangers(mode, retire, "2026-11-22")).toBe(expected);
  });
});

describe("what the user writes in rollout", () => {
  test.each(["2027-02-31", "31.1.2027", "2027-1-1", ""])("refuses the retire date %j", (after) => {
    expect(retireProblems({ after })).toEqual([
      expect.objectContaining({ path: "rollout.retire.after", code: "retire-date" }),
    ]);
  });

  test("accepts a day of the calendar", () => {
    expect(retireProblems({ after: "2028-02-29" })).toEqual([]);
  });

  test("refuses an override without a reason or with something that is no id, both at once", () => {
    expect(overrideProblems({ policyId: "2025-01-01", reason: "…" }).map(({ path }) => path)).toEqual([
      "rollout.override.policyId",
      "rollout.override.reason",
    ]);
    expect(overrideProblems({ policyId: "pms1ab", reason: "planned" })).toEqual([]);
  });

  test("warns of an override on every run, with its reason, and says when it has no effect", () => {
    const override = { policyId: "pms1a", reason: "agreed with the mail team" };
    expect(overrideNotice("example.com", "pms1a", override)).toBe(
      "example.com: rollout.override lets policy pms1a pass every rollout rule. Reason given: agreed with the mail team. " +
        "Remove it once this policy is live.",
    );
    expect(overrideNotice("example.com", "pms1b", override)).toBe(
      "example.com: rollout.override names policy pms1a, but this program's policy is pms1b, so it has no effect. " +
        "Remove it. Reason given: agreed with the mail team.",
    );
  });
});
