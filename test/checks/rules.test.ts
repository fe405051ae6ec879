import { readdirSync } from "node:fs";
import { join } from "node:path";
import { rules } from "../../src/checks";

const folder = join(__dirname, "../../src/checks/rules");
const files = readdirSync(folder, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .flatMap(({ name }) => readdirSync(join(folder, name)))
  .map((file) => file.replace(/\.ts$/, "").toLowerCase())
  .filter((file) => !file.endsWith("findings"));

test("each rule has a file named after it, and each file is in the list", () => {
  expect(rules.map(({ id }) => id.replaceAll("-", "")).sort()).toEqual(files.sort());
});

test("ids are unique", () => {
  expect(new Set(rules.map(({ id }) => id)).size).toBe(rules.length);
});

test.each(rules.map((rule) => [rule.id, rule] as const))("%s names its source and speaks in sentences", (id, rule) => {
  expect(id).toMatch(/^[a-z0-9]+(-[a-z0-9]+)+$/);
  expect(rule.source).toMatch(/^RFC \d{4} §[\d.]+(, (RFC \d{4} )?§[\d.]+)*$/);
  for (const sentence of [rule.asks, rule.remedy])
    expect(sentence).toMatch(/^(?:[A-Z`]|max_age|rua|mta-sts\.|version|_).*[.]$/s);
});
