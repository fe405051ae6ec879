import { rules } from "../../src/checks";
import { resultTypes } from "../../src/reports/triage/resultTypes";
import { closestTo } from "../../src/cli/explain/closest";
import { runCli } from "./support/runCli";

test.each(rules.map(({ id }) => id))("%s can be explained", async (id) => {
  const { code, out } = await runCli("explain", id);
  expect(code).toBe(0);
  expect(out).toContain(`${id}: a rule of mta-sts check (RFC`);
});

test("every result type of RFC 8460 §4.3 can be explained", async () => {
  expect([...resultTypes.keys()]).toEqual([
    "starttls-not-supported",
    "certificate-host-mismatch",
    "certificate-expired",
    "certificate-not-trusted",
    "validation-failure",
    "tlsa-invalid",
    "dnssec-invalid",
    "dane-required",
    "sts-policy-fetch-error",
    "sts-policy-invalid",
    "sts-webpki-invalid",
  ]);
  const { out } = await runCli("explain", "sts-policy-invalid");
  expect(out).toMatch(/^Means: {3}.+\nCause: {3}.+\nRemedy: {2}.+\nEffect: {2}.+\n$/m);
});

test("without a name everything is listed", async () => {
  const { code, out } = await runCli("explain");
  expect(code).toBe(0);
  for (const name of [...rules.map(({ id }) => id), ...resultTypes.keys()]) expect(out).toContain(`  ${name} `);
});

test.each(["constructor", "__proto__", "toString"])("%s is no name of anything", async (name) => {
  expect(await runCli("explain", name)).toMatchObject({ code: 2, out: "" });
});

test("a slip is met with the nearest name", async () => {
  expect(await runCli("explain", "mx-coverd")).toEqual({
    code: 2,
    out: "",
    err: 'error: no rule and no result type is named "mx-coverd". Did you mean mx-covered?\n',
  });
  expect((await runCli("explain", "zzzzzzzz")).err).toBe(
    'error: no rule and no result type is named "zzzzzzzz". `mta-sts explain` lists the names.\n',
  );
  expect(closestTo("zzzzzzzz", ["mx-covered"])).toBeUndefined();
});
