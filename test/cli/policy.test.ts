import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { policyId } from "../../src/protocol";
import { runCli } from "./support/runCli";

const folder = mkdtempSync(join(tmpdir(), "mta-sts-policy-"));
afterAll(() => {
  rmSync(folder, { recursive: true });
});
const canonical = "version: STSv1\r\nmode: enforce\r\nmx: a.example.com\r\nmx: b.example.com\r\nmax_age: 604800\r\n";
function file(name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text);
  return path;
}

test("a canonical file is valid, and its id is printed", async () => {
  const { code, out, err } = await runCli("policy", file("good.txt", canonical));
  expect({ code, err }).toEqual({ code: 0, err: "" });
  expect(out).toBe(`${canonical}\nid:     ${policyId(canonical)}\nrecord: v=STSv1; id=${policyId(canonical)};\n`);
});

test("a valid file in another form is told to be served in the canonical one", async () => {
  const path = file(
    "order.txt",
    "mode: enforce\nmx: B.example.com\nmx: a.example.com\nmax_age: 604800\nversion: STSv1\n",
  );
  const { code, out } = await runCli("policy", path);
  expect(code).toBe(0);
  expect(out).toContain("The id belongs to the text above, not to the file as it is: serve the canonical form.");
  expect((await runCli("policy", "--canonical", path)).out).toBe(canonical);
});

test("--revision changes the id and not the text", async () => {
  const { out } = await runCli("policy", "--revision", "3", file("rev.txt", canonical));
  expect(out).toContain(policyId(canonical, 3));
});

test("each violation is named with its line and rule, and nothing canonical is written", async () => {
  const path = file("bad.txt", "version: STSv1\r\nmode: Enforce\r\n\r\nmx: *\r\n");
  const { code, out, err } = await runCli("policy", "--canonical", path);
  expect({ code, out }).toEqual({ code: 1, out: "" });
  expect(err.split("\n").map((line) => line.replace(path, "bad.txt"))).toMatchInlineSnapshot(`
   [
     "bad.txt:2: error: The mode "Enforce" is not in lower case (RFC 8461 §3.2)",
     "bad.txt:3: error: The line is blank; blank lines are not allowed, not even at the end (RFC 8461 §3.2)",
     "bad.txt:4: error: The mx "*" breaks the rule that a wildcard is the whole left-most label: "*." and a host name (RFC 8461 §4.1)",
     "bad.txt: error: The field "max_age" is missing (RFC 8461 §3.2)",
     "",
   ]
  `);
});

test("--json tells programs the same", async () => {
  const { code, out } = await runCli("policy", "--json", file("json.txt", canonical));
  expect(code).toBe(0);
  expect(JSON.parse(out)).toMatchObject({
    valid: true,
    policy: { mode: "enforce", mx: ["a.example.com", "b.example.com"], maxAge: 604800 },
    id: policyId(canonical),
    canonical,
    violations: [],
  });
});

test("--json holds nothing that a terminal would obey, and means the same", async () => {
  const strange = "\u009b31m\u202e\u2028é";
  const { out } = await runCli("policy", "--json", file("strange.txt", `${canonical}x-note: ${strange}\r\n`));
  expect(out).toMatch(/^[\n\x20-\x7eé]+$/);
  expect((JSON.parse(out) as { unknownFields: unknown }).unknownFields).toMatchObject([{ value: strange }]);
});

test.each([
  ["none.txt", "there is no such file. Check the path."],
  [".", "it is a folder. Name a file in it."],
  ["json.txt/in-it.txt", "a part of the path is a file, not a folder. Check the path."],
])("a file that cannot be read exits with 2 and says why: %s", async (name, why) => {
  file("json.txt", canonical);
  const path = join(folder, name);
  expect(await runCli("policy", path)).toEqual({ code: 2, out: "", err: `error: the policy file "${path}": ${why}\n` });
});

test.each([
  ["nothing", ""],
  [
    "bytes of anything",
    Buffer.from(Array.from({ length: 5000 }, (_, index) => (index * 197) % 256)).toString("latin1"),
  ],
  ["more than 64 KB", "mx: a.example.com\r\n".repeat(5000)],
])("a file of %s is refused without control characters", async (_, text) => {
  const { code, out, err } = await runCli("policy", file("odd.txt", text));
  expect({ code, out }).toEqual({ code: 1, out: "" });
  // eslint-disable-next-line no-control-regex -- that is what is looked for
  expect(err).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f]/);
  expect(err.split("\n").length).toBeLessThan(110);
});
