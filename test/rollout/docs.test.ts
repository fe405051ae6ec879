import { readFileSync } from "node:fs";
import { docsFile, withTransitions } from "../../tools/renderTransitions";

test("docs/rollout.md holds the tables as the rules are now (npx tsx tools/renderTransitions.ts writes them)", () => {
  const document = readFileSync(docsFile, "utf8");
  expect(withTransitions(document)).toBe(document);
});
