import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { isBuiltin } from "node:module";
import { tmpdir } from "node:os";
import path from "node:path";
import ts from "typescript";
import packageJson from "../package.json";
import { packPackage, type PackedPackage } from "./support/packedPackage";

const root = path.join(__dirname, "..");
const temporary = mkdtempSync(path.join(tmpdir(), "pulumi-mta-sts-package-"));
let packed: PackedPackage;
beforeAll(async () => {
  packed = await packPackage(temporary);
}, 120_000);
afterAll(() => {
  rmSync(temporary, { recursive: true, force: true });
});

const text = (file: string): string => readFileSync(path.join(packed.folder, file), "utf8");
const modules = (extension: string): string[] =>
  packed.files.filter((file) => /^dist\/(?!vendor\/)/.test(file) && file.endsWith(extension));
const builtFiles = (): string[] => modules(".js").concat(modules(".d.ts"));

test("the tarball holds the build of every source file, the charts with their licences, both JSON schemas and four files about it", () => {
  const sources = readdirSync(path.join(root, "src"), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".ts"))
    .map((file) => `dist/${file.split(path.sep).join("/").replace(/\.ts$/, "")}`);
  const built = sources.flatMap((file) => [`${file}.d.ts`, `${file}.js`]);
  const licences = ["echarts", "zrender", "d3", "tslib"].map((name) => `LICENSE-${name}`);
  const charts = ["charts.js", "NOTICE-echarts", ...licences].map((file) => `dist/vendor/${file}`);
  const about = ["CHANGELOG.md", "LICENSE", "README.md", "package.json"];
  const schemas = ["docs/check.schema.json", "docs/reports.schema.json"];
  expect(packed.files).toEqual([...built, ...charts, ...schemas, ...about].sort());
});

test("no file points to a source map that is not there", () => {
  expect(builtFiles().filter((file) => text(file).includes("sourceMappingURL"))).toEqual([]);
});

