/** One sample of bench:import, plain JavaScript so that nothing but the modules is loaded: `importSample <case> ours|sdk`; prints one line of JSON. */
const { createRequire } = require("node:module");
const path = require("node:path");
const { performance } = require("node:perf_hooks");

const root = path.join(__dirname, "..", "..");
const load = createRequire(path.join(root, "package.json"));

/** What each kind of program loads: our modules, and those of the SDKs that they use. */
const cases = {
  package: { ours: ["./dist/index.js"], sdk: ["@pulumi/pulumi"] },
  route53: {
    ours: ["./dist/index.js", "./dist/dns/route53.js", "./dist/hosting/cloudfront.js", "./dist/rollout/guards.js"],
    sdk: ["@pulumi/pulumi", "@pulumi/aws/utilities", "@pulumi/aws/route53/getZone"],
  },
  cloudflare: {
    ours: ["./dist/index.js", "./dist/dns/cloudflare.js", "./dist/hosting/cloudfront.js", "./dist/rollout/guards.js"],
    sdk: [
      "@pulumi/pulumi",
      "@pulumi/cloudflare/utilities",
      "@pulumi/cloudflare/getZone",
      "@pulumi/cloudflare/getDnsRecords",
      "@pulumi/aws/utilities",
    ],
  },
};

const [name = "", side] = process.argv.slice(2);
const modules = cases[name]?.[side === "ours" ? "ours" : "sdk"];
if (modules === undefined) throw new Error("usage: importSample package|route53|cloudflare ours|sdk");
const start = performance.now();
for (const module of modules) load(module);
const milliseconds = performance.now() - start;
const loaded = Object.keys(load.cache);
const unused = name === "cloudflare" ? "/@pulumi/aws/route53/" : "/@pulumi/cloudflare/";
console.log(
  JSON.stringify({
    milliseconds,
    modules: loaded.length,
    unused: loaded.filter((file) => file.includes(unused)).length,
  }),
);
