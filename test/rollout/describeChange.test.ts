import { MtaStsMode } from "../../src/protocol";
import { describeChange, type DescribedPolicy } from "../../src/rollout/describeChange";
import { policy } from "./facts";

const testing: DescribedPolicy = { policy: policy(), id: "a1" };

describe("describeChange", () => {
  test.each<[string, DescribedPolicy | undefined, DescribedPolicy | undefined, string | undefined]>([
    ["nothing, where there is no policy and none comes", undefined, undefined, undefined],
    ["nothing, where nothing changes", testing, testing, undefined],
    [
      "a first policy",
      undefined,
      testing,
      "example.com: id none → a1, mode absent → testing, mx + mx1.example.com, max_age 604800",
    ],
    [
      "a change of everything",
      testing,
      { policy: policy({ mode: MtaStsMode.Enforce, mx: ["*.example.net"], maxAge: 86400 }), id: "b2" },
      "example.com: id a1 → b2, mode testing → enforce, mx + *.example.net - mx1.example.com, max_age 604800 → 86400",
    ],
    ["a new revision", testing, { ...testing, id: "b2" }, "example.com: id a1 → b2"],
    ["only the new id, where the old one is not known", { policy: policy() }, testing, "example.com: id → a1"],
    ["a removal", testing, undefined, "example.com: id a1 → none, mode testing → absent, mx - mx1.example.com"],
  ])("says %s in one line", (_name, before, after, line) => {
    expect(describeChange("example.com", before, after)).toBe(line);
  });
});