test("every file that package.json names is in the tarball", () => {
  const named = stringsIn([
    packageJson.main,
    packageJson.types,
    packageJson.bin,
    packageJson.exports,
    packageJson.typesVersions,
    packageJson.sideEffects,
  ]).map((file) => file.replace(/^\.\//, ""));
  expect(named.length).toBeGreaterThan(10);
  expect(named.filter((file) => !packed.files.includes(file))).toEqual([]);
});

test("every subpath has its types under the old module resolution too", () => {
  const subpaths = Object.keys(packageJson.exports).filter((name) => name.startsWith("./") && !name.endsWith(".json"));
  expect(Object.keys(packageJson.typesVersions["*"]).map((name) => `./${name}`)).toEqual(subpaths);
});

test("the command can be run by its name", () => {
  expect(text(packageJson.bin["mta-sts"])).toMatch(/^#!\/usr\/bin\/env node\n/);
});

describe("dependencies", () => {
  const { dependencies, peerDependencies, peerDependenciesMeta, devDependencies } = packageJson;

  it("declares every package that the build imports, its types included", () => {
    const declared = new Set([...Object.keys(dependencies), ...Object.keys(peerDependencies), packageJson.name]);
    const imported = builtFiles().flatMap((file) => packagesImportedBy(text(file)).map((name) => `${name} in ${file}`));
    expect(imported.length).toBeGreaterThan(20);
    expect(imported.filter((line) => !declared.has(line.split(" ")[0]!))).toEqual([]);
  });

  it("declares as a peer every package that is loaded by a computed name", () => {
    const loaded = modules(".js").flatMap((file) =>
      [...text(file).matchAll(/\bloadPeer\)?\("([^"]+)"/g)].map((match) => match[1]!),
    );
    expect([...new Set(loaded)].sort()).toEqual(["@aws-sdk/client-s3", "mailauth"]);
    expect(Object.keys(peerDependencies)).toEqual(expect.arrayContaining(loaded));
  });

  it("imports every dependency that it makes its users install", () => {
    const imported = new Set(modules(".js").flatMap((file) => packagesImportedBy(text(file))));
    const code = Object.keys(dependencies).filter((name) => !name.startsWith("@types/"));
    expect(code.filter((name) => !imported.has(name))).toEqual([]);
  });

  it("brings the types of every dependency that its public declarations name", () => {
    const entries = stringsIn(packageJson.typesVersions).concat(packageJson.types);
    const named = new Set(
      reachable(entries.map((entry) => path.posix.normalize(entry))).flatMap((file) => packagesImportedBy(text(file))),
    );
    const developing = new Set(Object.keys(devDependencies));
    const untyped = Object.keys(dependencies).filter((name) => named.has(name) && developing.has(`@types/${name}`));
    expect(untyped).toEqual([]);
  });

  it("requires the Pulumi SDK alone of its peers", () => {
    const optional = Object.keys(peerDependenciesMeta);
    expect(Object.keys(peerDependencies).filter((name) => !optional.includes(name))).toEqual(["@pulumi/pulumi"]);
  });

  it("pins exactly what it is built and tested with, every peer among it", () => {
    const pins = Object.entries({ ...dependencies, ...devDependencies });
    expect(pins.filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([]);
    expect(Object.keys(devDependencies)).toEqual(expect.arrayContaining(Object.keys(peerDependencies)));
  });
});

describe("loading", () => {
  it.each<[string, string[]]>([
    ["index.js", ["@pulumi/pulumi"]],
    ["protocol/index.js", []],
    ["checks/index.js", ["dns-packet", "ipaddr.js"]],
    ["reports/index.js", []],
    ["policyPack/index.js", []],
  ])("dist/%s loads of other packages at most %j", (entry, allowed) => {
    expect(packagesLoadedBy(path.join(packed.folder, "dist", entry))).toEqual(allowed);
  });
});

/** Every string in a tree of objects and arrays. */
function stringsIn(value: unknown): string[] {
  if (typeof value === "string") return [value];
  return value !== null && typeof value === "object" ? Object.values(value).flatMap(stringsIn) : [];
}

function importsOf(source: string): string[] {
  return ts.preProcessFile(source, true, true).importedFiles.map(({ fileName }) => fileName);
}

function packagesImportedBy(source: string): string[] {
  const names = importsOf(source);
  return [...new Set(names.filter((name) => !name.startsWith(".") && !isBuiltin(name)).map(packageOf))];
}

/** Declarations, and those that they import. */
function reachable(declarations: readonly string[]): string[] {
  const seen = new Set(declarations);
  for (const file of seen) {
    for (const name of importsOf(text(file)).filter((specifier) => specifier.startsWith("."))) {
      const target = path.posix.join(path.posix.dirname(file), name);
      seen.add([`${target}.d.ts`, `${target}/index.d.ts`].find((candidate) => packed.files.includes(candidate))!);
    }
  }
  return [...seen];
}

function packageOf(specifier: string): string {
  return specifier
    .split("/")
    .slice(0, specifier.startsWith("@") ? 2 : 1)
    .join("/");
}

/** Packages that the files of this one require directly when `entry` is loaded, in a fresh process. */
function packagesLoadedBy(entry: string): string[] {
  const program = `
    const Module = require("node:module");
    const own = [];
    const load = Module._load;
    Module._load = function (request, parent, ...rest) {
      if (parent?.filename?.startsWith(${JSON.stringify(packed.folder)}) && !request.startsWith(".")) own.push(request);
      return load.call(this, request, parent, ...rest);
    };
    require(${JSON.stringify(entry)});
    console.log(JSON.stringify(own));
  `;
  const env = { ...process.env, NODE_PATH: path.join(root, "node_modules") };
  const printed = execFileSync(process.execPath, ["-e", program], { env, encoding: "utf8" });
  const requested = (JSON.parse(printed) as string[]).filter((name) => !isBuiltin(name));
  return [...new Set(requested.map(packageOf))].sort();
}
