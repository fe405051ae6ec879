import { existsSync, readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import packageJson from "../package.json";
import type { PolicyFetch } from "../src/net/policyFetch";

const root = path.join(__dirname, "..");
const read = (file: string): string => readFileSync(path.join(root, file), "utf8");
const readme = read("README.md");

/** Every text that the first group of the pattern matches in the file. */
const matches = (text: string, pattern: RegExp): string[] => [...text.matchAll(pattern)].map((match) => match[1]!);
/** The string members of a union type. */
function unionIn(file: string, type: string): string[] {
  const declaration = new RegExp(`type ${type} =([^;]+);`).exec(read(file))?.[1] ?? "";
  return matches(declaration, /"([a-z-]+)"/g);
}

test("the README says what every refusal of an input means", () => {
  const hostCodes = unionIn("src/protocol/hostFaults.ts", "HostFaultCode");
  const hosts = unionIn("src/protocol/hostFaults.ts", "HostSubject").flatMap((subject) =>
    hostCodes.map((code) => `${subject}-${code}`),
  );
  const rua = unionIn("src/protocol/ruaFaults.ts", "RuaFaultCode").map((code) => `rua-${code}`);
  const folders = ["input", "dns", "hosting"].flatMap((folder) =>
    readdirSync(path.join(root, "src", folder)).map((file) => `src/${folder}/${file}`),
  );
  const limits = ["policy", "maxAge", "revision", "ttl"].map((name) => `src/protocol/${name}.ts`);
  const rollout = ["rolloutProblems", "override", "retirement"].map((name) => `src/rollout/${name}.ts`);
  const accepting = ["acceptArgs", "acceptMailExchangers", "loadOnUse"].map((name) => `src/${name}.ts`);
  const others = [...folders, ...limits, ...rollout, ...accepting].flatMap((file) =>
    matches(read(file), /\b(?:code: |refuse\(\s*)"([a-z-]+)"/g),
  );
  expect([hosts.length, rua.length, others.length].map((count) => count > 10)).toEqual([true, true, true]);

  // In the row of report hosts the codes are shortened to their ends.
  const explained = matches(readme, /`([a-z-]+)`/g).map((code) => (code.startsWith("-") ? `rua-host${code}` : code));
  expect([...hosts, ...rua, ...others].filter((code) => !explained.includes(code))).toEqual([]);
});

test("README or docs/rollout.md say what every finding of the rollout rules means", () => {
  const files = readdirSync(path.join(root, "src/rollout"), { recursive: true, encoding: "utf8" });
  const source = files.filter((file) => file.endsWith(".ts")).map((file) => read(`src/rollout/${file}`));
  const codes = source.flatMap((text) => [
    ...matches(text, /\bcode: "([a-z-]+)"/g),
    // At the end of a message's first line.
    ...matches(text, /\(([a-z]+(?:-[a-z]+)+)\)\\n/g),
  ]);
  const records = unionIn("src/rollout/existingRecords.ts", "ExistingCode");
  expect([codes.length > 40, records.length]).toEqual([true, 5]);
  const explained = new Set(matches(readme + read("docs/rollout.md"), /`([a-z-]+)`/g));
  expect([...codes, ...records].filter((code) => !explained.has(code))).toEqual([]);
});

test("docs/rollout.md has every way in which the publication gate fails, in the words of the message", () => {
  const words: Record<PolicyFetch["kind"], string> = {
    ...{ ok: "another policy", redirect: "a redirect to", status: "and only 200 is a policy", html: "an HTML page" },
    ...{ notText: "instead of text/plain", encoded: "a body compressed as", tooLarge: "a body of more than 64 KB" },
    ...{ botChallenge: "a bot challenge of", tls: "the TLS handshake failed", connect: "no connection to" },
    ...{
      timeout: "no complete answer from",
      dns: "has no A or AAAA record",
      refusedAddress: "is not a public address",
    },
    http: "no HTTP",
  };
  const docs = read("docs/rollout.md");
  const source = ["policyFetch", "policyResponse", "certificate", "addressPolicy"].map((name) =>
    read(`src/net/${name}.ts`),
  );
  const all = [...source, read("src/rollout/servedPolicy.ts")].join("\n");
  for (const [kind, text] of Object.entries(words)) {
    expect(docs).toContain(text);
    // What a broken answer is called comes from Node.
    if (kind !== "http") expect(all).toContain(text);
  }
});

test("every file that the README links to exists", () => {
  const links = matches(readme, /\]\((?!https:)([^)#]+)\)/g);
  expect(links.length).toBeGreaterThan(5);
  expect(links.filter((link) => !existsSync(path.join(root, link)))).toEqual([]);
});

test("every npm script that the README names exists, and what it runs too", () => {
  const { scripts } = packageJson;
  const named = matches(readme, /npm run ([a-z:]+)/g);
  expect(named.filter((name) => !(name in scripts))).toEqual([]);
  const files = matches(Object.values(scripts).join("\n"), /(?:tsx|node) ([a-zA-Z/.]+\.(?:ts|mjs))/g);
  expect(files.length).toBeGreaterThan(5);
  expect(files.filter((file) => !existsSync(path.join(root, file)))).toEqual([]);
});

test("the README's entry points are those of the package", () => {
  const subpaths = Object.keys(packageJson.exports).filter((name) => name.startsWith("./") && !name.endsWith(".json"));
  const named = matches(readme, /^\| `pulumi-mta-sts(\/[a-z-]+)`/gm).map((name) => `.${name}`);
  expect(named.sort()).toEqual(subpaths.sort());
});
