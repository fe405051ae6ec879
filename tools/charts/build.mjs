// Bundles the charts into dist/vendor/charts.js, so that users install 0.5 MB instead of 65. Run by `npm run build`.
import { copyFile, mkdir } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const out = join(here, "../../dist/vendor");
await mkdir(out, { recursive: true });
await build({
  entryPoints: [join(here, "echarts.mjs")],
  outfile: join(out, "charts.js"),
  bundle: true,
  minify: true,
  platform: "node",
  format: "cjs",
  target: "node20",
  legalComments: "none",
});
// The licences of everything in the bundle go with it.
const require = createRequire(import.meta.url);
const echarts = dirname(require.resolve("echarts/package.json"));
const fromEcharts = createRequire(join(echarts, "package.json"));
const zrender = dirname(fromEcharts.resolve("zrender/package.json"));
const tslib = dirname(fromEcharts.resolve("tslib"));
const notices = {
  "LICENSE-echarts": join(echarts, "LICENSE"),
  "NOTICE-echarts": join(echarts, "NOTICE"),
  "LICENSE-d3": join(echarts, "licenses/LICENSE-d3"),
  "LICENSE-zrender": join(zrender, "LICENSE"),
  "LICENSE-tslib": join(tslib, "LICENSE.txt"),
};
await Promise.all(Object.entries(notices).map(([name, from]) => copyFile(from, join(out, name))));
